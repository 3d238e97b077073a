#include "ingest/page_title.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace depeche {
namespace {

// Letters and figures only, lower case: how two spellings of a name are compared.
std::string bare(std::string_view text) {
  std::string out;
  const std::string lower = ascii_lower(text);
  for (std::size_t i = 0; i < lower.size();) {
    const auto begin = i;
    const char32_t c = next_code_point(lower, i);
    const bool letter = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') ||
                        (c >= 0xC0 && !(c >= 0x2000 && c <= 0x303F) && !(c >= 0xFF00 && c <= 0xFF20));
    if (letter) out.append(lower, begin, i - begin);
  }
  return out;
}

struct cut_at {
  std::size_t begin, end;
};

constexpr auto spaced_marks = std::to_array<std::string_view>(
    {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " › ", " / ", " \\ ", " > ", " ~ ", " : ", ": "});
constexpr auto bare_marks = std::to_array<std::string_view>({"｜", "|", "_", "--", "—"});

// The last place at which a title could be cut from the site's name; Chinese sites cut without spaces.
std::optional<cut_at> last_cut(std::string_view title, bool wide) {
  std::optional<cut_at> last;
  const auto look = [&](std::string_view mark) {
    const auto at = title.rfind(mark);
    const bool half = mark == ": " && at != std::string_view::npos && at > 0 && title[at - 1] == ':';  // of " :: "
    if (!half && at != std::string_view::npos && at > 0 && at + mark.size() < title.size() && (!last || at > last->begin))
      last = cut_at{at, at + mark.size()};
  };
  for (const auto mark : spaced_marks) look(mark);
  for (const auto mark : bare_marks) look(mark);
  if (wide) look("-");
  return last;
}

std::optional<cut_at> first_cut(std::string_view title) {
  std::optional<cut_at> first;
  for (const auto mark : spaced_marks) {
    const auto at = title.find(mark);
    if (at != std::string_view::npos && at > 0 && (!first || at < first->begin)) first = cut_at{at, at + mark.size()};
  }
  return first;
}

class chooser {
 public:
  explicit chooser(const title_witnesses& page) : page_(page), site_(bare(page.site)) {
    // "www.lemonde.fr" -> "lemonde"
    auto labels = split(page.host, '.');
    if (labels.size() >= 2) {
      const bool short_suffix = labels.size() >= 3 && labels[labels.size() - 2].size() <= 3;
      host_ = bare(labels[labels.size() - (short_suffix ? 3 : 2)]);
    }
    for (const auto& heading : page.headings) headings_.push_back(bare(heading));
  }

  std::string choose() const {
    for (const auto* given : {&page_.record, &page_.card}) {
      if (given->empty() || is_site(*given)) continue;
      return without_site(*given, false);
    }
    if (page_.element.empty()) return page_.headings.empty() ? std::string{} : page_.headings.front();
    if (const auto* heading = heading_in(page_.element)) return *heading;
    auto title = without_site(page_.element, true);
    if (const auto* heading = fuller_heading(title)) return *heading;
    if ((is_site(title) || weight_of(title) < 8) && !page_.headings.empty()) return page_.headings.front();
    return title;
  }

 private:
  bool is_site(std::string_view part) const {
    const auto name = bare(part);
    if (name.empty()) return true;
    if (!site_.empty() && (name == site_ || (name.size() >= 4 && site_.find(name) != std::string::npos) || name.find(site_) == 0))
      return name.size() <= site_.size() + 12;
    return host_.size() >= 3 && (name == host_ || name == "the" + host_ ||
                                 (name.find(host_) == 0 && name.size() <= host_.size() + 6) || name == host_ + "com");
  }

  bool is_heading_text(std::string_view text) const {
    const auto name = bare(text);
    return !name.empty() && std::find(headings_.begin(), headings_.end(), name) != headings_.end();
  }

  // The heading that stands in the title as its beginning or end.
  const std::string* heading_in(std::string_view title) const {
    const auto whole = bare(title);
    const std::string* best = nullptr;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const auto& h = headings_[i];
      const bool long_enough = h.size() >= 12 && h.size() * 3 >= whole.size();
      if (long_enough && (whole.starts_with(h) || whole.ends_with(h)) && !is_site(page_.headings[i]) &&
          (best == nullptr || h.size() > bare(*best).size()))
        best = &page_.headings[i];
    }
    return best;
  }

  // "Road closed" in the window, "Road closed after crash near the bridge" on the page.
  const std::string* fuller_heading(std::string_view title) const {
    constexpr std::size_t least = 8, most_more = 120;  // weight
    if (page_.headings.empty() || weight_of(title) < least) return nullptr;
    const auto& heading = page_.headings.front();
    if (heading.size() <= title.size() + 1 || !ascii_lower(heading).starts_with(ascii_lower(title))) return nullptr;
    const auto more = std::string_view(heading).substr(title.size());
    std::size_t at = 1;
    next_code_point(more, at);
    const bool goes_on = more[0] == ' ' && !bare(more.substr(1, at - 1)).empty();  // and is no dash with the site's name
    return goes_on && weight_of(more) <= most_more ? &heading : nullptr;
  }

  // `guess`: the last part goes as a site's name also when nothing says that it is one, if it is short.
  std::string without_site(std::string title, bool guess) const {
    for (int parts = 0; parts < 4; ++parts) {
      if (is_heading_text(title)) return title;
      bool wide = false;
      for (std::size_t i = 0; i < title.size();) wide = is_cjk(next_code_point(title, i)) || wide;
      const auto cut = last_cut(title, wide);
      if (!cut) break;
      const auto head = trim(std::string_view(title).substr(0, cut->begin)),
                 tail = trim(std::string_view(title).substr(cut->end));
      const bool colon = title.substr(cut->begin, cut->end - cut->begin).find(':') != std::string::npos &&
                         title.compare(cut->begin, 4, " :: ") != 0;
      const bool short_tail = weight_of(tail) <= 40 && weight_of(tail) * 2 < weight_of(head) + 12 && weight_of(head) >= 12;
      const bool known = is_site(tail) || is_heading_text(head);
      if (!known && !(guess && !colon && short_tail)) break;
      if (head.empty()) break;
      title = std::string(head);
    }
    if (const auto cut = first_cut(title)) {
      const auto head = trim(std::string_view(title).substr(0, cut->begin)),
                 tail = trim(std::string_view(title).substr(cut->end));
      if (weight_of(tail) >= 12 && (is_site(head) || is_heading_text(tail))) return std::string(tail);
    }
    return title;
  }

  const title_witnesses& page_;
  std::string site_, host_;
  std::vector<std::string> headings_;
};

}  // namespace

std::string choose_title(const title_witnesses& page) { return chooser(page).choose(); }

}  // namespace depeche
