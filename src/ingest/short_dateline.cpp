#include "ingest/short_dateline.hpp"

#include "base/text.hpp"
#include "ingest/date_words.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/iso_date.hpp"
#include "ingest/relative_date.hpp"

#include <algorithm>
#include <string>

namespace depeche {
namespace {

constexpr std::size_t longest_part = 60;  // bytes
constexpr int most_parts = 6;

constexpr std::string_view between_parts[] = {" | ",   "|",    "｜",   "·",    "•",    " - ",  " – ",  " — ",
                                              " par ", " by ", "来源", "來源", "作者", "编辑", "記者", "记者"};
constexpr std::string_view openings[] = {"publie",   "published", "posted", "mis en ligne", "paru", "created", "date", "le",   "on",
                                         "发布时间", "發布時間",  "发布于", "發布於",       "发布", "發布",    "时间", "時間", "日期",
                                         "发表于",   "發表於"};

std::string_view without_opening(std::string_view part) {
  for (bool again = true; again;) {
    again = false;
    part = trim(part);
    for (const std::string_view mark : {":", "："})
      if (part.starts_with(mark)) part = trim(part.substr(mark.size()));
    for (const auto opening : openings) {
      const bool letters = static_cast<unsigned char>(opening[0]) < 0x80;
      const auto next = part.substr(std::min(opening.size(), part.size()), 1);
      if (!part.starts_with(opening) || (letters && next != " " && next != ":")) continue;
      part.remove_prefix(opening.size());
      again = true;
    }
  }
  return part;
}

}  // namespace

std::optional<timestamp> read_short_dateline(std::string_view line, std::string_view language, timestamp now,
                                             std::string_view zone) {
  date_context context;
  context.language = language;
  context.zone = zone;
  context.now = now;
  const auto plain = folded(line);
  auto rest = std::string_view(plain);
  for (int parts = 0; parts < most_parts && !rest.empty(); ++parts) {
    std::size_t end = rest.size(), behind = rest.size();
    for (const auto mark : between_parts)
      if (const auto at = rest.find(mark); at < end) {
        end = at;
        behind = at + mark.size();
      }
    const auto part = without_opening(rest.substr(0, end));
    rest = rest.substr(behind);
    if (part.empty() || part.size() > longest_part || reads_like_iso(part)) continue;
    const auto relative = read_relative_date(std::string(part), now, std::chrono::floor<std::chrono::days>(now));
    const bool says_when = relative.time || relative.day || part.find_first_of("0123456789") != std::string_view::npos;
    const auto found = says_when ? read_feed_date(part, context) : std::nullopt;
    if (found && *found <= now + std::chrono::hours{1}) return found;
  }
  return {};
}

}  // namespace depeche
