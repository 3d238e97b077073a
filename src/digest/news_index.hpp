// What is known of one language's articles, kept from digest to digest: each is read once, when it is first met or was corrected,
// joined to its story and linked to its neighbours. A new article costs time in proportion to those that share its words.
#pragma once

#include "base/clock.hpp"
#include "digest/event_names.hpp"
#include "digest/print_shelf.hpp"
#include "digest/similarity.hpp"
#include "news/article.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche {

// The text that is summarised and compared: the article's, else the source's own summary.
inline std::string_view body_of(const article& a) { return a.text.empty() ? a.summary : a.text; }

// Of an article, what the steps after reading it need.
struct known_article {
  article_id id{};
  std::string source, url, title;
  timestamp time{};                  // news_time
  std::optional<timestamp> updated;  // shown_time
  std::size_t length = 0;            // bytes of the body
  std::vector<std::string> names;    // that it speaks of, the most spoken of first
  event_names of_event;
  std::string print;                 // its fingerprint, packed
  std::uint64_t content = 0;         // tells a corrected article from one that is as it was
  std::size_t story = 0;
  std::vector<neighbour> near;       // best first; also later articles
  bool translated = false;           // by a machine
  bool gone = false;
};

// Articles on the same event, in the order in which they were met.
struct story {
  std::vector<std::size_t> articles;
};

// Articles are spoken of by their place, which never changes. Not thread-safe.
class news_index {
 public:
  explicit news_index(std::string_view language);
  news_index(const news_index&) = delete;
  news_index& operator=(const news_index&) = delete;

  struct changes {
    std::size_t added = 0, corrected = 0, forgotten = 0;
  };
  // Takes in what is new or was corrected, the oldest first; forgets what is older than `from`.
  changes update(const std::vector<article>& articles, timestamp from);
  // The same without forgetting, for one article. Returns its place.
  std::size_t add(const article& a);
  // Forgets what is older than `from`, but for these places. Returns how many.
  std::size_t forget_before(timestamp from, const std::vector<std::size_t>& but = {});

  std::size_t size() const { return articles_.size(); }  // with those gone
  const known_article& at(std::size_t n) const { return articles_[n]; }
  std::optional<std::size_t> place_of(const article& a) const;
  std::optional<std::size_t> place_of(article_id id) const;
  const story& story_of(std::size_t n) const { return stories_[articles_[n].story]; }
  const similarity_index& words() const { return index_; }
  std::vector<term> topic_terms(std::string_view topic) { return vocabulary_.known_terms(topic); }

  // True for a reprint: the same address, or nearly the same text.
  bool copies(std::size_t a, std::size_t b) const;
  // What is nearest in subject, best first: by the words shared, and by what the nearest have in common with others.
  std::vector<neighbour> kin(std::size_t n, std::size_t count) const;
  // Looks for everybody's neighbours anew, by the words' weights as they are now: for those who added everything first.
  void settle();
  // Forgets one article, if it is known: it tells no story any more and is nobody's neighbour.
  void leave_out(article_id id);
  // More was forgotten than is known: time to begin a new one.
  bool worn() const { return index_.removed() > 1000 && 2 * index_.removed() > size(); }

 private:
  std::string identity(const article& a) const;
  void join_story(std::size_t n);
  void link(std::size_t n);
  void forget(std::size_t n);

  vocabulary vocabulary_;
  similarity_index index_;
  print_shelf prints_;
  std::deque<known_article> articles_;  // grows without a copy of all
  std::vector<story> stories_;
  std::unordered_map<std::string, std::size_t> places_;  // by identity
};

}  // namespace depeche
