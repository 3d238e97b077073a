#include "ingest/feed_diagnosis.hpp"

#include "base/text.hpp"
#include "ingest/article_key.hpp"
#include "ingest/source_reading.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace depeche {
namespace {

void look_at_dates(const parsed_feed& feed, timestamp now, feed_diagnosis& d) {
  const timestamp web_begins = std::chrono::sys_days{std::chrono::year{1990} / 1 / 1};
  std::vector<timestamp> dates;
  for (const auto& e : feed.entries) {
    const auto date = e.published ? e.published : e.updated;
    if (!date) continue;
    ++d.dated;
    if (*date < web_begins || *date > now + std::chrono::hours{24}) ++d.absurd_dates;
    else dates.push_back(*date);
  }
  if (dates.empty()) return;
  std::sort(dates.begin(), dates.end());
  d.oldest = dates.front();
  d.newest = dates.back();
  std::vector<std::chrono::minutes> gaps;
  for (std::size_t i = 1; i < dates.size(); ++i) gaps.push_back(std::chrono::floor<std::chrono::minutes>(dates[i] - dates[i - 1]));
  if (gaps.size() < 3) return;
  std::sort(gaps.begin(), gaps.end());
  d.rhythm = gaps[gaps.size() / 2];
}

void look_at_texts(const parsed_feed& feed, feed_diagnosis& d) {
  for (const auto& e : feed.entries) {
    ++(is_excerpt(whole_text(e)) ? d.excerpts : d.whole_texts);
  }
}

void look_at_identity(const parsed_feed& feed, const parsed_feed* again, feed_diagnosis& d) {
  std::set<std::string> ids, addresses, titles;
  for (const auto& e : feed.entries) {
    if (e.id.empty()) ++d.without_id;
    else if (!ids.insert(e.id).second) ++d.repeated_ids;
    if (e.link.empty()) ++d.without_link;
    const bool known_address = !e.link.empty() && !addresses.insert(link_key(e.link)).second;
    const bool known_title = !e.title.empty() && !titles.insert(e.title).second;
    if (known_address || known_title) ++d.duplicates;
  }
  if (again == nullptr) return;
  d.read_twice = true;
  std::map<std::string, std::string> later;
  for (const auto& e : again->entries) later[link_key(e.link) + "\n" + e.title] = e.id;
  for (const auto& e : feed.entries)
    if (const auto found = later.find(link_key(e.link) + "\n" + e.title); found != later.end() && found->second != e.id) ++d.drifted_ids;
}

std::string of_all(std::size_t some, std::size_t all) { return std::to_string(some) + " of " + std::to_string(all); }

void give_advice(const parsed_feed& feed, timestamp now, feed_diagnosis& d) {
  auto& lines = d.advice;
  if (d.entries == 0) lines.emplace_back("nothing to read: ask the publisher, or look for another feed");
  if (d.dated < d.entries) lines.push_back(of_all(d.entries - d.dated, d.entries) + " entries have no date: they count from when they are first seen");
  if (d.absurd_dates > 0) lines.push_back(of_all(d.absurd_dates, d.entries) + " dates are absurd: these entries count from when they are first seen");
  if (d.excerpts > 0) lines.push_back(of_all(d.excerpts, d.entries) + " entries are beginnings: their pages are fetched for the rest");
  if (d.without_id > 0) lines.push_back(of_all(d.without_id, d.entries) + " entries have no id: they are known by their address");
  if (d.drifted_ids > 0) lines.push_back(of_all(d.drifted_ids, d.entries) + " ids changed between two readings: address and title tell what is new");
  if (d.repeated_ids > 0) lines.push_back(of_all(d.repeated_ids, d.entries) + " entries have the id of another: under other titles and addresses they are articles of their own");
  if (d.duplicates > 0) lines.push_back(of_all(d.duplicates, d.entries) + " entries repeat the address or title of another: where both are the same, the article is kept once");
  if (d.newest && d.rhythm && now - *d.newest > std::max<std::chrono::milliseconds>(*d.rhythm * 10, std::chrono::hours{24 * 7}))
    lines.emplace_back("silent for much longer than its rhythm: it may be abandoned");
  if (feed.cut) lines.emplace_back("its end is missing: the server may have cut the answer");
  if (!feed.hub.empty()) lines.push_back("it announces changes through " + feed.hub);
}

}  // namespace

feed_diagnosis diagnose(const parsed_feed& feed, const parsed_feed* again, timestamp now) {
  feed_diagnosis d;
  d.entries = feed.entries.size();
  look_at_dates(feed, now, d);
  look_at_texts(feed, d);
  look_at_identity(feed, again, d);
  give_advice(feed, now, d);
  return d;
}

}  // namespace depeche
