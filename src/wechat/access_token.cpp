// When a token is renewed, and when it is not:
//   - ahead of its end by 300 s and up to 300 s more, an amount fixed by the app id, so that many accounts do not renew at once;
//   - after a refusal, first unforced (someone else may have renewed it), then by force, at most every 30 s and 20 times in 24 h;
//   - not while a failure is remembered: 3 s after the first, doubling up to a minute with each further one; at once a minute
//     when only the admin can mend it or the minute's limit is reached, and ten for a daily limit; or as long as the code says,
//     up to a day for an address that the administrator refused (errcode.cpp).
// With a lease, what another holder has stored comes before any of this: the platform is asked by whoever has the lease, the others
// wait for what it stores, or take over when the lease ends. Forced renewals are counted for all holders together.
// All by the program's clock. A token that has not ended yet goes on being given while its renewal fails.
#include "wechat/access_token.hpp"

#include "async/single_flight.hpp"
#include "base/log.hpp"
#include "wechat/api_answer.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace depeche::wechat {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr std::string_view token_path = "/cgi-bin/stable_token";
constexpr std::size_t max_token_bytes = 2'048;
constexpr std::int64_t max_life = 7'200;
constexpr seconds between_forced = 30s;
constexpr std::size_t forced_a_day = 20;
// Two exchanges of ten seconds, and the time to store their outcome.
constexpr seconds lease_length = 30s;
// Looks at a renewal that another holder does not end: far more than a lease lasts, were the clock to stand still.
constexpr int most_looks = 300;

// FNV-1a: the same margin for the same account on every start.
seconds margin_of(std::string_view app_id) {
  std::uint32_t hash = 2166136261U;
  for (const char c : app_id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return 300s + seconds{hash % 301U};
}

seconds pause_after(const api_failure& f, int failures_in_a_row) {
  if (const seconds asked_for = describe_errcode(f.errcode).pause; asked_for > 0s) return asked_for;
  switch (f.action) {
    case api_action::wait_quota: return 600s;
    case api_action::stop_and_tell:
    case api_action::retry_minute: return 60s;
    default: return std::min(seconds{3LL << std::min(failures_in_a_row - 1, 10)}, seconds{60});
  }
}

}  // namespace

struct access_token::state {
  // What a shared request came to.
  struct outcome {
    std::string token;
    std::optional<api_failure> failure;
  };
  struct remembered_failure {
    api_failure failure;
    timestamp since{};
    timestamp until{};
  };

  state(asio::any_io_executor loop, https_client& c, const clock& t, credentials w, token_lease* lease)
      : client(c), time(t), who(std::move(w)), shared_with(lease), margin(margin_of(who.app_id)), flight(std::move(loop)) {}

  https_client& client;
  const clock& time;
  const credentials who;
  token_lease* const shared_with;  // null: nobody
  const seconds margin;
  single_flight<outcome> flight;
  token_record held;
  std::optional<remembered_failure> remembered;
  int failures_in_a_row = 0;

  bool lives() const { return !held.token.empty() && time.now() < held.ends_at; }
  bool fresh() const { return !held.token.empty() && time.now() < held.renew_at; }
  bool serves_for(const std::string& refused) const { return refused.empty() ? fresh() : lives() && held.token != refused; }

  // What other holders know, where it is newer than what we know, or as new as what is `refused`. A clock that was put back makes
  // no token last for days.
  void learn(token_record theirs, const std::string& refused) {
    const bool newer = theirs.ends_at > held.ends_at || (theirs.ends_at == held.ends_at && held.token == refused);
    if (newer && theirs.ends_at - time.now() <= seconds{max_life})
      held = std::move(theirs);
    else
      held.forced = std::move(theirs.forced);
  }

  // The failure that is still remembered; a clock that was put back forgets it.
  const api_failure* recent_failure() const {
    const timestamp now = time.now();
    return remembered && now < remembered->until && now >= remembered->since ? &remembered->failure : nullptr;
  }

  void remember(const api_failure& f) {
    const timestamp now = time.now();
    ++failures_in_a_row;
    remembered = remembered_failure{f, now, now + pause_after(f, failures_in_a_row)};
    log_warning("wechat", "no access token: " + f.to_line());
  }

  // Counts a forced renewal when the platform would grant one now.
  bool take_forced() {
    const timestamp now = time.now();
    std::vector<timestamp>& forced = held.forced;
    std::erase_if(forced, [&](timestamp t) { return t > now || now - t >= 24h; });
    if (forced.size() >= forced_a_day || (!forced.empty() && now - forced.back() < between_forced)) return false;
    forced.push_back(now);
    return true;
  }

  task<outcome> fetch(bool force);
  task<outcome> ask_platform(std::string refused);
  task<outcome> renew(std::string refused);
  task<> settle();
  task<result<outcome>> run_renew(std::string refused);
  task<outcome> shared(std::string refused);
};

