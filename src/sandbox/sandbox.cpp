// Builds the parts in order and joins them; no rule lives here.
#include "sandbox/sandbox.hpp"

#include "base/log.hpp"
#include "sandbox/acts.hpp"
#include "sandbox/control.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/job_runner.hpp"
#include "sandbox/menu_board.hpp"
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
      : loop(on), time(clock), random(chance), of(checked(options)), push_ca(options.push_ca), noted(on), released(on),
        counted(clock), people(clock, chance, noted), codes(clock, chance), tokens(clock, chance), quotas(clock), rids(clock, chance),
        media(clock, chance), drafts(clock, chance), menus(chance), templates(clock, chance), publishing(drafts, clock, chance),
        mass(of, people, drafts, clock, chance),
        pushes(on, pusher_parts{of, people, media, faults, counted, chance, clock, signing_clock(options)}, options.reply_limit, options.parallel_pushes),
        doing(act_parts{of, people, codes, media, menus, pushes, clock, chance}),
        jobs(on, job_parts{of, mass, publishing, pushes, noted, clock, chance}),
        gate(api_parts{of, tokens, quotas, faults, counted, noted, released, rids, chance, clock}), daemons(on) {}

  void add_api(router& routes);
  void add_controls(router& routes);
  const clock& signing_clock(const sandbox_options& options) const {
    if (options.sign_in_real_time) return real_time;
    return time;
  }

  asio::any_io_executor loop;
  shiftable_clock& time;
  system_clock real_time;
  random_source& random;
  account of;
  std::string push_ca;
  changes noted;
  bell released;  // ends calls that a fault holds
  traffic counted;
  fault_rules faults;
  crowd people;
  code_book codes;
  token_desk tokens;
  quota_desk quotas;
  rid_book rids;
  media_shelf media;
  draft_box drafts;
  tag_book tags;
  kf_desk agents;
  menu_board menus;
  template_shelf templates;
  publish_desk publishing;
  mass_desk mass;
  pusher pushes;
  acts doing;
  job_runner jobs;
  api_gate gate;
  task_group daemons;
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

void platform::reached_at(std::string base_url) { parts_->of.base_url = std::move(base_url); }

void platform::add_routes(router& routes) {
  parts_->add_api(routes);
  parts_->add_controls(routes);
  add_page(routes);
}

void platform::parts::add_api(router& routes) {
  const content_sources sources{of, media, drafts, publishing};
  const auto begun = [this] { jobs.look_again(); };
  const auto send_event = [this](std::string_view openid, std::string event, std::vector<push_field> fields) {
    pushes.send({std::string(openid), to_unix_seconds(time.now()), "event", std::move(event), std::move(fields)}, false);
  };
  gate.add(routes, message_endpoints(people, agents, sources, time));
  gate.add(routes, token_endpoints(of, tokens));
  gate.add(routes, user_endpoints(people));
  gate.add(routes, tag_endpoints(tags, people));
  gate.add(routes, code_endpoints(codes, time));
  gate.add(routes, template_endpoints(of, people, templates, send_event));
  gate.add(routes, notice_endpoints(people, templates, send_event));
  gate.add(routes, mass_endpoints(mass, people, tags, sources, begun));
  gate.add(routes, draft_endpoints(of, media, drafts));
  gate.add(routes, publish_endpoints(of, media, drafts, publishing, begun));
  gate.add(routes, media_endpoints(of, media));
  gate.add(routes, material_endpoints(of, media, drafts));
  gate.add(routes, menu_endpoints(menus, tags, people));
  gate.add(routes, kf_endpoints(of, agents, people, send_event));
  gate.add(routes, operation_endpoints(of, quotas, rids, random, [this] { return !pushes.target_url().empty(); }));
  add_code_image(routes, codes);
  add_pictures(routes, media);
  add_articles(routes, drafts);
  gate.add_unknown(routes);
  for (const auto* upload : {"/cgi-bin/media/upload", "/cgi-bin/material/add_material", "/cgi-bin/media/uploadimg"})
    routes.set_body_limit(upload, 12 * 1024 * 1024);
  for (const auto* articles : {"/cgi-bin/draft/add", "/cgi-bin/draft/update", "/cgi-bin/media/uploadnews", "/cgi-bin/material/add_news"})
    routes.set_body_limit(articles, 12 * 1024 * 1024);
}

void platform::parts::add_controls(router& routes) {
  add_phone_controls(routes, people, menus, time);
  add_act_controls(routes, people, doing);
  add_batch_control(routes, people, doing);
  add_push_control(routes, people, doing, pushes, time);
  routes.set_body_limit("/sandbox/v1/phones/{id}/send", 4 * 1024 * 1024);
  add_clock_controls(routes, time, noted, [this] { jobs.look_again(); });
  add_job_controls(routes, mass, publishing, templates, [this] { jobs.look_again(); });
  add_template_controls(routes, templates);
  add_fault_controls(routes, faults, released, noted);
  add_quota_controls(routes, of, quotas, noted);
  add_stats_controls(routes, people, counted);
  add_change_controls(routes, people, noted);
  add_code_controls(routes, doing, codes, media);
  add_account_controls(routes, of, pushes, push_ca, noted);
}

task<> platform::run() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  auto& p = *parts_;
  p.daemons.spawn("sandbox pushes", p.pushes.run());
  p.daemons.spawn("sandbox jobs", p.jobs.run());
  asio::steady_timer never(p.loop, asio::steady_timer::time_point::max());
  boost::system::error_code ignored;
  co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  p.released.ring();
  p.noted.release();
  co_await p.daemons.drain(2s);
}

}  // namespace depeche::sandbox
