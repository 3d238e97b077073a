// The simulated platform, whole: one official account, its followers' phones, the platform's API, the control API and the page.
// It speaks to the bot only as the platform would: pushes over HTTP to `push_url`, and answers under the platform's own paths.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/router.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace depeche::sandbox {

struct sandbox_options {
  std::string app_id;
  std::string app_secret;
  std::string original_id;           // gh_...
  std::string token;
  std::string aes_key;               // EncodingAESKey, 43 characters; may be empty in plain mode
  std::string mode = "safe";         // plain | compatible | safe
  std::string profile = "service";   // service | subscription | personal | unverified_subscription | unverified_service | sandbox
  std::string push_url;              // the bot's callback; empty: nothing is pushed until push_to()
  std::string push_ca;               // PEM file trusted beside the system's CAs; empty for none
  std::string name = "Dépêche";      // shown on the page
  std::chrono::milliseconds reply_limit{5'000};  // the five-second rule, in real time; also the pause between two deliveries
  // Pushes are signed with the system's time, wherever the sandbox's clock is: for a bot that has a clock of its own, and refuses old
  // signatures. False: with the sandbox's clock, which the bot shares.
  bool sign_in_real_time = false;
  std::size_t parallel_pushes = 32;  // pushes in flight at once, each for another person
};

// Everything runs on the loop. Needs nothing stored: its world is gone with it.
class platform {
 public:
  // Throws failure (bad_config) naming the option that makes no sense. `time` and `random` must outlive it.
  platform(asio::any_io_executor loop, shiftable_clock& time, random_source& random, sandbox_options options);
  ~platform();
  platform(const platform&) = delete;
  platform& operator=(const platform&) = delete;

  // The platform's API at its own paths, the control API under /sandbox/v1/, the page at "/". The routes refer to this object.
  void add_routes(router& routes);

  // Delivers pushes and runs mass jobs until cancelled (total or terminal). What people did before is delivered then. Await it in
  // a task_group, and let it end before the platform is destroyed.
  task<> run();

  // Another callback to push to, from the next push on. Throws failure (bad_config).
  void push_to(std::string url, std::string ca_file);

  // Under what address the routes can be reached, "https://127.0.0.1:9443": pictures and articles are then given with addresses of
  // ours, that can be opened. Without it they are at the platform's own hosts.
  void reached_at(std::string base_url);

  // The text of the account's own code: who scans it follows without a scene. Fit for draw_terminal.
  std::string subscribe_code() const;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace depeche::sandbox
