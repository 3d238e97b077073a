#include "ingest/distinct_articles.hpp"

#include "base/text.hpp"
#include "ingest/article_key.hpp"

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace depeche {
namespace {

struct sharers {
  const article* first;
  std::size_t other_titles = 0;
};

bool is_keyed_by_address(const article& a) { return !a.url.empty() && a.key == link_key(a.url); }

// A front page as an id: no two articles can be told by it, also when they come one at a time.
bool is_keyed_by_front_page(const article& a) {
  if (!a.key.starts_with("http")) return is_keyed_by_address(a) && own_address(a).empty();
  article named;
  named.url = a.key;
  return own_address(named).empty();
}

// The keys that are no keys: an id under which the document has other titles at other addresses, an address that many titles have.
std::unordered_set<std::string> shared_keys(const std::vector<article>& articles, const std::string& home) {
  std::unordered_map<std::string, sharers> by_key;
  std::unordered_set<std::string> shared;
  for (const article& a : articles) {
    auto& same = by_key.try_emplace(a.key, sharers{&a}).first->second;
    if (same.first->title == a.title) continue;
    const auto address = own_address(a);
    const bool same_place = !address.empty() && address != home && address == own_address(*same.first);
    if (!same_place || (++same.other_titles > 1 && is_keyed_by_address(a))) shared.insert(a.key);
  }
  return shared;
}

std::string of_them(std::size_t count, std::string_view what) { return std::to_string(count) + " entries " + std::string(what); }

}  // namespace

void keep_distinct(std::vector<article>& articles, std::string_view home, std::vector<std::string>& problems) {
  const auto shared = shared_keys(articles, home.empty() ? std::string{} : link_key(home));
  std::unordered_set<std::string> seen;
  std::unordered_map<std::string, std::string> titles;
  std::size_t sharing = 0, left_out = 0, kept = 0;
  for (article& a : articles) {
    const bool shares = shared.contains(a.key);
    if (shares) ++sharing;
    if (shares || is_keyed_by_front_page(a)) a.key = words_key(a);
    const auto [known, fresh] = titles.try_emplace(a.key, a.title);
    if (!fresh && known->second != a.title) ++left_out;
    // The same address under the same title is the same article, whatever id it goes by.
    const auto again = a.url.empty() ? a.key : link_key(a.url) + "\n" + a.title;
    if (!seen.insert(a.key).second || (again != a.key && !seen.insert(again).second)) continue;
    if (&articles[kept] != &a) articles[kept] = std::move(a);
    ++kept;
  }
  articles.resize(kept);
  if (sharing > 0) problems.push_back(of_them(sharing, "share their id or address with other articles; told apart by address and title"));
  if (left_out > 0) problems.push_back(of_them(left_out, "repeat the id and address of another, under another title; left out"));
}

}  // namespace depeche
