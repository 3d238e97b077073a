#include "digest/relate.hpp"

#include "base/localisation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr float least_similarity = 0.14F;
constexpr float subject_similarity = 0.2F;
constexpr float event_similarity = 0.4F;
constexpr float continued_similarity = 0.3F;  // of an earlier article that this one continues
constexpr std::size_t weighed = 24;

std::string subject_words(relation r, std::string_view language) {
  const bool close = r == relation::close_subject, event = r == relation::same_event;
  if (language == "fr") return close ? "sujet proche" : event ? "même événement" : "même sujet";
  if (language == "zh") return close ? "相关话题" : event ? "同一事件" : "同一话题";
  return close ? "related subject" : event ? "same event" : "same subject";
}

long days_between(timestamp earlier, timestamp later, std::string_view zone) {
  const auto apart = local_midnight(later, zone) - local_midnight(earlier, zone);
  return std::lround(std::chrono::duration<double, std::ratio<86400>>(apart).count());
}

std::string when_words(timestamp t, timestamp now, std::string_view zone, std::string_view language) {
  constexpr long far = 14;
  const long days = days_between(t, now, zone);
  const std::string n = std::to_string(days);
  if (language == "fr") {
    if (days <= 0) return "aujourd’hui";
    if (days <= 2) return days == 1 ? "hier" : "avant-hier";
    return days <= far ? "il y a " + n + " jours" : "le " + long_date(t, zone, language);
  }
  if (language == "zh") {
    if (days <= 0) return "今天";
    if (days <= 2) return days == 1 ? "昨天" : "前天";
    return days <= far ? n + "天前" : long_date(t, zone, language);
  }
  constexpr std::array small = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  if (days <= 0) return "today";
  if (days == 1) return "yesterday";
  if (days <= far) return (days < 11 ? std::string(small[static_cast<std::size_t>(days)]) : n) + " days ago";
  return "on " + long_date(t, zone, language);
}

std::chrono::milliseconds apart(const known_article& a, const known_article& b) { return std::chrono::abs(a.time - b.time); }

// The name that both speak of most; empty when there is none.
std::string_view shared_name(const known_article& a, const known_article& b) {
  for (const std::string& name : a.names)
    if (std::find(b.names.begin(), b.names.end(), name) != b.names.end()) return name;
  return {};
}

// The weekday alone: "lundi" of "lundi 23 novembre", "星期一" of "11月23日 星期一".
std::string weekday(timestamp t, std::string_view zone, std::string_view language) {
  const std::string date = week_date(t, zone, language);
  return language == "zh" ? date.substr(date.rfind(' ') + 1) : date.substr(0, date.find(' '));
}

}  // namespace

std::string_view name(relation r) {
  switch (r) {
    case relation::copy: return "copy";
    case relation::same_event: return "same_event";
    case relation::same_subject: return "same_subject";
    case relation::close_subject: return "close_subject";
  }
  return "close_subject";
}

relation relation_of(float similarity, std::chrono::milliseconds time_apart) {
  if (similarity >= event_similarity && time_apart <= 72h) return relation::same_event;
  return similarity >= subject_similarity ? relation::same_subject : relation::close_subject;
}

double relevance(float similarity, std::optional<std::chrono::milliseconds> time_apart) {
  if (!time_apart) return static_cast<double>(similarity);
  const auto days = std::chrono::duration<double, std::ratio<86400>>(*time_apart).count();
  return static_cast<double>(similarity) * (1 + 0.05 * std::exp(-days / 3));
}

std::string why_related(relation r, timestamp published, timestamp now, std::string_view zone, std::string_view language,
                        std::string_view name) {
  const bool wide = language == "zh";
  std::string why = subject_words(r, language);
  if (!name.empty()) why += (wide ? "（" : " (") + std::string(name) + (wide ? "）" : ")");
  return why + (wide ? "，" : ", ") + when_words(published, now, zone, language);
}

std::string why_continued(timestamp published, timestamp now, std::string_view zone, std::string_view language) {
  const bool this_week = days_between(published, now, zone) < 7;
  if (language == "fr")
    return "suite de l’article " + (this_week ? "de " + weekday(published, zone, language) : "du " + long_date(published, zone, language));
  if (language == "zh") return "接" + (this_week ? weekday(published, zone, language) : long_date(published, zone, language)) + "的报道";
  return this_week ? "follows " + weekday(published, zone, language) + "’s article" : "follows the article of " + long_date(published, zone, language);
}

namespace {

// The latest article of an earlier day that the item goes on from: of its story, or nearly its subject with a name in common.
std::optional<std::size_t> continued(const news_index& index, std::size_t self, const std::vector<std::size_t>& chosen, std::string_view zone) {
  const known_article& a = index.at(self);
  std::optional<std::size_t> best;
  const auto consider = [&](std::size_t n) {
    const known_article& other = index.at(n);
    if (other.gone || days_between(other.time, a.time, zone) < 1 || days_between(other.time, a.time, zone) > 14) return;
    if (std::find(chosen.begin(), chosen.end(), n) != chosen.end() || index.copies(self, n)) return;
    if (!best || other.time > index.at(*best).time) best = n;
  };
  for (const std::size_t n : index.story_of(self).articles) consider(n);
  if (best) return best;
  for (const neighbour& near : a.near)
    if (near.similarity >= continued_similarity && (a.names.empty() || !shared_name(a, index.at(near.document)).empty())) consider(near.document);
  return best;
}

}  // namespace

std::vector<related_article> relate(const news_index& index, const std::vector<std::size_t>& chosen, std::size_t item, std::size_t count,
                                    const edition& e, timestamp now) {
  const std::size_t self = chosen[item];
  const std::string zone = is_zone(e.zone) ? e.zone : "UTC";
  const std::string_view language = known_language(e.language);
  auto near = index.kin(self, weighed);
  const auto rank = [&](const neighbour& n) { return relevance(n.rank, apart(index.at(self), index.at(n.document))); };
  std::erase_if(near, [&](const neighbour& n) { return n.similarity < least_similarity || index.at(n.document).time > now; });
  std::sort(near.begin(), near.end(), [&](const auto& a, const auto& b) {
    return std::pair(-rank(a), a.document) < std::pair(-rank(b), b.document);
  });

  std::vector<std::size_t> kept;
  std::vector<related_article> related;
  if (const auto before = continued(index, self, chosen, zone); before && count > 0) {
    const known_article& a = index.at(*before);
    kept.push_back(*before);
    related.push_back({a.id, a.title, why_continued(a.time, now, zone, language), static_cast<double>(index.words().similarity(self, *before))});
  }
  const auto take = [&](bool from_digest) {
    for (const neighbour& n : near) {
      if (related.size() == count) return;
      const auto is_copy = [&](std::size_t other) { return index.copies(n.document, other); };
      const bool is_item = std::find(chosen.begin(), chosen.end(), n.document) != chosen.end();
      if (from_digest ? !is_item : std::any_of(chosen.begin(), chosen.end(), is_copy)) continue;
      if (is_copy(self) || std::any_of(kept.begin(), kept.end(), is_copy)) continue;
      kept.push_back(n.document);
      const known_article& a = index.at(n.document);
      const relation r = relation_of(n.similarity, apart(index.at(self), a));
      related.push_back({a.id, a.title, why_related(r, a.time, now, zone, language, shared_name(index.at(self), a)),
                         static_cast<double>(n.similarity)});
    }
  };
  take(false);
  if (related.empty()) take(true);
  return related;
}

}  // namespace depeche
