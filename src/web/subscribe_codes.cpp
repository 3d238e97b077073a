#include "web/subscribe_codes.hpp"

#include "async/with_timeout.hpp"
#include "base/log.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 3000ms;     // of a reader who waits for the page
constexpr auto keep_code = 10min;
constexpr auto keep_failure = 1min;
constexpr std::size_t most_known = 1000;

}  // namespace

task<std::optional<scene_code>> subscribe_codes::get(std::string scene) {
  const timestamp now = clock_.now();
  const auto known = known_.find(scene);
  if (known != known_.end() && known->second.since <= now && now < known->second.until) co_return known->second.code;

  auto ex = co_await asio::this_coro::executor;
  auto& slot = flights_[scene];
  if (!slot) slot = std::make_shared<single_flight<scene_code>>(ex);
  const auto flight = slot;
  std::function<task<result<scene_code>>()> work = [this, &scene] { return with_timeout(ask(scene), patience); };
  const result<scene_code> found = co_await flight->run(std::move(work));

  if (found.has_error()) {
    log_warning("web", "no code for scene \"" + printable(scene, 64) + "\": " + to_line(found.error()));
    remember(scene, std::nullopt);
    co_return std::nullopt;
  }
  remember(scene, *found);
  co_return *found;
}

task<result<scene_code>> subscribe_codes::ask(std::string scene) {
  // A page without its code is still a page: whatever goes wrong here is a code that could not be had.
  try {
    co_return co_await find_(account_, scene);
  } catch (const std::exception& e) {
    co_return fail(errc::platform_error, e.what());
  }
}

void subscribe_codes::remember(const std::string& scene, std::optional<scene_code> code) {
  flights_.erase(scene);
  if (known_.size() >= most_known) known_.clear();
  const timestamp now = clock_.now();
  timestamp until = now + (code ? std::chrono::milliseconds{keep_code} : std::chrono::milliseconds{keep_failure});
  if (code && code->expires) until = std::min(until, *code->expires);
  known_[scene] = remembered{std::move(code), now, until};
}

}  // namespace depeche
