#include "app/shared_token.hpp"

#include <boost/asio/steady_timer.hpp>

namespace depeche {

shared_token::shared_token(token_store& tokens, token_place of, std::string holder, std::chrono::milliseconds between_looks)
    : tokens_(tokens), of_(std::move(of)), holder_(std::move(holder)), between_looks_(between_looks) {}

task<result<wechat::token_lease::view>> shared_token::claim(timestamp now, timestamp until) {
  auto seen = co_await tokens_.claim(of_, holder_, now, until);
  if (seen.has_error()) co_return seen.error();
  view out;
  out.record = {std::move(seen->stored.token), seen->stored.renew_at, seen->stored.ends_at, std::move(seen->stored.forced)};
  out.ours = seen->ours;
  co_return out;
}

task<result<void>> shared_token::settle(wechat::token_record record) {
  stored_token stored{std::move(record.token), record.renew_at, record.ends_at, std::move(record.forced)};
  co_return co_await tokens_.settle(of_, holder_, std::move(stored));
}

task<> shared_token::pause() {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer timer(ex, between_looks_);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace depeche
