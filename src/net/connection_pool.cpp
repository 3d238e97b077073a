#include "net/connection_pool.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>

namespace depeche {

connection_pool::connection_pool(asio::any_io_executor loop, std::size_t most)
    : loop_(std::move(loop)), most_(std::max<std::size_t>(most, 1)) {}

connection_pool::lease::lease(std::shared_ptr<connection_pool> pool, std::unique_ptr<byte_stream> kept)
    : stream(std::move(kept)), pool_(std::move(pool)) {}

connection_pool::lease::~lease() {
  if (!pool_) return;
  if (!keep_) stream.reset();
  pool_->give_back(std::move(stream));
}

task<connection_pool::lease> connection_pool::acquire(steady_clock::time_point deadline) {
  if (leased_ >= most_ || !waiting_.empty()) {
    waiter mine(loop_);
    // However this frame ends, its place in the line goes, and a turn that it was given and can't take goes to the next.
    struct place_in_line {
      connection_pool& pool;
      waiter& mine;
      bool took = false;
      ~place_in_line() {
        std::erase(pool.waiting_, &mine);
        if (mine.served && !took) pool.give_back(nullptr);
      }
    } place{*this, mine};
    const auto self = shared_from_this();
    waiting_.push_back(&mine);
    mine.timer.expires_at(deadline);
    boost::system::error_code ignored;
    co_await mine.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (!mine.served) co_return lease();
    place.took = true;
  } else {
    ++leased_;
  }
  auto kept = take_idle();
  co_return lease(shared_from_this(), std::move(kept));
}

// A turn passes from lease to waiter without being counted anew.
void connection_pool::give_back(std::unique_ptr<byte_stream> kept) {
  if (kept) idle_.push_back(idle_connection{std::move(kept), steady_clock::now()});
  if (waiting_.empty()) {
    --leased_;
    return;
  }
  waiter* next = waiting_.front();
  waiting_.pop_front();
  next->served = true;
  next->timer.cancel();
}

std::unique_ptr<byte_stream> connection_pool::take_idle() {
  while (!idle_.empty()) {
    auto last = std::move(idle_.back().stream);
    idle_.pop_back();
    if (!last->is_stale()) return last;
  }
  return nullptr;
}

bool connection_pool::close_idle(steady_clock::time_point since) {
  std::erase_if(idle_, [&](const idle_connection& c) { return c.since <= since; });
  return !idle_.empty();
}

}  // namespace depeche
