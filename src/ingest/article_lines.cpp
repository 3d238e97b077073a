#include "ingest/article_lines.hpp"

#include "base/text.hpp"
#include "ingest/block_names.hpp"
#include "ingest/link.hpp"
#include "ingest/page_byline.hpp"
#include "ingest/page_date.hpp"
#include "ingest/page_kind.hpp"
#include "ingest/prose.hpp"
#include "ingest/update_line.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t most_related = 50;
constexpr std::size_t least_headline = 12;  // weight

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC3;
    // Each Han character is a word.
    if (c >= 0xE3 && c <= 0xED && i + 2 < text.size()) {
      words.emplace(text.substr(i, 3));
      i += 2;
    } else if (letter || (c >= 0x80 && c < 0xC0 && !word.empty())) {
      word += text[i];
      continue;
    }
    if (!word.empty()) words.insert(ascii_lower(word));
    word.clear();
  }
  if (!word.empty()) words.insert(ascii_lower(word));
  return words;
}

class line_cleaner {
 public:
  line_cleaner(page_outline& outline, const std::vector<std::uint32_t>& body, std::string_view base, timestamp now,
               std::string_view zone, extracted_page& page)
      : outline_(outline), body_(body), base_(base), now_(now), zone_(zone), page_(page) {}

  void clean() {
    std::uint32_t all = 0;
    for (const auto b : body_) all += at(b).below.text;
    for (const auto block : body_) {
      for (auto i = block; i < at(block).end;) {
        if (at(i).dropped || drop_if_other(i, i == block, all)) {
          i = at(i).end;
          continue;
        }
        if (is_leaf(i)) {
          seen_ += at(i).below.text;
          i = at(i).end;
        } else {
          ++i;
        }
      }
    }
  }

 private:
  const outline_item& at(std::uint32_t i) const { return outline_.items[i]; }

  // A block without blocks inside, or loose text between blocks.
  bool is_leaf(std::uint32_t i) const {
    const auto& item = at(i);
    if (item.kind == kind::image) return true;
    bool leaf = true;
    each_child(outline_, i, [&](std::uint32_t c) { leaf = leaf && at(c).phrasing; });
    return leaf;
  }

  bool drop(std::uint32_t i) {
    outline_.drop(i);
    return true;
  }

  bool drop_if_other(std::uint32_t i, bool whole, std::uint32_t all) {
    const auto& item = at(i);
    const auto& m = item.below;
    if (m.text == 0) return false;
    // What merely stood beside the main block is judged like a part of it.
    if ((!whole || body_.size() > 1) && m.text * 2ULL < all) {
      const bool small = m.text * 4ULL < all;
      if (small && !item.phrasing && is_beside_article(item)) return drop(i);
      const bool linky = m.linked * 10 > static_cast<float>(m.text) * 3 || m.text < 250;
      if (linky && is_related_block(item) && (small || outline_.link_density(i) > 0.5)) return drop_list(i);
      if (small && seen_ > 200 && is_about_author(item)) return drop(i);
      // Lists of references lead elsewhere, lists of headlines stay in the house.
      if (item.kind == kind::list && m.linked * 10 > static_cast<float>(m.text) * 8 && m.items >= 2 && !leads_away(i))
        return drop_list(i);
      if (m.text < 120 && seen_ < 200 && is_byline_block(item) && ends_openly(i)) return drop(i);
    }
    if (item.kind == kind::h1 && (seen_ < 200 || repeats_title(outline_.line(i), page_.title))) return drop(i);
    if ((item.kind == kind::h2 || item.kind == kind::heading) && seen_ < 200 && repeats_title(outline_.line(i), page_.title))
      return drop(i);
    return !item.phrasing && lines_left_ > 0 && is_leaf(i) && drop_line(i);
  }

  bool ends_openly(std::uint32_t i) const { return ending_of(outline_.line(i)) == ending::none; }

  bool leads_away(std::uint32_t i) const {
    std::uint32_t away = 0, all = 0;
    for (auto c = i; c < at(i).end; ++c) {
      if (at(c).kind != kind::anchor) continue;
      ++all;
      const auto target = attribute(at(c).node, "href");
      if (target.starts_with("http") && !same_host(target)) ++away;
    }
    return away * 3 > all * 2;
  }

  bool same_host(std::string_view target) const {
    const auto host = [](std::string_view url) {
      const auto begin = url.find("//");
      const auto rest = begin == std::string_view::npos ? std::string_view{} : url.substr(begin + 2);
      return rest.substr(0, rest.find_first_of("/?#:"));
    };
    return host(target) == host(base_);
  }

  bool drop_list(std::uint32_t i) {
    add_related(outline_, i, base_, page_);
    return drop(i);
  }

