#include "ingest/page_date.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "ingest/article_lines.hpp"
#include "ingest/block_names.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/prose.hpp"
#include "ingest/short_dateline.hpp"
#include "ingest/stated_time.hpp"
#include "ingest/update_line.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t longest_dateline = 200;  // weight
constexpr std::size_t longest_short = 70;      // of one without a year
constexpr int near_blocks = 25;                // of text, behind the title
constexpr int most_candidates = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A year of our time somewhere in the text: without one, no day is believed.
bool has_year(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
    const auto four = text.substr(i, 4);
    if ((four.starts_with("19") || four.starts_with("20")) && is_digit(four[2]) && is_digit(four[3])) return true;
  }
  return false;
}

bool names_date(const outline_item& item) {
  const auto names = ascii_lower(std::string(item.classes) + " " + std::string(item.id) + " " + std::string(item.item_property));
  for (const std::string_view part :
       {"date", "time", "publi", "posted", "meta", "info", "source", "byline", "article__head", "riqi", "dtime"})
    if (names.find(part) != std::string::npos) return true;
  return false;
}

bool opens_like_dateline(std::string_view line) {
  const auto lower = ascii_lower(line);
  for (const std::string_view opening :
       {"publié", "publie",  "posté",   "mis en ligne", "le ",   "par ",    "date",          "published", "posted",
        "by ",    "updated", "created", "mis à jour",   "发布",  "发表",    "时间",          "日期",      "来源",
        "发稿",   "稿源",    "發佈",    "更新",         "time:", "paru le", "article publié"})
    if (lower.starts_with(opening)) return true;
  return is_digit(lower.empty() ? ' ' : lower[0]);
}

class dateline_reader {
 public:
  dateline_reader(const page_outline& page, std::string_view title, std::string_view language, timestamp now,
                  std::string_view zone)
      : page_(page), language_(language), now_(now), zone_(zone), title_at_(find_title(page, title)) {}

  page_times read() {
    // Behind the title first, then anywhere; the nearest wins.
    look(title_at_, static_cast<std::uint32_t>(page_.items.size()), title_at_ != 0);
    if (!times_.published && title_at_ != 0) look(1, title_at_, false);
    if (!times_.published && title_at_ != 0) look_for_short_ones();
    return times_;
  }

 private:
  const outline_item& at(std::uint32_t i) const { return page_.items[i]; }

  void look(std::uint32_t begin, std::uint32_t end, bool near_title) {
    int blocks = 0, tried = 0;
    for (auto i = begin; i < end && tried < most_candidates; ++i) {
      const auto& item = at(i);
      if (item.kind == kind::silent || item.hidden) {
        i = item.end - 1;
        continue;
      }
      if (item.kind == kind::time) {
        ++tried;
        read_time(i);
      } else if (item.kind == kind::text) {
        ++blocks;
        if (!has_year(reinterpret_cast<const char*>(item.node->content))) continue;
        ++tried;
        read_block(i, near_title && blocks < near_blocks);
      }
      if (times_.published && times_.updated) return;
      if (times_.published && blocks > 40) return;
    }
  }

  // "hier à 18h30", "2小时前": right behind the title only, where nobody else's can stand.
  void look_for_short_ones() {
    int blocks = 0;
    for (auto i = title_at_; i < page_.items.size() && blocks < near_blocks && !times_.published; ++i) {
      const auto& item = at(i);
      if (item.kind == kind::silent || item.hidden) {
        i = item.end - 1;
      } else if (item.kind == kind::text) {
        ++blocks;
        read_short(i);
      }
    }
  }

  void read_short(std::uint32_t text) {
    auto block = text;
    while (block != 0 && at(block).phrasing) block = at(block).parent;
    if (at(block).below.text > longest_short) block = at(text).parent;
    const auto line = page_.line(block, 300);
    if (line.empty() || weight_of(line) > longest_short || ending_of(line) != ending::none || is_elsewhere(block)) return;
    // A number alone may be a chapter's.
    if (!is_named(text, block) && (is_digit(line[0]) || !opens_like_dateline(line))) return;
    const auto cut = find_update_words(line);
    const auto found = cut == 0 ? std::nullopt : read_short_dateline(line.substr(0, cut), language_, now_, zone_);
    keep(times_.published, found);
    if (cut != std::string_view::npos) keep(times_.updated, read_update_line(line.substr(cut), now_, zone_));
  }

  // By its own names, or by those around it, a place for dates.
  bool is_named(std::uint32_t text, std::uint32_t block) const {
    for (auto up = text; up != block; up = at(up).parent)
      if (at(up).kind == kind::time || (at(up).kind != kind::text && names_date(at(up)))) return true;
    return names_date(at(block)) || (block != 0 && names_date(at(at(block).parent)));
  }

  void keep(std::optional<timestamp>& field, std::optional<timestamp> found) const {
    if (!field && found && *found <= now_ + std::chrono::hours{48}) field = found;
  }

