// Kept client connections to one host: the last one used is the next one used, and who finds all busy waits in line.
// Loop thread only.
#pragma once

#include "async/task.hpp"
#include "net/byte_stream.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <vector>

namespace depeche {

using std::chrono::steady_clock;

class connection_pool : public std::enable_shared_from_this<connection_pool> {
 public:
  connection_pool(asio::any_io_executor loop, std::size_t most);

  // The right to one connection: kept (stream is set) or to be made. Given back when destroyed; the connection only by keep().
  class lease {
   public:
    lease() = default;
    lease(std::shared_ptr<connection_pool> pool, std::unique_ptr<byte_stream> kept);
    lease(lease&& other) noexcept = default;
    lease& operator=(lease&&) = delete;
    ~lease();
    explicit operator bool() const { return pool_ != nullptr; }
    void keep() { keep_ = true; }

    std::unique_ptr<byte_stream> stream;

   private:
    std::shared_ptr<connection_pool> pool_;
    bool keep_ = false;
  };

  // An empty lease when the deadline passed, or the waiting was cut.
  task<lease> acquire(steady_clock::time_point deadline);

  // Closes what has been idle since before `since`; true when some are left.
  bool close_idle(steady_clock::time_point since);
  // Nothing is kept, and nobody uses or waits for it.
  bool unused() const { return leased_ == 0 && waiting_.empty() && idle_.empty(); }

 private:
  struct idle_connection {
    std::unique_ptr<byte_stream> stream;
    steady_clock::time_point since;
  };
  struct waiter {
    explicit waiter(const asio::any_io_executor& loop) : timer(loop) {}
    asio::steady_timer timer;
    bool served = false;
  };
  void give_back(std::unique_ptr<byte_stream> kept);
  std::unique_ptr<byte_stream> take_idle();

  asio::any_io_executor loop_;
  std::size_t most_;
  std::size_t leased_ = 0;  // busy connections, and those being made: at most `most`; idle ones come from these
  std::vector<idle_connection> idle_;
  std::list<waiter*> waiting_;
};

}  // namespace depeche
