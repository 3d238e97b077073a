#include "digest/continuation.hpp"

#include "base/localisation.hpp"

#include <algorithm>
#include <cmath>

namespace depeche {
namespace {

constexpr float continued_similarity = 0.3F;  // of an earlier article that this one continues
constexpr long longest_ago = 14;              // days

// The weekday alone: "lundi" of "lundi 23 novembre", "星期一" of "11月23日 星期一".
std::string weekday(timestamp t, std::string_view zone, std::string_view language) {
  const std::string date = week_date(t, zone, language);
  return language == "zh" ? date.substr(date.rfind(' ') + 1) : date.substr(0, date.find(' '));
}

// "mardi" within a week, else "3 novembre 2026".
std::string day_words(timestamp t, timestamp now, std::string_view zone, std::string_view language, bool& this_week) {
  this_week = days_between(t, now, zone) < 7;
  return this_week ? weekday(t, zone, language) : long_date(t, zone, language);
}

}  // namespace

long days_between(timestamp earlier, timestamp later, std::string_view zone) {
  const auto apart = local_midnight(later, zone) - local_midnight(earlier, zone);
  return std::lround(std::chrono::duration<double, std::ratio<86400>>(apart).count());
}

std::string_view shared_name(const known_article& a, const known_article& b) {
  for (const std::string& name : a.names)
    if (std::find(b.names.begin(), b.names.end(), name) != b.names.end()) return name;
  return {};
}

std::optional<std::size_t> continued(const news_index& index, std::size_t self, const std::vector<std::size_t>& chosen, std::string_view zone) {
  const known_article& a = index.at(self);
  std::optional<std::size_t> best;
  const auto consider = [&](std::size_t n) {
    const known_article& other = index.at(n);
    if (other.gone || days_between(other.time, a.time, zone) < 1 || days_between(other.time, a.time, zone) > longest_ago) return;
    if (std::find(chosen.begin(), chosen.end(), n) != chosen.end() || index.copies(self, n)) return;
    if (!best || other.time > index.at(*best).time) best = n;
  };
  for (const std::size_t n : index.story_of(self).articles) consider(n);
  if (best) return best;
  for (const neighbour& near : a.near)
    if (near.similarity >= continued_similarity && (a.names.empty() || !shared_name(a, index.at(near.document)).empty())) consider(near.document);
  return best;
}


std::optional<std::size_t> told_before(const news_index& index, std::size_t self, const std::vector<digest>& earlier) {
  std::optional<std::size_t> last;
  timestamp at{};
  for (const digest& d : earlier)
    for (const digest_item& item : d.items) {
      const auto place = index.place_of(item.article);
      if (!place || *place == self || index.at(*place).story != index.at(self).story || d.composed_at < at) continue;
      last = *place;
      at = d.composed_at;
    }
  return last;
}

std::optional<earlier_turn> earlier_turn_of(const news_index& index, std::size_t self, const std::vector<std::size_t>& chosen,
                                            const std::vector<digest>& earlier, std::string_view zone, std::string_view language,
                                            timestamp now) {
  const auto told = told_before(index, self, earlier);
  const auto before = told ? told : continued(index, self, chosen, zone);
  if (!before) return std::nullopt;
  const known_article& a = index.at(*before);
  return earlier_turn{a.id, a.title, told ? why_moved(a.time, now, zone, language) : why_continued(a.time, now, zone, language)};
}

std::string why_continued(timestamp published, timestamp now, std::string_view zone, std::string_view language) {
  bool this_week = false;
  const std::string day = day_words(published, now, zone, language, this_week);
  if (language == "fr") return "suite de l’article " + std::string(this_week ? "de " : "du ") + day;
  if (language == "zh") return "接" + day + "的报道";
  return this_week ? "follows " + day + "’s article" : "follows the article of " + day;
}

std::string why_moved(timestamp published, timestamp now, std::string_view zone, std::string_view language) {
  bool this_week = false;
  const std::string day = day_words(published, now, zone, language, this_week);
  if (language == "fr") return "du nouveau depuis l’article " + std::string(this_week ? "de " : "du ") + day;
  if (language == "zh") return day + "报道之后的新进展";
  return this_week ? "news since " + day + "’s article" : "news since the article of " + day;
}

}  // namespace depeche
