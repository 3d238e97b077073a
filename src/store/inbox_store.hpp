// Callbacks as received, and the reply that each got. Rows are appended under a growing id (no index on random keys); whoever
// needs to find a key keeps the recent ones in memory (callback/inbox).
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <memory>
#include <optional>
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

  // Reads the last id; call once before next_id().
  task<result<void>> open();
  // Ids grow, so that rows are appended.
  std::int64_t next_id() { return ++last_id_; }

  // Event and reply in one row, durable when it returns: the way of most callbacks, whose answer is ready at once. Nobody may
  // change the row meanwhile: the database's thread reads it.
  task<result<void>> keep(std::shared_ptr<const inbox_row> row);

  // For one that takes its time: queues the row without a reply. Durable no later than any write awaited after this call.
  void accept(std::shared_ptr<const inbox_row> row);
  // Marks handled, with the clear reply XML. Returns when the row and its reply are durable; fails when the row is not there.
  task<result<void>> settle(std::int64_t id, std::string reply);

  // One row, whole.
  task<result<std::optional<inbox_row>>> find(std::int64_t id);
  // The newest settled rows, at most so many, that were received since; oldest first, without body and reply.
  task<result<std::vector<inbox_row>>> settled_since(timestamp from, std::size_t most);
  // Rows that were accepted and never settled (a crash came between), oldest first.
  task<result<std::vector<inbox_row>>> unsettled();
  // Deletes what was received before and is owed no reply, from the oldest row up to the first stretch that is newer; how many rows.
  task<result<std::size_t>> prune(timestamp before);

 private:
  database& db_;
  std::int64_t last_id_ = 0;
};

}  // namespace depeche
