#include "ingest/shallow_html.hpp"

#include "base/text.hpp"
#include "ingest/name_set.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t deepest = 100;  // with room for what a parser adds by itself

// Elements that hold nothing, or that the next of their kind ends: they make no depth.
constexpr name_set flat({"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class reader {
 public:
  explicit reader(std::string_view html) : s_(html) {}

  std::optional<std::string> read() {
    for (std::size_t i = 0; i < s_.size();) {
      const auto tag = std::min(s_.find('<', i), s_.size());
      out_.append(s_.substr(i, tag - i));
      i = tag < s_.size() ? read_tag(tag) : tag;
    }
    return dropped_ ? std::optional(std::move(out_)) : std::nullopt;
  }

 private:
  // Behind what begins at `at`.
  std::size_t read_tag(std::size_t at) {
    if (s_.substr(at).starts_with("<!--")) return keep(at, behind("-->", at));
    const bool ends = at + 1 < s_.size() && s_[at + 1] == '/';
    const auto begin = at + (ends ? 2 : 1);
    if (begin >= s_.size() || !is_letter(s_[begin])) return keep(at, at + 1);
    const auto end = behind(">", at);
    auto stop = begin;
    while (stop < end && stop < begin + 12 && (is_letter(s_[stop]) || (s_[stop] >= '0' && s_[stop] <= '9'))) ++stop;
    const auto name = ascii_lower(s_.substr(begin, stop - begin));
    if (!ends && (name == "script" || name == "style")) return keep(at, behind("</" + name, at));
    if (flat.contains(name) || s_.substr(at, end - at).ends_with("/>")) return keep(at, end);
    const bool kept = ends ? depth_ <= deepest : ++depth_ <= deepest;
    if (ends && depth_ > 0) --depth_;
    if (kept) return keep(at, end);
    dropped_ = true;
    return end;
  }

  std::size_t keep(std::size_t from, std::size_t to) {
    out_.append(s_.substr(from, to - from));
    return to;
  }

  // Without it nothing but text follows.
  std::size_t behind(std::string_view mark, std::size_t from) const {
    const auto at = s_.find(mark, from);
    return at == std::string_view::npos ? s_.size() : at + mark.size();
  }

  std::string_view s_;
  std::string out_;
  std::size_t depth_ = 0;
  bool dropped_ = false;
};

}  // namespace

std::optional<std::string> without_depths(std::string_view html) {
  if (static_cast<std::size_t>(std::count(html.begin(), html.end(), '<')) <= deepest) return {};
  return reader(html).read();
}

}  // namespace depeche
