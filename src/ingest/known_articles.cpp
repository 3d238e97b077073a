#include "ingest/known_articles.hpp"

#include "base/text.hpp"
#include "ingest/article_key.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace depeche {
namespace {

// An index from a trait to the one that has it; a trait that several have names none of them.
class unique_index {
 public:
  void add(const std::string& trait, std::size_t who) {
    if (trait.empty()) return;
    const auto [at, fresh] = index_.emplace(trait, who);
    if (!fresh && at->second != who) at->second = nobody;
  }
  std::size_t find(const std::string& trait) const {
    const auto at = trait.empty() ? index_.end() : index_.find(trait);
    return at == index_.end() ? nobody : at->second;
  }
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

 private:
  std::unordered_map<std::string, std::size_t> index_;
};

std::string id_trait(const article& a) { return a.key.starts_with("http") ? link_key(a.key) : std::string{}; }

// Titles like "Live" come back every day: only the same minute makes one article of them.
std::string title_trait(const article& a) {
  if (!a.published || a.title.size() < 8) return {};
  return std::to_string(to_unix_ms(*a.published)) + " " + ascii_lower(squeeze_space(a.title));
}

using trait = std::string (*)(const article&);

void follow_by(trait of, std::vector<article>& now, const std::vector<article>& known, std::unordered_set<std::string>& taken) {
  unique_index stored, current;
  for (std::size_t i = 0; i < known.size(); ++i) stored.add(of(known[i]), i);
  for (std::size_t i = 0; i < now.size(); ++i) current.add(of(now[i]), i);
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (taken.contains(now[i].key)) continue;
    const auto name = of(now[i]);
    const auto match = stored.find(name);
    if (match == unique_index::nobody || current.find(name) != i || taken.contains(known[match].key)) continue;
    now[i].key = known[match].key;
    taken.insert(now[i].key);
  }
}

// Some feeds number their places instead of their articles: under the same id stands something else then, with another title, address
// and date. Where no address tells, only dates far apart do.
bool is_another(const article& now, const article& before) {
  if (now.title == before.title || !now.published || !before.published) return false;
  const auto here = own_address(now), there = own_address(before);
  const auto apart = std::chrono::abs(*now.published - *before.published);
  if (here.empty() || there.empty()) return apart >= std::chrono::hours{12};
  return here != there && apart >= std::chrono::minutes{1};
}

// What is known by its words now may have been stored under an id, when it did not have to share it.
void follow_by_words(std::vector<article>& now, const std::vector<article>& known, std::unordered_set<std::string>& taken) {
  if (std::none_of(now.begin(), now.end(), [](const article& a) { return is_words_key(a.key); })) return;
  std::unordered_map<std::string, const article*> stored;
  for (const auto& a : known) stored.emplace(words_key(a), &a);
  for (auto& a : now) {
    if (!is_words_key(a.key) || taken.contains(a.key)) continue;
    const auto match = stored.find(a.key);
    if (match != stored.end() && taken.insert(match->second->key).second) a.key = match->second->key;
  }
}

}  // namespace

task<std::vector<article>> read_known(const source& from, const std::vector<article>& now, refresh_parts& with) {
  std::string name = from.name;
  const auto end = with.time.now() + std::chrono::hours{24};
  auto rows = co_await with.articles.heads(std::move(name), end, now.size() * 2 + 100);
  if (rows.has_error()) co_return std::vector<article>{};
  std::vector<article> known = std::move(*rows);
  std::unordered_set<std::string> keys;
  for (const auto& a : known) keys.insert(a.key);
  std::vector<std::string> older;
  for (const auto& a : now)
    if (!keys.contains(a.key)) older.push_back(a.key);
  if (older.empty()) co_return known;
  name = from.name;
  auto found = co_await with.articles.with_keys(std::move(name), std::move(older));
  if (found.has_value()) known.insert(known.end(), std::make_move_iterator(found->begin()), std::make_move_iterator(found->end()));
  co_return known;
}

task<std::vector<article>> read_texts(const source& from, const std::vector<article>& now, refresh_parts& with) {
  std::vector<std::string> keys;
  for (const article& a : now)
    if (a.text.empty()) keys.push_back(a.key);
  if (keys.empty()) co_return std::vector<article>{};
  std::string name = from.name;
  auto rows = co_await with.articles.with_keys(std::move(name), std::move(keys));
  std::vector<article> texts;
  if (rows.has_value()) texts = std::move(*rows);
  co_return texts;
}

void follow_known(std::vector<article>& now, const std::vector<article>& known) {
  std::unordered_map<std::string, const article*> stored;
  for (const auto& a : known) stored.emplace(a.key, &a);
  for (auto& a : now) {
    const auto before = stored.find(a.key);
    const bool other = before != stored.end() && is_another(a, *before->second);
    // Or its words are known from a document in which its id was shared.
    if (other || (before == stored.end() && stored.contains(words_key(a)))) a.key = words_key(a);
  }
  // Those that both sides know by their key are settled, and nobody else can be one of them.
  std::unordered_set<std::string> taken;
  for (const auto& a : now)
    if (stored.contains(a.key)) taken.insert(a.key);
  follow_by_words(now, known, taken);
  follow_by(&id_trait, now, known, taken);
  follow_by(&own_address, now, known, taken);
  follow_by(&title_trait, now, known, taken);
}

}  // namespace depeche
