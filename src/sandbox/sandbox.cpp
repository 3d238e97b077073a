// Builds the parts in order and joins them; no rule lives here.
#include "sandbox/sandbox.hpp"

#include "base/log.hpp"
#include "sandbox/acts.hpp"
#include "sandbox/control.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/page.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

account checked(const sandbox_options& options) {
  auto made = make_account(options);
  if (made.has_error()) throw failure(made.error());
  return std::move(*made);
}

}  // namespace

struct platform::parts {
  parts(asio::any_io_executor on, shiftable_clock& clock, random_source& chance, const sandbox_options& options)
      : loop(on), time(clock), random(chance), of(checked(options)), push_ca(options.push_ca), noted(on), released(on), begun(on),
        counted(clock), people(clock, chance, noted), codes(clock, chance), tokens(clock, chance), quotas(clock),
        media(clock, chance), jobs(of, people, clock, chance),
        pushes(on, pusher_parts{of, people, faults, counted, chance, clock}, options.reply_limit, options.parallel_pushes),
        doing(of, people, codes, pushes, clock, chance),
        gate(api_parts{of, tokens, quotas, faults, counted, noted, released, chance, clock}), daemons(on),
        assistant("o" + random_word(chance, 27)) {}

  task<> run_mass_jobs();
  void push_finished(const mass_job& job);

  asio::any_io_executor loop;
  shiftable_clock& time;
  random_source& random;
  account of;
  std::string push_ca;
  changes noted;
  bell released;  // ends calls that a fault holds
  bell begun;     // a mass job came
  traffic counted;
  fault_rules faults;
  crowd people;
  code_book codes;
  token_desk tokens;
  quota_desk quotas;
  media_shelf media;
  mass_desk jobs;
  pusher pushes;
  acts doing;
  api_gate gate;
  task_group daemons;
  std::string assistant;  // who sends the events of mass jobs: an openid that is nobody's
};

platform::platform(asio::any_io_executor loop, shiftable_clock& time, random_source& random, sandbox_options options)
    : parts_(std::make_unique<parts>(std::move(loop), time, random, options)) {
  push_to(options.push_url, options.push_ca);
}

platform::~platform() = default;

void platform::push_to(std::string url, std::string ca_file) {
  const auto set = parts_->pushes.target(url, ca_file);
  if (set.has_error()) throw failure(set.error());
}

std::string platform::subscribe_code() const { return parts_->doing.account_code(); }

void platform::add_routes(router& routes) {
  auto& p = *parts_;
  p.gate.add(routes, message_endpoints(p.people, p.media));
  p.gate.add(routes, token_endpoints(p.of, p.tokens));
  p.gate.add(routes, user_endpoints(p.people));
  p.gate.add(routes, code_endpoints(p.codes, p.time));
  p.gate.add(routes, mass_endpoints(p.jobs, p.people, [&p] { p.begun.ring(); }));
  p.gate.add(routes, media_endpoints(p.media, p.time));
  p.gate.add(routes, operation_endpoints(p.of, p.quotas, [&p] { return !p.pushes.target_url().empty(); }));
  add_code_image(routes, p.codes);
  p.gate.add_unknown(routes);
  routes.set_body_limit("/cgi-bin/media/upload", 12 * 1024 * 1024);

  add_phone_controls(routes, p.people, p.doing, p.time);
  add_batch_control(routes, p.people, p.doing);
  add_clock_controls(routes, p.time, p.noted);
  add_fault_controls(routes, p.faults, p.released, p.noted);
  add_quota_controls(routes, p.of, p.quotas, p.noted);
  add_stats_controls(routes, p.people, p.counted);
  add_change_controls(routes, p.people, p.noted);
  add_code_controls(routes, p.doing, p.codes, p.media);
  add_account_controls(routes, p.of, p.pushes, p.push_ca, p.noted);
  add_page(routes);
}

task<> platform::run() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  auto& p = *parts_;
  p.daemons.spawn("sandbox pushes", p.pushes.run());
  p.daemons.spawn("sandbox mass jobs", p.run_mass_jobs());
  asio::steady_timer never(p.loop, asio::steady_timer::time_point::max());
  boost::system::error_code ignored;
  co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  p.released.ring();
  p.noted.release();
  co_await p.daemons.drain(2s);
}

task<> platform::parts::run_mass_jobs() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    if (co_await stop_requested()) co_return;
    auto* job = jobs.waiting();
    if (job == nullptr) {
      co_await begun.wait(1h);
      continue;
    }
    std::uint32_t next = 0;
    // In portions, so that the API answers meanwhile.
    while (!jobs.deliver_some(*job, next, 1000)) co_await asio::post(loop, asio::use_awaitable);
    push_finished(*job);
  }
}

void platform::parts::push_finished(const mass_job& job) {
  wechat::inbound_message event;
  event.to_user = of.original_id;
  event.from_user = assistant;
  event.create_time = to_unix_seconds(time.now());
  event.msg_type = "event";
  event.event = "masssendjobfinish";
  event.fields = {{"MsgID", std::to_string(job.msg_id)},         {"Status", "send success"},
                  {"TotalCount", std::to_string(job.total)},     {"FilterCount", std::to_string(job.filtered)},
                  {"SentCount", std::to_string(job.sent)},       {"ErrorCount", std::to_string(job.failed)}};
  pushes.send(std::move(event), false);
}

}  // namespace depeche::sandbox
