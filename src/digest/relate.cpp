#include "digest/relate.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "digest/continuation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr float least_similarity = 0.14F;
constexpr float subject_similarity = 0.2F;
constexpr float event_similarity = 0.4F;
constexpr std::size_t weighed = 24;

std::string subject_words(relation r, std::string_view language) {
  const bool close = r == relation::close_subject, event = r == relation::same_event;
  if (language == "fr") return close ? "sujet proche" : event ? "même événement" : "même sujet";
  if (language == "zh") return close ? "相关话题" : event ? "同一事件" : "同一话题";
  return close ? "related subject" : event ? "same event" : "same subject";
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

std::string pointed_to_by(const std::string& source, std::string_view language) {
  if (language == "fr") return "signalé par " + source;
  if (language == "zh") return source + "推荐";
  return "pointed to by " + source;
}

using places = std::unordered_map<std::string_view, std::size_t>;

std::optional<std::size_t> place_in(const places& known, std::string_view wanted) {
  const auto found = known.find(wanted);
  return wanted.empty() || found == known.end() ? std::nullopt : std::optional(found->second);
}

bool is_web(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

std::chrono::milliseconds apart(const known_article& a, const known_article& b) { return std::chrono::abs(a.time - b.time); }

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

std::vector<related_article> related_by_source(const news_index& index, const std::vector<std::size_t>& chosen, const article& a, std::size_t count,
                                               const edition& e, const std::vector<related_article>& known) {
  std::vector<related_article> found;
  if (a.related.empty() || count == 0) return found;
  places at_address, titled;
  for (std::size_t n = 0; n < index.size(); ++n) {
    if (index.at(n).gone) continue;
    if (!index.at(n).url.empty()) at_address.emplace(index.at(n).url, n);
    titled.emplace(index.at(n).title, n);
  }
  const std::string why = pointed_to_by(title_of_source(e, a.source), known_language(e.language));
  for (const headline_link& h : a.related) {
    if (found.size() == count) break;
    const std::string title = squeeze_space(h.title);
    if (title.empty() || title == squeeze_space(a.title) || (!h.url.empty() && h.url == a.url)) continue;
    const std::optional<std::size_t> place = place_in(at_address, h.url) ? place_in(at_address, h.url) : place_in(titled, title);
    const bool ours = place.has_value();
    related_article r{ours ? index.at(*place).id : article_id{}, ours ? index.at(*place).title : title, why, 0, ours ? std::string() : h.url};
    const bool is_item = ours && std::any_of(chosen.begin(), chosen.end(), [&](std::size_t c) { return index.copies(c, *place); });
    const auto same = [&](const related_article& k) { return (ours && k.id == r.id) || squeeze_space(k.title) == squeeze_space(r.title); };
    if (is_item || (!ours && !is_web(h.url)) || std::any_of(known.begin(), known.end(), same) || std::any_of(found.begin(), found.end(), same)) continue;
    found.push_back(std::move(r));
  }
  return found;
}

}  // namespace depeche