  bool drop_line(std::uint32_t i) {
    --lines_left_;
    const auto text = outline_.line(i);
    if (text.empty()) return false;
    const auto weight = weight_of(text);
    if (is_update_line(text)) {
      if (!page_.updated) page_.updated = read_update_line(text, now_, zone_);
      return drop(i);
    }
    const bool open = ending_of(text) == ending::none;
    if (opens_comments(text)) return drop_rest(i);
    if (text == page_.title || is_promotion(text) || is_cookie_notice(text) || is_credit(text) || is_page_control(text))
      return drop(i);
    // Said to the reader, not in the article: what the page asks for is in its kind.
    if (weight < 250 && line_asks_for_payment(text)) return drop(i);
    if (weight < 120 && open && at(i).classes.find("meta") != std::string_view::npos) return drop(i);
    if (opens_related(text)) {
      const bool links = outline_.link_density(i) > 0.5;
      if (weight < 40 || links) {
        add_related(outline_, i, base_, page_);
        if (!links && is_heading(at(i).kind) && is_first(i)) return drop_section(i);
        drop_following_list(i);
        return drop(i);
      }
    }
    // Above the text: a line that is nothing but a time or a name.
    const bool above = seen_ < 200 && weight < 80 && open;
    return above && (in_header(i) || begins_with_time(i) || is_dateline(text, now_, zone_) || !names_in_byline(text, false).empty()) &&
           drop(i);
  }

  bool in_header(std::uint32_t i) const {
    for (int steps = 0; i != 0 && steps < 3; ++steps) {
      i = at(i).parent;
      if (at(i).kind == kind::header) return true;
    }
    return false;
  }

  bool begins_with_time(std::uint32_t i) const {
    for (auto c = i; c < at(i).end; ++c) {
      if (at(c).kind == kind::time) return true;
      if (at(c).kind == kind::text) return false;
    }
    return false;
  }

  bool is_first(std::uint32_t i) const {
    for (auto c = at(i).parent + 1; c < i; c = at(c).end)
      if (!at(c).dropped && at(c).below.text > 0) return false;
    return true;
  }

  // A section that a heading like "Related articles" opens.
  bool drop_section(std::uint32_t heading) {
    const auto section = at(heading).parent;
    if (std::find(body_.begin(), body_.end(), section) != body_.end() || at(section).below.text > seen_) {
      drop_following_list(heading);
      return drop(heading);
    }
    add_related(outline_, section, base_, page_);
    return drop(section);
  }

  // From a heading like "Comments" to the end of what it stands in.
  bool drop_rest(std::uint32_t heading) {
    const auto section = at(heading).parent;
    if (seen_ > 200)
      for (auto next = at(heading).end; next < at(section).end; next = at(next).end) outline_.drop(next);
    return drop(heading);
  }

  // The list that follows a heading like "Lire aussi".
  void drop_following_list(std::uint32_t heading) {
    const auto end = at(at(heading).parent).end;
    for (auto next = at(heading).end; next < end; next = at(next).end) {
      if (at(next).dropped || at(next).below.text == 0) continue;
      if (outline_.link_density(next) > 0.7 && !at(next).phrasing) drop_list(next);
      return;
    }
  }

  page_outline& outline_;
  const std::vector<std::uint32_t>& body_;
  std::string_view base_;
  timestamp now_;
  std::string_view zone_;
  extracted_page& page_;
  std::uint32_t seen_ = 0;   // letters kept so far
  int lines_left_ = 20'000;  // that are looked at; no honest article has more
};

}  // namespace

bool repeats_title(std::string_view heading, std::string_view title) {
  const auto a = words_of(title), b = words_of(heading);
  if (a.empty() || b.empty()) return false;
  std::size_t common = 0, all = 0, shared = 0;
  for (const auto& w : b) {
    all += w.size();
    if (a.count(w) != 0) {
      common += w.size();
      ++shared;
    }
  }
  return common * 4 > all * 3 && shared * 2 >= a.size();
}

std::uint32_t find_title(const page_outline& page, std::string_view title) {
  if (title.empty()) return 0;
  for (std::uint32_t i = 1; i < page.items.size(); ++i)
    if (is_heading(page.items[i].kind) && repeats_title(page.line(i), title)) return i;
  for (std::uint32_t i = 1; i < page.items.size(); ++i)
    if (page.items[i].kind == kind::text && page.items[i].own_text <= title.size() && page.line(i) == title) return i;
  return 0;
}

void add_related(const page_outline& outline, std::uint32_t block, std::string_view base, extracted_page& page) {
  for (auto i = block; i < outline.items[block].end && page.related.size() < most_related; ++i) {
    if (outline.items[i].kind != kind::anchor) continue;
    const auto title = outline.line(i, 400);
    if (weight_of(title) < least_headline) continue;
    const auto target = absolute_link(base, attribute(outline.items[i].node, "href"));
    const bool known = std::any_of(page.related.begin(), page.related.end(), [&](const auto& r) { return r.url == target; });
    if (!target.empty() && !known) page.related.push_back({title, target});
  }
}

void drop_other_lines(page_outline& outline, const std::vector<std::uint32_t>& body, std::string_view base, timestamp now,
                      std::string_view zone, extracted_page& page) {
  line_cleaner(outline, body, base, now, zone, page).clean();
}

}  // namespace depeche
