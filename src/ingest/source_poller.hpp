// Polls every source at its pace, with jitter, never twice at once, and on demand; polite to hosts: few requests at once, a gap between
// them, and nothing while a host says that it is busy or does not answer.
#pragma once

#include "async/alarm.hpp"
#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "ingest/poll_limits.hpp"
#include "ingest/source_report.hpp"
#include "net/https_client.hpp"
#include "news/edition.hpp"
#include "store/article_store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace depeche {

class source_poller {
 public:
  // on_change is called on the loop after a round that changed something, on_health when the desk should hear of a source.
  source_poller(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, random_source& random,
                https_client& client, article_store& articles, std::vector<source> sources,
                std::function<void()> on_change, std::function<void(const source_report&)> on_health = {}, poll_limits limits = {});
  ~source_poller();

  // Runs until cancelled; sources that are due, several at once, each with its own failures.
  task<> run();
  // Polls all sources now and waits for them.
  task<std::vector<source_report>> poll_all();
  // The sources beside those that it was made with: new ones are polled at once, those no longer named never again.
  void follow_added(const std::vector<source>& added);
  // Called on the loop after each round over a source that can be subscribed to at a hub, or may have been (then `hub` is empty).
  void on_hub(std::function<void(const source_report&)> told);
  // Whether a source of this name is polled.
  bool reads(std::string_view name) const;
  // What a hub sent of a source, kept as if it had been fetched; after a running round over that source. False: no such source.
  task<bool> take_distributed(std::string name, std::string body, std::string charset);
  // A hub tells of this source's changes until then: it is polled less often meanwhile.
  void note_lease(const std::string& name, timestamp until);
  // Wakes run() to look at the clock again.
  void ring();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace depeche
