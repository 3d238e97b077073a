#include "ingest/host_pace.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace depeche {

task<> host_pace::turn(std::string host) {
  const auto now = std::chrono::steady_clock::now();
  if (next_.size() > 1000) std::erase_if(next_, [now](const auto& h) { return h.second < now; });
  auto& next = next_[host];
  const auto mine = std::max(now, next);
  next = mine + gap_;
  if (mine == now) co_return;
  const auto ex = co_await asio::this_coro::executor;
  asio::steady_timer timer(ex, mine);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace depeche
