// What came and what was answered: durable before it is acknowledged, once however often it is delivered. Keys of the last hour are
// in memory as hashes beside their rows' ids, which say where they stand in the inbox's files (store/inbox_store).
//
// States of a delivery and who moves it:
//   running -> settled  [settle: the reply is durable; from here on a retry reads it from the store]
//   running -> gone     [the handler failed and nothing was promised: the platform's retry starts anew]
#pragma once

#include "async/gate.hpp"
#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/inbox_store.hpp"
#include "wechat/message.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// One delivery being handled. Shared by its first delivery and the retries that overtake it.
struct inbox_entry {
  explicit inbox_entry(const asio::any_io_executor& loop) : done(loop) {}
  inbox_row row;        // its id is 0 until it is on its way to disk; the reply in clear XML, empty for "success", is there when done
  bool failed = false;
  gate done;            // opened when settled (reply durable) or failed
};

// The key under which the platform's retries are the same event (wechat-protocol 2.6): MsgId, else sender + time + event + key, and
// the id of the job or message that the event tells of.
std::string inbox_key(const wechat::inbound_message& m);

// Loop thread only. Remembers the keys of an hour, at most 500,000 (20 MB): far longer than the platform goes on retrying (15 seconds).
class inbox {
 public:
  inbox(asio::any_io_executor loop, inbox_store& store, const clock& time);

  // Loads what is remembered from before: keys of the last hour. Returns the events that a crash left unsettled, oldest first: they run
  // from here on, so that their retries wait, until each is settled or abandoned.
  task<result<std::vector<std::shared_ptr<inbox_entry>>>> open();
  // The port opens before that. Whoever comes in between waits for the gate: nothing may be accepted before what was answered is known.
  gate opened;

  enum class delivery {
    first,       // handle it, then settle() or abandon() the entry
    overtaking,  // another is at it: wait for entry->done and answer the same
    repeated,    // settled before: recall() has the reply
  };
  struct acceptance {
    delivery kind = delivery::first;
    std::shared_ptr<inbox_entry> entry;  // not when repeated
    std::int64_t row = 0;                // when repeated
  };
  // Remembers the key when it is new, and takes the body then. Nothing is promised to the platform yet, and nothing is on disk:
  // settle() puts it there.
  acceptance accept(const std::string& account, const std::string& key, std::string&& body);
  // The same for a key that recall() did not find in its row.
  acceptance accept_anew(const std::string& account, const std::string& key, std::string&& body);
  // The reply that was settled in this row. Nothing when the row is another callback's, whose key has the same hash.
  task<result<std::optional<std::string>>> recall(std::int64_t row, std::string account, std::string key);

  // The handler takes its time: the event goes to disk before its reply, so that a crash does not lose it.
  void keep_early(const std::shared_ptr<inbox_entry>& entry);
  // Returns when event and reply are on disk, then opens the gate. A failure marks the entry failed and forgets the key.
  task<result<void>> settle(std::shared_ptr<inbox_entry> entry, std::string reply);
  // The handler threw: a row that is on disk stays unsettled there, and the retry will be handled anew.
  void abandon(const std::shared_ptr<inbox_entry>& entry);

  std::size_t remembered() const { return running_.size() + settled_.size(); }

 private:
  struct name {
    std::string_view account, key;
    friend bool operator==(const name&, const name&) = default;
  };
  struct hash_of_name {
    std::size_t operator()(const name& n) const;
  };
  struct settled_key {
    timestamp received;
    std::size_t hash;
    std::int64_t row;
  };
  task<bool> was_answered_later(const inbox_row& row);
  std::shared_ptr<inbox_entry> start(inbox_row row);
  void end(const inbox_entry& entry);
  void remember(const inbox_row& row);
  void forget_old();

  asio::any_io_executor loop_;
  inbox_store& store_;
  const clock& clock_;
  boost::unordered_flat_map<name, std::shared_ptr<inbox_entry>, hash_of_name> running_;  // by their own rows' names
  boost::unordered_flat_map<std::size_t, std::int64_t> settled_;                         // hash of the name -> row
  std::deque<settled_key> order_;                                                        // of settled_, as they were settled
};

}  // namespace depeche
