#include "digest/news_index.hpp"

#include "base/localisation.hpp"
#include "base/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_set>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr float same_event = 0.42F;           // with the nearest article of the story
constexpr float same_event_as_first = 0.25F;  // and with its first, so that chains don't lead from one event to another
constexpr float maybe_copy = 0.3F;            // reprints that were cut are less alike by all their words
constexpr auto one_event = 72h;               // longer apart it is another turn of the matter
constexpr std::size_t linked = 16;            // neighbours kept of each
constexpr float least_linked = 0.08F;
constexpr std::size_t looked_at = 6;

std::uint64_t hash(std::string_view s, std::uint64_t h) {
  for (; s.size() >= 8; s.remove_prefix(8)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, s.data(), 8);
    h = (h ^ eight) * 0x9E3779B97F4A7C15ULL;
    h ^= h >> 32;
  }
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return h ^ (h >> 29);
}

std::uint64_t content_of(const article& a) {
  const auto times = static_cast<std::uint64_t>(to_unix_ms(news_time(a)) * 31 + (a.updated ? to_unix_ms(*a.updated) : 0));
  return hash(a.source, hash(a.title, hash(body_of(a), times)));
}

bool is_name_like(std::string_view word) {
  std::size_t pos = 0;
  const char32_t first = next_code_point(word, pos);
  return pos < word.size() && u_isupper(static_cast<UChar32>(first)) && count_code_points(word) > 2;
}

// Words with a capital inside sentences, as written, joined when they follow each other ("Saint-Elme", "Hélène Vasseur").
std::vector<std::string> names_in(std::string_view title, std::string_view body) {
  constexpr std::size_t read_bytes = 3000, kept = 10, longest = 40;
  std::size_t pos = 0;
  if (!body.empty() && is_cjk(next_code_point(body, pos))) return {};  // Chinese has no capitals
  std::map<std::string, int> met;
  const auto read = [&](std::string_view text) {
    std::size_t end = 0;
    std::string name;
    const auto finish = [&] {
      if (!name.empty() && name.size() <= longest) ++met[name];
      name.clear();
    };
    each_word(text, [&](std::string_view word) {
      const auto begin = static_cast<std::size_t>(word.data() - text.data());
      const std::string_view gap = text.substr(end, begin - end);
      const bool opens = end == 0 || gap.find_first_of(".!?:\n\"") != gap.npos || gap.find("«") != gap.npos || gap.find("“") != gap.npos;
      const std::size_t mark = word.find_last_of("'");
      const std::size_t curly = word.rfind("’");
      if (curly != word.npos) word.remove_prefix(curly + 3);
      else if (mark != word.npos) word.remove_prefix(mark + 1);
      end = static_cast<std::size_t>(word.data() - text.data()) + word.size();
      const bool capital = !word.empty() && is_name_like(word);
      if (!capital || opens) {
        finish();
        return;
      }
      if (!name.empty() && (gap == " " || gap == "-")) name += gap;
      else finish();
      name += word;
    });
    finish();
  };
  read(truncate_bytes(body, read_bytes));
  std::vector<std::pair<int, std::string>> order;
  for (auto& [name, count] : met) order.emplace_back(-(title.find(name) != title.npos ? count + 2 : count), name);
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(kept, order.size()); ++i) names.push_back(std::move(order[i].second));
  return names;
}

}  // namespace

news_index::news_index(std::string_view language) : vocabulary_(language), index_(vocabulary_) {}

// What makes two entries the same article: its id, or its key while it isn't stored.
std::string news_index::identity(const article& a) const {
  return number(a.id) != 0 ? std::to_string(number(a.id)) : a.source + '\n' + a.key + '\n' + a.url + '\n' + a.title;
}