  void read_time(std::uint32_t i) {
    if (is_elsewhere(i)) return;
    const auto when = attribute(at(i).node, "datetime");
    const auto names = ascii_lower(std::string(at(i).classes) + " " + std::string(at(i).item_property) + " " +
                                   std::string(at(at(i).parent).classes));
    const bool update = names.find("updat") != std::string::npos || names.find("modif") != std::string::npos;
    date_context context;
    context.language = language_;
    context.now = now_;
    if (!has_year(when)) return;
    if (const auto stated = read_stated_time(when, context)) keep(update ? times_.updated : times_.published, settle(*stated, zone_));
  }

  void read_block(std::uint32_t text, bool near) {
    auto block = text;
    while (block != 0 && at(block).phrasing) block = at(block).parent;
    auto line = page_.line(block, 1200);
    // Text that stands loose between blocks is its own line.
    if (weight_of(line) > longest_dateline) {
      block = at(text).parent;
      line = page_.line(text, 600);
    }
    if (line.empty() || weight_of(line) > longest_dateline || is_credit_year(line)) return;
    const bool dateline = opens_like_dateline(line) || weight_of(line) < 60;
    if (!(is_named(text, block) || (near && dateline)) || is_elsewhere(block)) return;
    split_and_read(line);
  }

  static bool is_credit_year(std::string_view line) {
    const auto lower = ascii_lower(line);
    return lower.find("©") != std::string::npos || lower.find("copyright") != std::string::npos ||
           lower.find("版权") != std::string::npos;
  }

  void split_and_read(const std::string& line) {
    const auto cut = find_update_words(line);
    if (cut != std::string_view::npos) keep(times_.updated, read_written_moment(line.substr(cut), now_, zone_));
    if (cut != 0) keep(times_.published, read_written_moment(line.substr(0, cut), now_, zone_));
  }

  // In a list of other articles, a comment, a footer: somebody else's date.
  bool is_elsewhere(std::uint32_t i) const {
    for (; i != 0; i = at(i).parent) {
      const auto& item = at(i);
      if (item.kind == kind::aside || item.kind == kind::footer || item.kind == kind::nav) return true;
      if (item.phrasing || item.kind == kind::body || item.kind == kind::article || item.kind == kind::main) continue;
      if (title_at_ != 0 && page_.is_inside(title_at_, i)) return false;
      if (is_related_block(item) || sounds_unlikely(item)) return true;
    }
    return false;
  }

  const page_outline& page_;
  std::string_view language_;
  timestamp now_;
  std::string_view zone_;
  std::uint32_t title_at_;
  page_times times_;
};

int number_at(std::string_view s, std::size_t at, std::size_t digits) {
  if (at + digits > s.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (!is_digit(s[i])) return -1;
    value = value * 10 + (s[i] - '0');
  }
  return value;
}

}  // namespace

page_times read_datelines(const page_outline& page, std::string_view title, std::string_view language, timestamp now,
                          std::string_view zone) {
  return page.items.empty() ? page_times{} : dateline_reader(page, title, language, now, zone).read();
}

bool is_dateline(std::string_view line, timestamp now, std::string_view zone) {
  constexpr std::size_t longest = 80;  // weight
  if (weight_of(line) > longest || !has_year(line) || ending_of(line) != ending::none) return false;
  if (!opens_like_dateline(line) && !read_feed_date(line)) return false;  // "lundi 30 novembre 2026"
  return read_written_moment(line, now, zone).has_value();
}

std::optional<timestamp> date_in_address(std::string_view url, timestamp now) {
  const auto scheme = url.find("//");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 2);
  if (path == std::string_view::npos) return {};
  for (std::size_t i = path; i + 8 < url.size(); ++i) {
    if (is_digit(url[i]) || !is_digit(url[i + 1])) continue;
    const auto s = url.substr(i + 1);
    const int year = number_at(s, 0, 4);
    if (year < 1995 || year > 2100) continue;
    const char mark = s.size() > 4 ? s[4] : ' ';
    int month = -1, day = -1;
    std::size_t end = 0;
    if (mark == '/' || mark == '-' || mark == '_') {
      const std::size_t month_digits = s.size() > 6 && is_digit(s[6]) ? 2 : 1;
      month = number_at(s, 5, month_digits);
      end = 5 + month_digits;
      if (end < s.size() && (s[end] == mark || (mark == '-' && s[end] == '/'))) {
        const std::size_t day_digits = end + 2 < s.size() && is_digit(s[end + 2]) ? 2 : 1;
        day = number_at(s, end + 1, day_digits);
        end += 1 + day_digits;
      } else if (mark == '-' && month_digits == 2 && end + 2 < s.size() && is_digit(s[end])) {
        day = number_at(s, end, 2);
        end += 2;
      } else if (mark == '/' && month_digits == 2 && number_at(s, 5, 4) > 0) {
        // ".../2024/0305/..."
        month = number_at(s, 5, 2);
        day = number_at(s, 7, 2);
        end = 9;
      }
    } else {
      month = number_at(s, 4, 2);
      day = number_at(s, 6, 2);
      end = 8;
    }
    if (month < 1 || month > 12 || day < 1 || day > 31 || (end < s.size() && is_digit(s[end]))) continue;
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    const auto found = parse_iso_time(text);
    if (found.has_value() && *found <= now + std::chrono::hours{48}) return *found;
  }
  return {};
}

}  // namespace depeche
