// Callbacks as received, and the reply that each got, in files of their own beside the database (docs/decisions/0022): written from front to
// end, made durable in groups, deleted whole when they are old. Whoever needs to find a key keeps the recent ones in memory
// (callback/inbox).
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <boost/asio/thread_pool.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace depeche {

struct inbox_row {
  std::int64_t id = 0;   // where it is kept: grows with time, not by one
  std::string account;
  std::string key;       // MsgId, or openid + CreateTime + Event + EventKey, and the job that it tells of
  timestamp received{};
  std::string body;      // the clear XML
  bool settled = false;  // handled; `reply` is what was answered (empty: "success")
  std::string reply;
};

class inbox_writer;

// Loop thread only. Looking through whole files is the pool's; a retry's reply is not, since the pool may be composing a digest.
class inbox_store {
 public:
  // Nothing is touched before open(). Without a folder's name, a temporary one is made, and goes with this object. The owner's context
  // must outlive the store; what is queued is written when the store goes.
  inbox_store(std::string folder, asio::any_io_executor owner, asio::any_io_executor pool);
  ~inbox_store();
  inbox_store(const inbox_store&) = delete;
  inbox_store& operator=(const inbox_store&) = delete;

  // Makes the folder, and cuts what a crash left half written. Fails (bad_config) when another process has it open, or when it can't be used.
  // Call once, before all else.
  task<result<void>> open();

  // The following give an entry's id, at which find() has the reply later. A row may not be changed until they return.

  // Event and reply in one entry, durable when it returns: the way of most callbacks, whose answer is ready at once.
  task<result<std::int64_t>> keep(std::shared_ptr<const inbox_row> row);
  // For one that takes its time: queues the event without a reply, and gives its id at once.
  std::int64_t accept(std::shared_ptr<const inbox_row> row);
  // The reply of an accepted row, whose id it has. Returns when both are durable.
  task<result<std::int64_t>> settle(std::shared_ptr<const inbox_row> row);

  // One entry that has a reply; its body is empty when the event was accepted ahead of it.
  task<result<std::optional<inbox_row>>> find(std::int64_t id);
  // The newest settled entries, at most so many, that were received since; oldest first, without body and reply.
  task<result<std::vector<inbox_row>>> settled_since(timestamp from, std::size_t most);
  // Events received since, whether settled or not, with their bodies; oldest first.
  task<result<std::vector<inbox_row>>> events_since(timestamp from);
  // The newest entry's time; nothing when there is none.
  std::optional<timestamp> newest() const { return newest_ == timestamp{} ? std::nullopt : std::optional(newest_); }
  // What open() found accepted and never settled (a crash came between), oldest first. Call before accept().
  task<result<std::vector<inbox_row>>> unsettled();
  // Deletes the files that hold nothing newer and nothing that is owed a reply; how many.
  task<result<std::size_t>> prune(timestamp before);

 private:
  struct queued;
  result<void> open_folder();
  result<void> look_through(std::uint32_t newest);
  std::int64_t queue(queued what);
  task<result<std::int64_t>> commit(queued what);
  void begin_file(timestamp now);

  std::string folder_;
  bool temporary_;
  asio::any_io_executor owner_, pool_;
  int lock_ = -1;
  std::unique_ptr<inbox_writer> writer_;
  std::optional<asio::thread_pool> finding_;  // one thread, from the first find() on

  std::uint32_t last_file_ = 0;  // the newest number given
  std::uint32_t file_ = 0;       // the one being written; 0: the next entry begins one
  std::size_t offset_ = 0;       // in it
  timestamp begun_{}, newest_{}; // when it was begun; the last entry's time
  std::set<std::int64_t> owed_;  // ids of events without a reply
};

}  // namespace depeche
