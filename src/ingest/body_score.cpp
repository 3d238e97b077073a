#include "ingest/body_score.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/block_names.hpp"

#include <algorithm>
#include <unordered_set>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::uint32_t least_paragraph = 25;
constexpr std::size_t most_rivals = 5;
constexpr int highest_credit = 5;  // ancestors

// Whose text runs count as paragraphs of their own.
bool holds_runs(kind k) {
  return k == kind::division || k == kind::article || k == kind::section || k == kind::main || k == kind::cell ||
         k == kind::blockquote || k == kind::other || k == kind::body || k == kind::form;
}

class scorer {
 public:
  scorer(page_outline& page, const reading& how)
      : page_(page), how_(how), points_(page.items.size(), 0.0), known_(page.items.size(), false) {}

  std::vector<std::uint32_t> find() {
    for (std::uint32_t i = 0; i < page_.items.size();) {
      if (page_.items[i].dropped) {
        i = page_.items[i].end;
        continue;
      }
      read(i++);
    }
    rank();
    if (rivals_.empty()) return {};
    auto top = choose();
    top = by_marks(top);
    return with_siblings(top);
  }

 private:
  const outline_item& at(std::uint32_t i) const { return page_.items[i]; }
  bool is_top(std::uint32_t i) const { return i == 0 || at(i).kind == kind::body; }

  void read(std::uint32_t i) {
    const auto& item = at(i);
    if (absorbed_.count(i) != 0) return;
    switch (item.kind) {
      case kind::paragraph:
      case kind::preformatted:
      case kind::h2:
      case kind::heading:
      case kind::cell:
        credit(i, item.below.text, item.below.commas);
        break;
      case kind::section:
        credit(i, item.below.text, item.below.commas);
        [[fallthrough]];
      default:
        if (holds_runs(item.kind)) read_runs(i);
    }
  }

  // Text that stands in a block beside other blocks makes paragraphs; a block that holds nothing but one paragraph is that
  // paragraph.
  void read_runs(std::uint32_t i) {
    std::uint32_t run = 0, run_commas = 0, runs = 0, blocks = 0, only_block = 0, in_runs = 0;
    const auto flush = [&] {
      if (run == 0) return;
      ++runs;
      in_runs += run;
      pending_.push_back({run, run_commas});
      run = run_commas = 0;
    };
    pending_.clear();
    int breaks = 0;
    each_child(page_, i, [&](std::uint32_t c) {
      const auto& child = at(c);
      if (child.kind == kind::line_break) {
        if (++breaks >= 2) flush();
        return;
      }
      breaks = 0;
      if (child.phrasing) {
        run += child.below.text;
        run_commas += child.below.commas;
      } else {
        flush();
        ++blocks;
        only_block = c;
      }
    });
    flush();
    const bool few_links = page_.link_density(i) < 0.25;
    if (blocks == 0 && runs == 1 && at(i).kind == kind::division) {
      credit(i, at(i).below.text, at(i).below.commas);
    } else if (blocks == 1 && runs == 0 && few_links && at(i).kind == kind::division && at(only_block).kind == kind::paragraph) {
      credit(i, at(i).below.text, at(i).below.commas);
      absorbed_.insert(only_block);
    } else {
      for (const auto& [letters, commas] : pending_) credit_from(i, letters, commas);
    }
  }

  void credit(std::uint32_t paragraph, std::uint32_t letters, std::uint32_t commas) {
    if (paragraph != 0) credit_from(at(paragraph).parent, letters, commas);
  }

  void credit_from(std::uint32_t block, std::uint32_t letters, std::uint32_t commas) {
    if (letters < least_paragraph) return;
    const double points = 2.0 + commas + std::min(letters / 100, 3U);
    for (int level = 0; level < highest_credit; ++level) {
      if (block == 0) return;
      open_account(block);
      points_[block] += points / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
      block = at(block).parent;
    }
  }

  void open_account(std::uint32_t i) {
    if (known_[i]) return;
    known_[i] = true;
    order_.push_back(i);
    double start = how_.weigh_names ? name_weight(at(i)) : 0;
    switch (at(i).kind) {
      case kind::division:
        start += 5;
        break;
      case kind::preformatted:
      case kind::cell:
      case kind::blockquote:
        start += 3;
        break;
      case kind::address:
      case kind::list:
      case kind::definition:
      case kind::item:
      case kind::form:
        start -= 3;
        break;
      case kind::h1:
      case kind::h2:
      case kind::heading:
      case kind::head_cell:
        start -= 5;
        break;
      default:
        break;
    }
    points_[i] = start;
  }

  void rank() {
    for (const auto i : order_) {
      points_[i] *= 1.0 - std::min(1.0, page_.link_density(i));
      const auto place = std::find_if(rivals_.begin(), rivals_.end(), [&](std::uint32_t r) { return points_[i] > points_[r]; });
      if (place != rivals_.end() || rivals_.size() < most_rivals) rivals_.insert(place, i);
      if (rivals_.size() > most_rivals) rivals_.pop_back();
    }
  }

  std::uint32_t choose() {
    auto top = rivals_.front();
    if (is_top(top)) return top;
    // Where several do nearly as well, what holds them all is the article.
    std::vector<std::uint32_t> near;
    for (std::size_t r = 1; r < rivals_.size(); ++r)
      if (points_[rivals_[r]] >= points_[top] * 0.75) near.push_back(rivals_[r]);
    if (near.size() >= 3) {
      for (auto up = at(top).parent; !is_top(up); up = at(up).parent) {
        const auto inside =
            std::count_if(near.begin(), near.end(), [&](std::uint32_t r) { return r != up && page_.is_inside(r, up); });
        if (inside >= 3) {
          top = up;
          break;
        }
      }
    }
    open_account(top);
    // A parent that has gathered more has more of the article.
    double last = points_[top];
    const double least = last / 3;
    for (auto up = at(top).parent; !is_top(up); up = at(up).parent) {
      if (!known_[up]) continue;
      if (points_[up] < least) break;
      if (points_[up] > last) {
        top = up;
        break;
      }
      last = points_[up];
    }
    for (auto up = at(top).parent; !is_top(up) && count_elements(up) == 1; up = at(up).parent) top = up;
    open_account(top);
    return top;
  }