namespace {

// The answer's token and its remaining life in seconds.
api_result<std::pair<std::string, std::int64_t>> read_token(result<client_response> answer) {
  auto text = read_api_answer(std::move(answer), token_path, api_action::retry);
  if (text.has_error()) {
    api_failure f = text.error();
    f.answer.clear();
    // Here 40001 means the secret; there is no token to refresh.
    if (f.action == api_action::refresh_token) f.action = api_action::stop_and_tell;
    return f;
  }
  auto token = text_member(*text, "access_token");
  const auto life = number_member(*text, "expires_in");
  if (!token || token->empty() || token->size() > max_token_bytes || !life || *life <= 0) {
    api_failure f;
    f.action = api_action::retry;
    f.message = "the platform's answer holds no usable token";
    f.path = token_path;
    return f;
  }
  return std::pair{std::move(*token), std::min(*life, max_life)};
}

}  // namespace

task<access_token::state::outcome> access_token::state::fetch(bool force) {
  nlohmann::json body{{"grant_type", "client_credential"},
                      {"appid", who.app_id},
                      {"secret", who.app_secret},
                      {"force_refresh", force}};
  client_request request;
  request.method = "POST";
  request.target = who.api_base;
  request.target.target = api_path(who.api_base, token_path);
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  request.body = json_text(body);
  request.max_body = 64 * 1024;
  const timestamp asked = time.now();
  auto answer = co_await client.exchange(std::move(request));
  auto token = read_token(std::move(answer));
  outcome out;
  if (token.has_error()) {
    remember(token.error());
    out.failure = token.error();
    co_return out;
  }
  const seconds life{token->second};
  // A token that the platform will soon replace is kept for half of what it has left.
  const seconds use = std::max({life - margin, life / 2, seconds{10}});
  held.token = token->first;
  held.renew_at = asked + use;
  held.ends_at = asked + life;
  failures_in_a_row = 0;
  remembered.reset();
  out.token = std::move(token->first);
  co_return out;
}

// Unforced; and when that gives the refused token again, by force.
task<access_token::state::outcome> access_token::state::ask_platform(std::string refused) {
  outcome first = co_await fetch(false);
  if (first.failure || first.token != refused) co_return first;
  if (take_forced()) co_return co_await fetch(true);
  outcome out;
  out.failure.emplace();
  out.failure->action = api_action::retry;
  out.failure->path = token_path;
  out.failure->message = "the token is refused, and was renewed by force too recently to do it again";
  remember(*out.failure);
  co_return out;
}

task<> access_token::state::settle() {
  auto settled = co_await shared_with->settle(held);
  if (settled.has_error()) log_warning("wechat", "the access token is not shared: " + to_line(settled.error()));
}

task<access_token::state::outcome> access_token::state::renew(std::string refused) {
  for (int look = 0; shared_with != nullptr && look < most_looks; ++look) {
    const timestamp now = time.now();
    auto seen = co_await shared_with->claim(now, now + lease_length);
    if (seen.has_error()) {
      log_warning("wechat", "the access token is renewed without asking other holders: " + to_line(seen.error()));
      break;
    }
    learn(std::move(seen->record), refused);
    outcome out;
    if (serves_for(refused)) {
      if (seen->ours) co_await settle();
      out.token = held.token;
      co_return out;
    }
    if (seen->ours) {
      out = co_await ask_platform(std::move(refused));
      co_await settle();
      co_return out;
    }
    if (refused.empty() && lives()) {
      out.token = held.token;
      co_return out;
    }
    co_await shared_with->pause();
  }
  co_return co_await ask_platform(std::move(refused));
}

task<result<access_token::state::outcome>> access_token::state::run_renew(std::string refused) {
  co_return co_await renew(std::move(refused));
}

// One request for all who need it. A runner that is cancelled must not fail those who wait: one of them runs it again.
task<access_token::state::outcome> access_token::state::shared(std::string refused) {
  while (true) {
    std::function<task<result<outcome>>()> work = [this, refused] { return run_renew(refused); };
    auto done = co_await flight.run(std::move(work));
    if (done) co_return std::move(*done);
  }
}

access_token::access_token(asio::any_io_executor loop, https_client& client, const clock& time, credentials who, token_lease* shared)
    : state_(std::make_unique<state>(std::move(loop), client, time, std::move(who), shared)) {}
access_token::~access_token() = default;

task<api_result<std::string>> access_token::get() {
  if (state_->fresh()) co_return state_->held.token;
  if (const api_failure* recent = state_->recent_failure()) {
    if (state_->lives()) co_return state_->held.token;
    co_return *recent;
  }
  auto got = co_await state_->shared({});
  if (!got.failure) co_return std::move(got.token);
  if (state_->lives()) co_return state_->held.token;
  co_return std::move(*got.failure);
}

task<api_result<std::string>> access_token::replace(std::string refused) {
  // Twice: a request under way may be another's, who holds a newer token than ours or none, and may bring back the refused one.
  for (int round = 0; round < 2; ++round) {
    if (!state_->held.token.empty() && state_->held.token != refused) co_return state_->held.token;
    if (const api_failure* recent = state_->recent_failure()) co_return *recent;
    auto got = co_await state_->shared(refused);
    if (got.failure) co_return std::move(*got.failure);
    if (got.token != refused) co_return std::move(got.token);
  }
  api_failure f;
  f.action = api_action::retry;
  f.path = token_path;
  f.message = "the platform gives the token again that it refuses";
  co_return f;
}

}  // namespace depeche::wechat
