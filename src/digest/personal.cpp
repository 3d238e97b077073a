#include "digest/personal.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace depeche {
namespace {

constexpr std::size_t topics_kept = 200'000;  // the table of topics never outgrows this
constexpr std::size_t stories_per_topic = 32;
constexpr std::size_t looked_at = 64;

}  // namespace

personal_selection::personal_selection(news_index& index, const std::vector<candidate_story>& stories) : index_(index), stories_(stories) {
  for (std::size_t place = 0; place < stories.size(); ++place) place_of_story_.emplace(stories[place].story, place);
}

const std::vector<personal_selection::on_topic>& personal_selection::stories_on(const std::string& topic) {
  const auto [at, fresh] = topics_.try_emplace(topic);
  if (!fresh) return at->second;
  std::map<std::size_t, double> scores;
  for (const neighbour& n : index_.words().about(index_.topic_terms(topic), looked_at)) {
    const auto place = place_of_story_.find(index_.at(n.document).story);
    if (place == place_of_story_.end()) continue;
    auto& score = scores[place->second];
    score = std::max(score, static_cast<double>(n.rank));
  }
  for (const auto& [place, score] : scores) at->second.push_back({place, score * (0.5 + stories_[place].weight)});
  std::sort(at->second.begin(), at->second.end(), [](const on_topic& a, const on_topic& b) {
    return a.score != b.score ? a.score > b.score : a.place < b.place;
  });
  if (at->second.size() > stories_per_topic) at->second.resize(stories_per_topic);
  return at->second;
}

std::vector<std::size_t> personal_selection::choose(const reader_wish& wish) {
  if (topics_.size() > topics_kept) topics_.clear();
  std::unordered_set<std::size_t> out_of_question;  // places of stories muted, received or taken
  for (const std::string& topic : wish.muted)
    for (const on_topic& s : stories_on(topic)) out_of_question.insert(s.place);
  for (const article_id id : wish.received)
    if (const auto n = index_.place_of(id)) {
      const auto place = place_of_story_.find(index_.at(*n).story);
      if (place == place_of_story_.end()) continue;
      const bool moved = index_.at(stories_[place->second].fresh.front()).time > index_.at(*n).time;
      if (!moved) out_of_question.insert(place->second);
    }
  std::vector<std::size_t> chosen;
  const auto take = [&](std::size_t place) {
    if (chosen.size() < wish.items && out_of_question.insert(place).second) chosen.push_back(stories_[place].fresh.front());
  };
  // One story of each topic in turn, so that no topic crowds the others out.
  std::vector<const std::vector<on_topic>*> lists;
  for (const std::string& topic : wish.topics)
    if (const auto& on = stories_on(topic); !on.empty()) lists.push_back(&on);
  for (std::size_t turn = 0; turn < stories_per_topic && chosen.size() < wish.items; ++turn)
    for (const auto* list : lists)
      if (turn < list->size()) take((*list)[turn].place);
  for (std::size_t place = 0; place < stories_.size() && chosen.size() < wish.items; ++place) take(place);
  return chosen;
}

}  // namespace depeche
