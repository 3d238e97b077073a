#include "ingest/known_articles.hpp"

#include "base/text.hpp"
#include "ingest/article_key.hpp"

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

// A front page is the address of everything and of nothing.
std::string address_trait(const article& a) {
  auto key = a.url.empty() ? std::string{} : link_key(a.url);
  return key.find_first_of("/?") == std::string::npos ? std::string{} : key;
}

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

}  // namespace

task<std::vector<article>> read_known(const source& from, std::size_t feed_size, refresh_parts& with) {
  std::string name = from.name;
  const auto end = with.time.now() + std::chrono::hours{24};
  auto rows = co_await with.articles.heads(std::move(name), end, feed_size * 2 + 100);
  std::vector<article> known;
  if (rows.has_value()) known = std::move(*rows);
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
  std::unordered_set<std::string> stored;
  for (const auto& a : known) stored.insert(a.key);
  // Those that both sides know by their key are settled, and nobody else can be one of them.
  std::unordered_set<std::string> taken;
  for (const auto& a : now)
    if (stored.contains(a.key)) taken.insert(a.key);
  follow_by(&id_trait, now, known, taken);
  follow_by(&address_trait, now, known, taken);
  follow_by(&title_trait, now, known, taken);
}

}  // namespace depeche
