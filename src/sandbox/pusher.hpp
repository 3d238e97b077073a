// Delivers what people did to the bot: in order for each person, for several at once; three times at most, with five seconds for
// an answer; a minute's pause after many failures (wechat-protocol 2.6). The answer is put on the phone before anyone who waits is told.
#pragma once

#include "async/gate.hpp"
#include "async/task_group.hpp"
#include "net/https_client.hpp"
#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/fault_rules.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/push_message.hpp"
#include "sandbox/traffic.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace depeche::sandbox {

enum class push_end { not_pushed, replied, acknowledged, failed, bad_reply };
std::string_view name(push_end end);

// One push, from its act to its end.
struct push {
  push(const asio::any_io_executor& loop, push_message m, bool shows)
      : message(std::move(m)), shows_reply(shows), done(loop) {}

  push_message message;
  bool shows_reply;  // false: nothing can reach the person by this push (unfollowed, opened a page, a job's event)
  gate done;
  push_end end = push_end::not_pushed;
  int deliveries = 0;
  std::string detail;                 // why it failed
  std::optional<chat_message> reply;  // as it stands on the phone
};

struct pusher_parts {
  const account& of;
  crowd& people;
  const media_shelf& media;
  fault_rules& faults;
  traffic& counted;
  random_source& random;
  const clock& time;
  const clock& signing_time;  // of the signatures: the one that the bot goes by
};

class pusher {
 public:
  pusher(asio::any_io_executor loop, pusher_parts with, std::chrono::milliseconds reply_limit, std::size_t parallel);

  // Another callback. Fails (bad_config) on a bad URL or CA file.
  result<void> target(const std::string& push_url, const std::string& ca_file);
  const std::string& target_url() const { return target_text_; }

  // Queues a push behind those of the same person.
  std::shared_ptr<push> send(push_message message, bool shows_reply);

  // Delivers until cancelled; then nothing is in flight any more.
  task<> run();

  // The verification of the callback: GET with an echostr. Fails with what went wrong.
  task<result<void>> verify();

 private:
  using lane = std::deque<std::shared_ptr<push>>;
  struct delivery;

  void start_lanes();
  task<> serve(std::string openid);
  task<> deliver(push& p);
  task<result<client_response>> attempt(const push& p);
  client_request compose(const push& p) const;
  void conclude(push& p, const client_response& response);
  void give_up(push& p, push_end how, std::string why);
  void finish(push& p);
  bool is_paused() const { return with_.time.now() < paused_until_; }

  asio::any_io_executor loop_;
  pusher_parts with_;
  std::chrono::milliseconds reply_limit_;
  std::size_t parallel_;
  std::shared_ptr<https_client> client_;
  std::optional<url> target_;
  std::string target_text_;
  std::unordered_map<std::string, lane> lanes_;  // by openid
  std::deque<std::string> ready_;                // lanes that nobody serves yet
  std::size_t serving_ = 0;
  bool running_ = false;
  int failed_in_a_row_ = 0;
  timestamp paused_until_{};
  task_group group_;
};

}  // namespace depeche::sandbox