  std::uint32_t count_elements(std::uint32_t i) const {
    std::uint32_t count = 0;
    each_child(page_, i, [&](std::uint32_t c) { count += at(c).kind == kind::text ? 0 : 1; });
    return count;
  }

  // The element that is marked as the article's text, where points fell on a part of it or on something else.
  std::uint32_t by_marks(std::uint32_t top) {
    std::uint32_t best = 0;
    int best_mark = 1;
    double best_text = 0;
    for (std::uint32_t i = 1; i < page_.items.size();) {
      if (at(i).dropped) {
        i = at(i).end;
        continue;
      }
      const int mark = body_mark(at(i));
      const double text = at(i).below.text - static_cast<double>(at(i).below.linked);
      if (mark > 1 && text >= 250 && page_.link_density(i) < 0.4 &&
          (mark > best_mark || (mark == best_mark && text > best_text))) {
        best = i;
        best_mark = mark;
        best_text = text;
      }
      ++i;
    }
    if (best == 0) return top;
    const double top_text = at(top).below.text - static_cast<double>(at(top).below.linked);
    if (page_.is_inside(best, top)) return top;
    if (page_.is_inside(top, best)) return top_text < best_text * 0.8 ? mark_chosen(best) : top;
    return best_text > top_text * 0.5 ? mark_chosen(best) : top;
  }

  std::uint32_t mark_chosen(std::uint32_t i) {
    open_account(i);
    points_[i] = std::max(points_[i], points_[rivals_.front()]);
    return i;
  }

  std::vector<std::uint32_t> with_siblings(std::uint32_t top) {
    if (is_top(top)) return {top};
    std::vector<std::uint32_t> chosen;
    const double least = std::max(10.0, points_[top] * 0.2);
    each_child(page_, at(top).parent, [&](std::uint32_t s) {
      if (s == top || joins(s, top, least)) chosen.push_back(s);
    });
    return chosen;
  }

  bool joins(std::uint32_t s, std::uint32_t top, double least) const {
    const auto& item = at(s);
    if (item.kind == kind::text) return false;
    const bool same_class = !at(top).classes.empty() && item.classes == at(top).classes;
    const double bonus = same_class ? points_[top] * 0.2 : 0;
    if (known_[s] && points_[s] + bonus >= least) return true;
    if (!page_.is_paragraph(s)) return false;
    const auto links = page_.link_density(s);
    if (item.below.text > 80) return links < 0.25;
    if (item.below.text == 0 || links > 0) return false;
    const auto text = page_.line(s);
    return text.ends_with('.') || text.find(". ") != std::string::npos || text.ends_with("。") || text.ends_with("！") ||
           text.ends_with("？");
  }

  struct run_of_text {
    std::uint32_t letters, commas;
  };
  page_outline& page_;
  const reading& how_;
  std::vector<double> points_;
  std::vector<bool> known_;
  std::vector<std::uint32_t> order_, rivals_;
  std::unordered_set<std::uint32_t> absorbed_;
  std::vector<run_of_text> pending_;
};

// Letters and figures only, so that spacing and punctuation can't hide a match.
std::string bare(std::string_view text, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() < most; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += text[i];
    else if (c >= 0xC3 && c != 0xE2 && c != 0xEF && text.substr(i, 2) != "\xE3\x80") {
      const std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
      out += text.substr(i, length);
      i += length - 1;
    } else if (c >= 0xE0) {
      i += 2;
    } else if (c >= 0xC0) {
      ++i;
    }
  }
  return out;
}

constexpr std::size_t probe_length = 18;  // bytes

}  // namespace

std::vector<std::uint32_t> find_body(page_outline& page, const reading& how) { return scorer(page, how).find(); }

std::uint32_t find_witnessed(const page_outline& page, std::string_view witness) {
  const auto all = bare(witness, 256 * 1024);
  if (all.size() < 200) return 0;
  std::unordered_set<std::string_view> windows;
  for (std::size_t i = 0; i + probe_length <= all.size(); ++i) windows.insert(std::string_view(all).substr(i, probe_length));
  std::vector<std::uint32_t> seen(page.items.size(), 0);
  for (std::size_t i = page.items.size(); i-- > 0;) {
    const auto& item = page.items[i];
    if (item.dropped) continue;
    if (item.kind == kind::text) {
      const auto mine = bare(reinterpret_cast<const char*>(item.node->content), 64 * 1024);
      if (mine.size() >= probe_length && windows.count(std::string_view(mine).substr(0, probe_length)) != 0)
        seen[i] = static_cast<std::uint32_t>(mine.size());
    }
    if (i != 0) seen[item.parent] += seen[i];
  }
  if (seen[0] * 2 < all.size()) return 0;
  std::uint32_t place = 0;
  for (bool deeper = true; deeper;) {
    deeper = false;
    each_child(page, place, [&](std::uint32_t c) {
      if (deeper || seen[c] * 10ULL < seen[0] * 9ULL || page.items[c].kind == kind::text) return;
      place = c;
      deeper = true;
    });
  }
  return place;
}

}  // namespace depeche
