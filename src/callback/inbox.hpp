// What came and what was answered: durable before it is acknowledged, once however often it is delivered. Recent keys are in memory,
// rows are appended in order (store/inbox_store): no index on random keys.
//
// States of an entry and who moves it:
//   running -> settled  [settle: the reply is durable]
//   running -> gone     [the handler failed and nothing was promised: the platform's retry starts anew]
#pragma once

#include "async/gate.hpp"
#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/inbox_store.hpp"
#include "wechat/message.hpp"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace depeche {

// One delivery being handled, or handled. Shared by its first delivery and the retries that overtake it.
struct inbox_entry {
  explicit inbox_entry(const asio::any_io_executor& loop) : done(loop) {}
  std::int64_t row = 0;  // 0: not queued yet
  timestamp received{};
  std::string key;       // account and event
  std::string body;      // until it is kept
  std::string reply;     // clear XML; empty: "success"
  bool failed = false;
  gate done;          // opened when settled (reply durable) or failed
};

// The key under which the platform's retries are the same event (wechat-protocol 2.6): MsgId, else sender + time + event + key.
std::string inbox_key(const wechat::inbound_message& m);

// Loop thread only. Remembers the keys of an hour, at most 500,000, and the replies of the last of them, at most 32 MiB: a retry that
// comes later than that (the platform's come within 15 seconds) is acknowledged without being handled again.
class inbox {
 public:
  inbox(asio::any_io_executor loop, inbox_store& store, const clock& time);

  // Loads what is remembered from before: keys of the last hour with their replies. Returns the rows that a crash left unsettled.
  task<result<std::vector<inbox_row>>> open();

  struct acceptance {
    std::shared_ptr<inbox_entry> entry;
    bool first = false;  // false: a retry; wait for entry->done and answer the same
  };
  // Remembers the key when it is new. Nothing is promised to the platform yet, and nothing is on disk: settle() puts it there.
  acceptance accept(const std::string& account, const std::string& key, std::string body);
  // The handler takes its time: the event goes to disk before its reply, so that a crash does not lose it.
  void keep_early(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key);

  // Returns when event and reply are on disk, then opens the gate. A failure marks the entry failed and forgets the key.
  task<result<void>> settle(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key,
                            std::string reply);
  // The handler threw: the row stays unsettled on disk, and the retry will be handled anew.
  void abandon(const std::shared_ptr<inbox_entry>& entry);

  std::size_t remembered() const { return entries_.size(); }

 private:
  void forget_old();
  void keep_reply(const std::shared_ptr<inbox_entry>& entry, std::string reply);
  asio::any_io_executor loop_;
  inbox_store& store_;
  const clock& clock_;
  std::unordered_map<std::string_view, std::shared_ptr<inbox_entry>> entries_;  // by their own keys
  std::deque<std::shared_ptr<inbox_entry>> order_;                              // as they came
  std::deque<std::shared_ptr<inbox_entry>> replies_;                            // whose replies are in memory
  std::size_t reply_bytes_ = 0;
};

}  // namespace depeche
