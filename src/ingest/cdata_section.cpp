#include "ingest/cdata_section.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t most_marks = 24;  // of different elements' ends that are looked for
constexpr std::string_view end_mark = "]]>";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::size_t cdata_opening(std::string_view text) {
  std::size_t i = 2;
  if (!text.starts_with("<!")) return 0;
  for (const std::string_view part : {"[", "CDATA", "["}) {
    while (i < text.size() && i < 12 && is_blank(text[i])) ++i;
    if (!text.substr(i).starts_with(part)) return 0;
    i += part.size();
  }
  return i;
}

std::string_view without_cdata_marks(std::string_view text) {
  const auto inner = trim(text);
  const auto opening = cdata_opening(inner);
  if (opening == 0) return text;
  const auto rest = inner.substr(opening);
  return rest.ends_with(end_mark) ? rest.substr(0, rest.size() - end_mark.size()) : rest;
}

std::size_t cdata_finder::next(const std::string& mark, std::size_t from) {
  const auto known = places_.find(mark);
  if (known != places_.end() && known->second.from <= from && from <= known->second.at) return known->second.at;
  if (known == places_.end() && places_.size() >= most_marks) return npos;
  const auto at = s_.find(mark, from);
  places_[mark] = {from, at};
  return at;
}

// One inside of another, as in the scripts that WordPress puts into a text: it goes on to the mark before the element's end.
cdata_section cdata_finder::nested(std::size_t begin, std::size_t stop, const std::string& end_tag) {
  const auto element_end = next(end_tag, stop);
  if (element_end != npos) {
    const auto inside = trim(s_.substr(stop, element_end - stop));
    if (inside.size() > end_mark.size() && inside.ends_with(end_mark)) {
      const auto size = static_cast<std::size_t>(inside.data() - s_.data()) + inside.size() - begin;
      return {s_.substr(begin, size - end_mark.size()), begin + size, "a CDATA section inside of another"};
    }
  }
  return {s_.substr(begin, stop - begin), stop + end_mark.size()};
}

cdata_section cdata_finder::find(std::size_t begin, std::string_view element) {
  const auto stop = next(std::string(end_mark), begin);
  const auto end_tag = "</" + std::string(element);
  if (stop == npos) {
    const auto end = element.empty() ? s_.size() : std::min(next(end_tag, begin), s_.size());
    auto text = s_.substr(begin, end - begin);
    if (text.ends_with("]]")) text.remove_suffix(2);
    return {text, end, "a CDATA section never ends"};
  }
  // Its end mark may be another section's: then its own element ends first.
  const auto another = next("<![CDATA[", begin);
  const auto limit = std::min(another, stop);
  if (!element.empty()) {
    const auto half = next("]]</", begin) < limit ? next("]]" + end_tag, begin) : npos;
    if (half < limit) return {s_.substr(begin, half - begin), half + 2, "a CDATA section never ends"};
    const auto element_end = another < stop ? next(end_tag, begin) : npos;
    if (element_end < limit) return {s_.substr(begin, element_end - begin), element_end, "a CDATA section never ends"};
    if (another < stop) return nested(begin, stop, end_tag);
  }
  return {s_.substr(begin, stop - begin), stop + end_mark.size()};
}

}  // namespace depeche
