#include "sandbox/pusher.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "sandbox/reply_reader.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/signature.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

constexpr int most_deliveries = 3;
constexpr const char* fault_notice = "该公众号提供的服务出现故障，请稍后再试";

// Waits in real time; returns early when cancelled.
task<> pause(asio::any_io_executor loop, std::chrono::milliseconds length) {
  asio::steady_timer timer(loop, length);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

std::string_view name(push_end end) {
  switch (end) {
    case push_end::not_pushed: return "not_pushed";
    case push_end::replied: return "replied";
    case push_end::acknowledged: return "acknowledged";
    case push_end::failed: return "failed";
    case push_end::bad_reply: return "bad_reply";
  }
  return "";
}

pusher::pusher(asio::any_io_executor loop, pusher_parts with, std::chrono::milliseconds reply_limit, std::size_t parallel)
    : loop_(loop), with_(with), reply_limit_(reply_limit), parallel_(std::max<std::size_t>(parallel, 1)), group_(loop) {}

result<void> pusher::target(const std::string& push_url, const std::string& ca_file) {
  if (push_url.empty()) {
    target_.reset();
    target_text_.clear();
    return {};
  }
  auto parsed = parse_url(push_url);
  if (parsed.has_error()) return fail(errc::bad_config, parsed.error().what, "push_url", "give the bot's callback, http or https");
  https_client_options options;
  options.ca_file = ca_file;
  options.connections_per_host = parallel_ + 1;
  options.user_agent = "Mozilla/4.0";
  auto made = make_https_client(loop_, std::move(options));
  if (made.has_error()) return fail(errc::bad_config, made.error().what, "push_ca", made.error().remedy);
  client_ = std::move(*made);
  target_ = std::move(*parsed);
  target_text_ = push_url;
  return {};
}

std::shared_ptr<push> pusher::send(push_message message, bool shows_reply) {
  auto queued = std::make_shared<push>(loop_, std::move(message), shows_reply);
  if (!target_) {
    queued->detail = "no push_url is set";
    queued->done.open();
    return queued;
  }
  ++with_.counted.pushes.pushes;
  if (is_paused()) {
    give_up(*queued, push_end::failed, "pushes are paused for a minute after many failures");
    finish(*queued);
    return queued;
  }
  auto& line = lanes_[queued->message.from_user];
  line.push_back(queued);
  if (line.size() == 1) ready_.push_back(queued->message.from_user);
  start_lanes();
  return queued;
}

void pusher::start_lanes() {
  while (running_ && serving_ < parallel_ && !ready_.empty()) {
    ++serving_;
    auto openid = std::move(ready_.front());
    ready_.pop_front();
    group_.spawn("sandbox push", serve(std::move(openid)));
  }
}

task<> pusher::run() {
  // Both kinds of cancellation end the wait; what is in flight is then given its time by drain().
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  running_ = true;
  start_lanes();
  asio::steady_timer never(loop_, asio::steady_timer::time_point::max());
  boost::system::error_code ignored;
  co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  running_ = false;
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await group_.drain(1s);
  // Whoever still waits for an answer is told that none came.
  for (auto& [openid, line] : lanes_)
    for (const auto& queued : line) queued->done.open();
  lanes_.clear();
  ready_.clear();
}

task<> pusher::serve(std::string openid) {
  struct leave {
    pusher& from;
    ~leave() {
      --from.serving_;
      from.start_lanes();
    }
  } at_end{*this};
  for (;;) {
    const auto found = lanes_.find(openid);
    if (found == lanes_.end()) co_return;
    const auto next = found->second.front();
    co_await deliver(*next);
    finish(*next);
    auto& line = lanes_[openid];
    line.pop_front();
    if (line.empty()) {
      lanes_.erase(openid);
      co_return;
    }
  }
}

task<> pusher::deliver(push& p) {
  for (int number = 1;; ++number) {
    const auto began = std::chrono::steady_clock::now();
    const auto fault = with_.faults.strike("push");
    p.deliveries = number;
    ++with_.counted.pushes.deliveries;
    if (number > 1) ++with_.counted.pushes.retries;
    const bool reaches = !fault || fault->kind != fault_kind::timeout;
    std::string why = "a fault was ordered";
    if (reaches) {
      auto answer = co_await attempt(p);
      if (answer.has_value() && !fault) {
        conclude(p, *answer);
        co_return;
      }
      if (answer.has_error()) why = answer.error().what;
    }
    if (number == most_deliveries) {
      give_up(p, push_end::failed, std::move(why));
      co_return;
    }
    // The platform's deliveries are as far apart as its patience, also when the connection was refused at once.
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    if (!fault && spent < reply_limit_) co_await pause(loop_, reply_limit_ - spent);
    if (co_await stop_requested()) co_return;
  }
}

task<result<client_response>> pusher::attempt(const push& p) {
  if (!target_) co_return fail(errc::connect_failed, "no push_url is set any more");
  const auto client = client_;  // kept while target() may replace it
  co_return co_await client->exchange(compose(p));
}

client_request pusher::compose(const push& p) const {
  const account& of = with_.of;
  const std::string seconds = std::to_string(to_unix_seconds(with_.signing_time.now()));
  const std::string nonce = std::to_string(random_below(with_.random, 2'000'000'000));
  client_request request;
  request.method = "POST";
  request.target = *target_;
  request.limit = reply_limit_;
  request.max_body = 256 * 1024;
  request.headers = {{"Content-Type", "text/xml"}, {"Accept", "*/*"}, {"Pragma", "no-cache"}};
  request.body = write_push(p.message, of.original_id);
  auto& target = request.target.target;
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += "signature=" + wechat::url_signature(of.token, seconds, nonce) + "&timestamp=" + seconds + "&nonce=" + nonce +
            "&openid=" + p.message.from_user;
  if (of.mode == push_mode::plain || !of.key) return request;
  const auto sealed = wechat::encrypt_message(*of.key, of.app_id, request.body, with_.random);
  target += "&encrypt_type=aes&msg_signature=" + wechat::message_signature(of.token, seconds, nonce, sealed);
  if (of.mode == push_mode::safe)
    request.body = write_sealed(of.original_id, sealed);
  else
    request.body.insert(request.body.rfind("</xml>"), "<Encrypt><![CDATA[" + sealed + "]]></Encrypt>\n");
  return request;
}

void pusher::conclude(push& p, const client_response& response) {
  if (response.status != 200) return give_up(p, push_end::bad_reply, "the bot answered HTTP " + std::to_string(response.status));
  auto reply = read_reply(with_.of, with_.media, p.message, response.body);
  if (reply.has_error()) return give_up(p, push_end::bad_reply, reply.error().what);
  failed_in_a_row_ = 0;
  auto* person = with_.people.find_openid(p.message.from_user);
  if (!reply->has_value() || !p.shows_reply || person == nullptr) {
    p.end = push_end::acknowledged;
    ++with_.counted.pushes.acknowledged;
    return;
  }
  p.end = push_end::replied;
  ++with_.counted.pushes.replies;
  p.reply = with_.people.show(*person, std::move(**reply));
}

void pusher::give_up(push& p, push_end how, std::string why) {
  p.end = how;
  p.detail = printable(why, 200);
  if (const int most = with_.of.mark_fail_after; most > 0 && !is_paused() && ++failed_in_a_row_ >= most) {
    failed_in_a_row_ = 0;
    paused_until_ = with_.time.now() + 1min;
  }
  ++(how == push_end::failed ? with_.counted.pushes.failed : with_.counted.pushes.bad_replies);
  auto* person = with_.people.find_openid(p.message.from_user);
  if (person == nullptr || !p.shows_reply) return;
  chat_message notice;
  notice.from = sender::notice;
  notice.content = std::make_shared<const std::string>(fault_notice);
  with_.people.show(*person, std::move(notice));
}

void pusher::finish(push& p) {
  std::string outcome(name(p.end));
  if (p.deliveries > 1) outcome += ", " + std::to_string(p.deliveries) + " deliveries";
  if (!p.detail.empty()) outcome += ": " + p.detail;
  with_.counted.pushed(describe(p.message), outcome);
  p.done.open();
}

task<result<void>> pusher::verify() {
  if (!target_) co_return fail(errc::bad_config, "no push_url is set", "verify", "set one with POST /sandbox/v1/account");
  const std::string seconds = std::to_string(to_unix_seconds(with_.signing_time.now()));
  const std::string nonce = std::to_string(random_below(with_.random, 2'000'000'000));
  const std::string echo = std::to_string(1'000'000'000'000'000'000 + random_below(with_.random, 1'000'000'000'000'000'000));
  client_request request;
  request.target = *target_;
  request.limit = reply_limit_;
  auto& target = request.target.target;
  target += target.find('?') == std::string::npos ? '?' : '&';
  target += "signature=" + wechat::url_signature(with_.of.token, seconds, nonce) + "&timestamp=" + seconds + "&nonce=" + nonce +
            "&echostr=" + echo;
  const auto client = client_;
  const auto answer = co_await client->exchange(std::move(request));
  if (answer.has_error()) co_return answer.error();
  if (answer->status != 200)
    co_return fail(errc::http_status, "HTTP " + std::to_string(answer->status) + " instead of 200", "verify", "compare the tokens");
  if (answer->body != echo)
    co_return fail(errc::http_malformed, "the answer is not the echostr and nothing else", "verify", "answer it bare");
  co_return result<void>();
}

}  // namespace depeche::sandbox
