// Articles, and what is remembered of their sources between fetches.
#pragma once

#include "base/clock.hpp"
#include "news/article.hpp"
#include "news/edition.hpp"
#include "store/database.hpp"
#include "store/source_state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct keep_report {
  std::size_t added = 0;
  std::size_t corrected = 0;   // same key, other title, body or times
  std::size_t unchanged = 0;
};

enum class keep_outcome { added, corrected, unchanged };

struct kept_article {
  article_id id{};
  keep_outcome outcome = keep_outcome::unchanged;
};

// What a correction of title or text replaced.
struct article_revision {
  timestamp replaced_at{};
  std::string title;
  std::string text;
  std::optional<timestamp> updated;
};
inline constexpr std::size_t most_revisions = 20;  // of an article; the oldest go first

// Which articles are listed; what is empty leaves all.
struct article_filter {
  std::string source;
  std::string language;
  std::optional<timestamp> from, to;  // of their news time
  article_id before{};                // those that came before this one
  std::size_t limit = 20;
};

// Which articles are to be translated.
struct untranslated_filter {
  std::string language;  // theirs
  std::string to;        // in which they have no translation
  timestamp from{};      // of their news time
  article_id before{};   // those that came before this one; 0: all
  std::size_t limit = 20;
};

// Where an article stands among all in order of their news time.
struct news_place {
  timestamp time{};
  article_id id{};
};

// A hash of an article's title and body, the summary where there is no text: tells whether a translation is of these words.
std::int64_t words_of(const article& a);

class article_store {
 public:
  explicit article_store(database& db) : db_(db) {}

  // Inserts or corrects by (source, key); first_seen and id of a known article stay; a publication
  // that its source moved by a day at most counts anew. A dropped one stays dropped.
  task<result<keep_report>> keep(std::vector<article> articles);
  // The same for one that somebody hands in: one that was dropped comes back by it.
  task<result<kept_article>> keep_handed_in(article a);
  // A translation beside its original, or in place of its own earlier one (replaced at `now`); `words`: of what was translated. It is not kept, and its
  // id is 0 then, when its original is gone or has other words by now. A correction of the original's words takes its translations out of
  // everything until they are kept anew; words that were completed leave them, and address, picture and times are theirs too. One that the desk
  // dropped stays dropped.
  task<result<kept_article>> keep_translation(article a, std::int64_t words, timestamp now);
  // Originals without a translation of their present words that is shown, and none that the desk dropped; the last to come first.
  task<result<std::vector<article>>> untranslated(untranslated_filter wanted);
  // Takes an article, with its translations, out of everything; what its source says of it from now on changes nothing. False when there is none.
  task<result<bool>> drop(article_id id);
  // All that were dropped and not handed in again.
  task<result<std::vector<article_id>>> dropped();
  task<result<std::optional<article>>> find(article_id id);
  // The first that came of those published at this address.
  task<result<std::optional<article>>> find_at(std::string url);
  // What corrections replaced, the latest first.
  task<result<std::vector<article_revision>>> revisions(article_id id);
  // The last to come first.
  task<result<std::vector<article>>> list(article_filter wanted);
  // Articles of these sources (all when empty) whose news time is in [from, to], newest first, at most limit.
  task<result<std::vector<article>>> between(std::vector<std::string> sources, timestamp from, timestamp to, std::size_t limit);
  // A source's own articles whose news time is up to `to`, newest first, at most limit: without text, HTML, summary and related links.
  task<result<std::vector<article>>> heads(std::string source, timestamp to, std::size_t limit);
  // A source's articles that have these keys, whole.
  task<result<std::vector<article>>> with_keys(std::string source, std::vector<std::string> keys);
  // Articles of all sources in slices, the oldest first: the place before the newest `limit` of [from, to], and at most `count` of those that
  // come after a place.
  task<result<news_place>> before_newest(timestamp from, timestamp to, std::size_t limit);
  task<result<std::vector<article>>> after(news_place last, timestamp to, std::size_t count);
  task<result<std::int64_t>> count();

  task<result<source_state>> state_of(std::string source);
  task<result<void>> save_state(source_state state);
  task<result<std::vector<source_state>>> states();
  // When a source's own articles were news, newest first, none after `until`.
  task<result<std::vector<timestamp>>> news_times(std::string source, timestamp until, std::size_t limit);

 private:
  database& db_;
};

}  // namespace depeche
