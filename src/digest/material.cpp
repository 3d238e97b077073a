#include "digest/material.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace depeche {
namespace {

bool in_language(const article& a, const edition& e) {
  const auto tag = [](std::string_view language) { return ascii_lower(language.substr(0, language.find_first_of("-_"))); };
  return a.language.empty() || tag(a.language) == tag(e.language);
}

bool from_sources(const article& a, const edition& e) {
  return e.sources.empty() || std::find(e.sources.begin(), e.sources.end(), a.source) != e.sources.end();
}

bool in_window(const article& a, const edition& e, timestamp now) {
  const timestamp t = news_time(a);
  return t <= now && t >= now - e.window;
}

// What makes two entries the same article: its id, or its key while it isn't stored.
std::string identity(const article& a) {
  return number(a.id) != 0 ? std::to_string(number(a.id)) : a.source + '\n' + a.key + '\n' + a.url + '\n' + a.title;
}

}  // namespace

const fingerprint& material::print_of(std::size_t n) const {
  if (prints_.size() < articles.size()) prints_.resize(articles.size());
  if (!prints_[n]) prints_[n] = fingerprint_of(at(n).title + '\n' + std::string(body_of(at(n))));
  return *prints_[n];
}

bool material::copies(std::size_t a, std::size_t b) const {
  if (a == b) return true;
  if (!at(a).url.empty() && at(a).url == at(b).url) return true;
  return compare(print_of(a), print_of(b)).duplicate;
}

material gather(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now) {
  material all;
  std::unordered_set<std::string> met;
  for (const article& a : candidates)
    if (in_language(a, e) && from_sources(a, e) && in_window(a, e, now) && met.insert(identity(a)).second) all.articles.push_back(&a);
  std::sort(all.articles.begin(), all.articles.end(), [](const article* a, const article* b) {
    return std::tuple(news_time(*b), number(a->id)) < std::tuple(news_time(*a), number(b->id));
  });
  all.fresh = all.articles.size();
  for (const auto* list : {&candidates, &archive})
    for (const article& a : *list)
      if (in_language(a, e) && news_time(a) <= now && met.insert(identity(a)).second) all.articles.push_back(&a);
  vocabulary words(e.language);
  for (const article* a : all.articles) all.index.add(count_terms(words, a->title, body_of(*a)));
  all.index.finish();
  return all;
}

}  // namespace depeche
