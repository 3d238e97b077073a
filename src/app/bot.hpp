// The bot as one running thing: start, reload, stop in two steps.
#pragma once

#include "app/health.hpp"
#include "app/wiring.hpp"
#include "async/alarm.hpp"
#include "net/listener.hpp"
#include "net/router.hpp"
#include "net/tls_context.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace depeche {

// The certificate in use; network threads ask for it per connection while a reload swaps it.
class current_certificate {
 public:
  tls_context get() const {
    std::lock_guard lock(mutex_);
    return context_;
  }
  void swap_in(tls_context context) {
    std::lock_guard lock(mutex_);
    context_ = std::move(context);
  }

 private:
  mutable std::mutex mutex_;
  tls_context context_;
};

// Use from the loop thread. Destroy after stop() has returned, or before start().
class bot {
 public:
  // Builds all parts and listens (requests wait until start() has run). Fails with the line to show: everything that can be wrong with
  // config, certificate, database, templates and ports is found here.
  static result<std::unique_ptr<bot>> open(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time,
                                           random_source& random, config settings);

  // Recovers what a crash left, loads what is kept, and begins to work.
  task<result<void>> start();
  // Stops accepting, finishes replies, lets sends in flight end, writes the ledger. Returns within ten seconds.
  task<> stop();
  // SIGHUP: certificate, templates and log level anew; the old ones stay when the new ones are bad.
  void reload();
  // The clock was moved.
  void ring();

  std::uint16_t port() const { return listeners_.front()->port(); }
  // 0 when there is no operations listener.
  std::uint16_t operations_port() const { return listeners_.size() > 1 ? listeners_[1]->port() : std::uint16_t{0}; }
  parts& all() { return *parts_; }
  const router& routes() const { return routes_; }

 private:
  bot(std::unique_ptr<parts> p) : parts_(std::move(p)), codes_alarm_(parts_->loop, parts_->time) {}
  result<void> listen();
  task<> make_up(std::vector<std::shared_ptr<inbox_entry>> unsettled);
  task<> keep_tidy();
  task<> watch_codes();
  task<> follow_added_sources();

  std::unique_ptr<parts> parts_;
  alarm codes_alarm_;
  health health_;
  router routes_;
  router operations_;
  current_certificate certificate_;
  std::vector<std::unique_ptr<listener>> listeners_;
};

}  // namespace depeche
