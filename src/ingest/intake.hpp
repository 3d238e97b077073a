// The doors beside the poller: looks at an address that a person gives, and keeps what people hand in. Fetches like the poller: same
// guard, same limits, same manners.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "ingest/handed_in.hpp"
#include "ingest/host_pace.hpp"
#include "net/https_client.hpp"
#include "store/article_store.hpp"

#include <functional>
#include <string>

namespace depeche {

enum class link_kind { article, feed, stub, list, error };

// What an address turned out to be.
struct link_reading {
  link_kind kind = link_kind::error;
  handed_in found;           // of an article, or the beginning that a stub gives
  std::string feed;          // the feed's address: its own, or the one that the page announces; may be empty
  std::string feed_title;
  std::size_t feed_entries = 0;
  std::string why;           // of what is no article
};

// Pure. Fails like parse_feed and examine_page.
result<link_reading> read_link(std::string_view bytes, std::string_view charset, std::string_view url, timestamp now);

// One that was taken: as it is stored now.
struct taken_article {
  article what;
  keep_outcome outcome = keep_outcome::unchanged;
};

// Loop thread only.
class intake {
 public:
  // on_change is called after something was added, corrected or dropped.
  intake(asio::any_io_executor pool, const clock& time, https_client& client, article_store& articles, std::function<void()> on_change,
         std::chrono::milliseconds host_gap = std::chrono::milliseconds{250});

  // Fails like the fetch, or with feed_unrecognised and page_unrecognised when nothing can be made of it.
  task<result<link_reading>> look(std::string address);

  // Keeps an article; one that is an address only is fetched first. An address that another source brought already is that article,
  // unchanged. Fails with page_unrecognised when the address holds no article, and says what it holds; with invalid_argument and
  // too_large for what was given wrongly.
  task<result<taken_article>> take(handed_in what);

  // The same of an address that was looked at. Precondition: seen.kind is article.
  task<result<taken_article>> take_seen(link_reading seen, handed_in given);

  // False when there is none.
  task<result<bool>> drop(article_id id);

 private:
  task<result<taken_article>> keep(handed_in what);

  asio::any_io_executor pool_;
  const clock& time_;
  https_client& client_;
  article_store& articles_;
  std::function<void()> on_change_;
  host_pace pace_;
};

}  // namespace depeche