std::optional<std::size_t> news_index::place_of(const article& a) const {
  const auto found = places_.find(identity(a));
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> news_index::place_of(article_id id) const {
  const auto found = places_.find(std::to_string(number(id)));
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

news_index::changes news_index::update(const std::vector<article>& articles, timestamp from) {
  changes made;
  std::vector<const article*> order;
  for (const article& a : articles) {
    if (news_time(a) < from) continue;
    const auto known = place_of(a);
    if (known && at(*known).content == content_of(a)) continue;
    ++(known ? made.corrected : made.added);
    order.push_back(&a);
  }
  std::sort(order.begin(), order.end(), [](const article* a, const article* b) {
    return std::pair(news_time(*a), number(a->id)) < std::pair(news_time(*b), number(b->id));
  });
  for (const article* a : order) add(*a);
  made.forgotten = forget_before(from);
  return made;
}

std::size_t news_index::forget_before(timestamp from, const std::vector<std::size_t>& but) {
  const std::unordered_set<std::size_t> kept(but.begin(), but.end());
  std::size_t forgotten = 0;
  for (std::size_t n = 0; n < articles_.size(); ++n) {
    if (articles_[n].gone || articles_[n].time >= from || kept.contains(n)) continue;
    forget(n);
    ++forgotten;
  }
  return forgotten;
}

std::size_t news_index::add(const article& a) {
  const std::uint64_t content = content_of(a);
  if (const auto known = place_of(a)) {
    if (at(*known).content == content) return *known;
    forget(*known);
  }
  known_article k;
  k.id = a.id;
  k.source = a.source;
  k.url = a.url;
  k.title = a.title;
  k.time = news_time(a);
  k.updated = shown_time(a);
  k.length = body_of(a).size();
  k.names = names_in(a.title, body_of(a));
  k.of_event = event_names_of(a.title, body_of(a));
  constexpr std::size_t compared_bytes = 6000;
  k.print = prints_.pack(fingerprint_of(a.title + '\n' + std::string(truncate_bytes(body_of(a), compared_bytes))));
  k.content = content;
  k.translated = !a.translated_from.empty();
  const std::size_t n = index_.add(weigh_terms(vocabulary_, a.title, body_of(a)));
  articles_.push_back(std::move(k));
  places_.insert_or_assign(identity(a), n);
  link(n);
  join_story(n);
  return n;
}

void news_index::link(std::size_t n) {
  articles_[n].near = index_.nearest(n, linked, least_linked);
  for (const neighbour& to : articles_[n].near) {
    auto& theirs = articles_[to.document].near;
    const neighbour back{n, to.similarity, to.similarity};
    const auto place = std::find_if(theirs.begin(), theirs.end(), [&](const neighbour& o) { return o.similarity < back.similarity; });
    if (place == theirs.end() && theirs.size() >= linked) continue;
    theirs.insert(place, back);
    if (theirs.size() > linked) theirs.pop_back();
  }
}

void news_index::join_story(std::size_t n) {
  std::size_t tried = 0;
  for (const neighbour& near : articles_[n].near) {
    if (near.similarity < maybe_copy || tried++ == looked_at) break;
    if (std::chrono::abs(articles_[near.document].time - articles_[n].time) > one_event) continue;
    const std::size_t its = articles_[near.document].story;
    if (tell_of_other_events(articles_[n].of_event, articles_[near.document].of_event)) continue;
    const bool same = near.similarity >= same_event && index_.similarity(n, stories_[its].articles.front()) >= same_event_as_first;
    if (!same && !copies(n, near.document)) continue;
    articles_[n].story = its;
    stories_[its].articles.push_back(n);
    return;
  }
  articles_[n].story = stories_.size();
  stories_.push_back({{n}});
}

void news_index::forget(std::size_t n) {
  known_article& gone = articles_[n];
  index_.remove(n);
  std::erase(stories_[gone.story].articles, n);
  for (auto at = places_.begin(); number(gone.id) == 0 && at != places_.end();) at = at->second == n ? places_.erase(at) : std::next(at);
  const auto own = places_.find(std::to_string(number(gone.id)));
  if (own != places_.end() && own->second == n) places_.erase(own);
  gone = {};
  gone.gone = true;
}

void news_index::leave_out(article_id id) {
  if (const auto known = place_of(id)) forget(*known);
}

bool news_index::copies(std::size_t a, std::size_t b) const {
  if (a == b) return true;
  if (!at(a).url.empty() && at(a).url == at(b).url) return true;
  if (index_.similarity(a, b) < maybe_copy) return false;  // who shares that little shares no passages
  return compare(prints_.unpack(at(a).print), prints_.unpack(at(b).print)).duplicate;
}

void news_index::settle() {
  index_.settle();
  for (std::size_t n = 0; n < articles_.size(); ++n)
    if (!articles_[n].gone) articles_[n].near = index_.nearest(n, linked, least_linked);
}

std::vector<neighbour> news_index::kin(std::size_t n, std::size_t count) const {
  constexpr std::size_t through = 8, beyond = 12;
  constexpr float spread = 0.35F;
  std::vector<neighbour> found = index_.nearest(n, count + 24, 0.01F);
  const std::size_t nearest = found.empty() ? size() : found.front().document;
  std::unordered_map<std::size_t, float> bonus;
  std::size_t asked = 0;
  for (const neighbour& near : articles_[n].near) {
    if (articles_[near.document].gone) continue;
    if (asked++ == through) break;
    std::size_t met = 0;
    bonus[near.document] += near.similarity * near.similarity;
    for (const neighbour& next : articles_[near.document].near) {
      if (met++ == beyond) break;
      if (next.document != n && !articles_[next.document].gone) bonus[next.document] += near.similarity * next.similarity;
    }
  }
  for (neighbour& f : found) {
    const auto extra = bonus.find(f.document);
    if (extra == bonus.end()) continue;
    f.rank += spread * extra->second;
    bonus.erase(extra);
  }
  for (const auto& [document, extra] : bonus) {
    const float similarity = index_.similarity(n, document);
    found.push_back({document, similarity, similarity + spread * extra});
  }
  std::sort(found.begin(), found.end(), [](const neighbour& a, const neighbour& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.document < b.document;
  });
  // Who is nearest by its own words stays first, whatever company it keeps.
  const auto first = std::find_if(found.begin(), found.end(), [&](const neighbour& f) { return f.document == nearest; });
  if (first != found.end() && first != found.begin()) {
    first->rank = found.front().rank * 1.001F;
    std::rotate(found.begin(), first, std::next(first));
  }
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace depeche
