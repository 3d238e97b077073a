// Callbacks as received, and the reply that each got. Rows are appended under a growing id (no index on random keys); whoever
// needs to find a key keeps the recent ones in memory (callback/inbox).
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace depeche {

struct inbox_row {
  std::int64_t id = 0;
  std::string account;
  std::string key;       // MsgId, or openid + CreateTime + Event + EventKey
  timestamp received{};
  std::string body;      // the clear XML
  bool settled = false;  // handled; `reply` is what was answered (empty: "success")
  std::string reply;
};

class inbox_store {
 public:
  explicit inbox_store(database& db) : db_(db) {}

  // Reads the last id; call once before accept().
  task<result<void>> open();

  // Event and reply in one row, durable when it returns: the way of most callbacks, whose answer is ready at once.
  task<result<void>> keep(std::string account, std::string key, timestamp received, std::string body, std::string reply);

  // For one that takes its time: queues the row without a reply and returns its id at once. Durable no later than any write awaited after this call.
  std::int64_t accept(std::string account, std::string key, timestamp received, std::string body);
  // Marks handled, with the clear reply XML. Returns when the row and its reply are durable; fails when the row is not there.
  task<result<void>> settle(std::int64_t id, std::string reply);

  // Rows received since, settled or not, oldest first, bodies left empty when settled.
  task<result<std::vector<inbox_row>>> since(timestamp from);
  // Rows that were accepted and never settled (a crash came between), oldest first.
  task<result<std::vector<inbox_row>>> unsettled();
  task<result<std::size_t>> prune(timestamp before);

 private:
  database& db_;
  std::int64_t last_id_ = 0;
};

}  // namespace depeche
