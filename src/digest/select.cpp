#include "digest/select.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>

namespace depeche {
namespace {

// 1 for an article of this moment, half of it a window's third later.
double freshness(const article& a, const edition& e, timestamp now) {
  const auto age = std::chrono::duration<double, std::ratio<3600>>(now - news_time(a)).count();
  const double half_life = std::max(1.0, static_cast<double>(e.window.count()) / 3);
  return std::exp2(-std::max(0.0, age) / half_life);
}

// What is told by many counts, and what is new.
double weight(const material& all, const story& s, const edition& e, timestamp now) {
  std::set<std::string_view> sources;
  for (const std::size_t n : s.articles) sources.insert(all.at(n).source);
  const double told = 1 + 0.6 * std::log2(static_cast<double>(sources.size())) + 0.25 * std::log2(static_cast<double>(s.articles.size()));
  return told * (0.25 + freshness(all.at(s.articles.front()), e, now));
}

// What has been going on for days counts more; of a running story the latest turn, not the one before it ("opens tomorrow" is no
// news on the day it has opened).
double course(const material& all, const story& s) {
  constexpr float same_matter = 0.18F;
  constexpr auto turn = std::chrono::hours{4};
  constexpr std::size_t looked_at = 8, heaviest_terms = 32;
  const std::size_t newest = s.articles.front();
  double earlier = 0;
  for (const neighbour& near : all.index.nearest(newest, looked_at, same_matter, heaviest_terms)) {
    const auto later = news_time(all.at(near.document)) - news_time(all.at(newest));
    if (later >= turn) return 0.5;
    if (later < -turn) ++earlier;
  }
  return 1 + 0.2 * std::log2(1 + earlier);
}

// How well an article tells its story: a full text, and the later one of two.
double worth(const article& a, const edition& e, timestamp now) {
  const double length = std::min(1.0, static_cast<double>(body_of(a).size()) / 1200);
  return length + 0.5 * freshness(a, e, now) + (a.title.empty() ? 0 : 0.5);
}

using places = std::vector<std::size_t>;

}  // namespace

std::vector<std::size_t> select_items(const material& all, const std::vector<story>& stories, const edition& e, timestamp now) {
  std::vector<double> weights;
  std::set<std::string_view> sources;
  for (const story& s : stories) {
    weights.push_back(weight(all, s, e, now));
    for (const std::size_t n : s.articles) sources.insert(all.at(n).source);
  }
  places order(stories.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto heavier = [&](std::size_t a, std::size_t b) { return std::pair(-weights[a], a) < std::pair(-weights[b], b); };
  std::sort(order.begin(), order.end(), heavier);

  // Only those in sight of a place are looked at more closely.
  const auto in_sight = static_cast<std::ptrdiff_t>(std::min(order.size(), 6 * e.items + 24));
  for (auto place = order.begin(); place != order.begin() + in_sight; ++place) weights[*place] *= course(all, stories[*place]);
  std::sort(order.begin(), order.begin() + in_sight, heavier);

  std::map<std::string_view, std::size_t> taken;
  std::map<std::size_t, std::size_t> chosen;  // place in the order -> article
  const auto take = [&](std::size_t cap) {
    for (std::size_t place = 0; place < order.size() && chosen.size() < e.items; ++place) {
      if (chosen.contains(place)) continue;
      const article* best = nullptr;
      std::size_t which = 0;
      for (const std::size_t n : stories[order[place]].articles) {
        if (taken[all.at(n).source] >= cap) continue;
        if (best && worth(all.at(n), e, now) <= worth(*best, e, now)) continue;
        best = &all.at(n);
        which = n;
      }
      const auto is_copy = [&](const auto& other) { return all.copies(which, other.second); };
      if (!best || std::any_of(chosen.begin(), chosen.end(), is_copy)) continue;
      ++taken[best->source];
      chosen.emplace(place, which);
    }
  };
  take(sources.size() > 1 ? (e.items + 1) / 2 : e.items);
  take(e.items);  // a thin day: better a full digest of one source than half a digest
  places articles;
  for (const auto& [place, n] : chosen) articles.push_back(n);
  return articles;
}

}  // namespace depeche
