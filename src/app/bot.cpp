#include "app/bot.hpp"

#include "app/desk_alarm.hpp"
#include "app/guard_lists.hpp"
#include "app/hubs.hpp"
#include "app/routes.hpp"
#include "base/log.hpp"
#include "callback/restore_contacts.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <fmt/format.h>

namespace depeche {

using namespace std::chrono_literals;

result<std::unique_ptr<bot>> bot::open(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time,
                                       random_source& random, config settings) {
  auto built = build_parts(std::move(loop), std::move(pool), time, random, std::move(settings));
  if (built.has_error()) return built.error();
  std::unique_ptr<bot> made(new bot(std::move(*built)));
  add_public_routes(made->routes_, *made->parts_);
  add_operations_routes(made->operations_, *made->parts_, made->health_);
  if (auto listening = made->listen(); listening.has_error()) return listening.error();
  return made;
}

result<void> bot::listen() {
  const server_config& server = parts_->settings.server;
  if (server.tls) {
    auto context = make_server_context(server.certificate, server.private_key);
    if (context.has_error()) return context.error();
    certificate_.swap_in(std::move(*context));
  }
  const auto open_one = [&](const std::string& where, bool tls, unsigned threads, const router& routes) -> result<void> {
    const auto place = parse_listen(where);
    if (place.has_error()) return place.error();
    listener_options options;
    options.address = place->first;
    options.port = place->second;
    options.threads = threads;
    if (tls) options.tls = [this] { return certificate_.get(); };
    auto started = start_listener(parts_->loop, std::move(options), routes);
    if (started.has_error()) return started.error();
    listeners_.push_back(std::move(*started));
    return {};
  };
  if (auto done = open_one(server.listen, server.tls, server.threads, routes_); done.has_error()) return done;
  if (server.operations_listen.empty()) return {};
  return open_one(server.operations_listen, false, 1, operations_);
}

task<result<void>> bot::start() {
  parts& p = *parts_;
  auto decided = co_await p.guard->load();
  if (decided.has_error()) co_return decided.error();
  auto recovered = co_await p.push->recover();
  if (recovered.has_error()) co_return recovered.error();
  auto unsettled = co_await p.box->open();
  if (unsettled.has_error()) co_return unsettled.error();
  auto restored = co_await restore_contacts(*p.inbox_rows, *p.subscribers);
  if (restored.has_error()) co_return restored.error();
  p.group.spawn("edition board", p.board->refresh_all());
  p.group.spawn("added sources", follow_added_sources());
  if (p.hubs) p.group.spawn("hubs", learn_leases(p));
  p.group.spawn("poller", p.poller->run());
  for (const auto& inbox : p.inboxes) p.group.spawn("inbox folder", inbox->run());
  p.group.spawn("delivery", p.push->run());
  p.group.spawn("schedule", p.calendar->run());
  p.group.spawn("urgent", p.urgent->run());
  if (p.translations) p.group.spawn("translate", p.translations->run([&p] { p.group.spawn("edition board", take_up_news(p)); }));
  p.group.spawn("tidy", keep_tidy());
  p.group.spawn("codes", watch_codes());
  if (!unsettled->empty()) p.group.spawn("inbox", make_up(std::move(*unsettled)));
  health_.set_ready(true);
  co_return result<void>{};
}

task<> bot::make_up(std::vector<std::shared_ptr<inbox_entry>> unsettled) {
  log_info("callback", fmt::format("{} events were received before the last stop and not answered", unsettled.size()));
  for (const auto& entry : unsettled) {
    for (const auto& handler : parts_->callbacks) {
      if (handler->name() != entry->row.account) continue;
      co_await handler->make_up(entry);
      break;
    }
  }
}

// `depeche sources add` and `remove` write to the database beside a running bot.
task<> bot::follow_added_sources() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  alarm at(parts_->loop, parts_->time);
  for (;;) {
    auto added = co_await parts_->added_sources->all();
    if (added.has_value()) parts_->poller->follow_added(*added);
    else log_warning("ingest", to_line(added.error()));
    const timestamp next = parts_->time.now() + 1min;
    co_await at.wait_until(next);
  }
}

// Old inbox rows have done their work: the platform's retries end within a minute.
task<> bot::keep_tidy() {
  // Nothing here must be finished: "please stop" ends the wait.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  alarm at(parts_->loop, parts_->time);
  for (;;) {
    const timestamp week_ago = parts_->time.now() - 24h * 7;
    auto pruned = co_await parts_->inbox_rows->prune(week_ago);
    if (pruned.has_error()) log_warning("inbox", to_line(pruned.error()));
    const timestamp next = parts_->time.now() + 1h;
    co_await at.wait_until(next);
  }
}

// Once a day: a printed code that ends leads nowhere, and nobody would see.
task<> bot::watch_codes() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  for (;;) {
    for (std::size_t i = 0; i < parts_->settings.accounts.size(); ++i) co_await tell_codes(*parts_, i);
    const timestamp next = parts_->time.now() + 24h;
    while (!co_await codes_alarm_.wait_until(next)) {
    }
  }
}

task<> bot::stop() {
  health_.set_ready(false);
  for (const auto& l : listeners_) co_await l->stop(3s);
  co_await parts_->group.drain(5s);
  for (auto& line : parts_->lines) line.client->close_idle();
  parts_->fetcher->close_idle();
  if (parts_->rewrite_client) parts_->rewrite_client->close_idle();
}

void bot::reload() {
  parts& p = *parts_;
  auto fresh = read_config(p.settings.file);
  if (fresh.has_error()) {
    log_error("reload", "kept the old settings: " + to_line(fresh.error()));
    return;
  }
  auto templates = template_set::load(fresh->templates, fresh->account_templates());
  if (templates.has_error()) {
    log_error("reload", "kept the old settings: " + to_line(templates.error()));
    return;
  }
  auto lists = load_guard_lists(*fresh);
  if (lists.has_error()) {
    log_error("reload", "kept the old settings, and the old lists of words: " + to_line(lists.error()));
    return;
  }
  if (fresh->server.tls && certificate_.get()) {
    auto context = make_server_context(fresh->server.certificate, fresh->server.private_key);
    if (context.has_error()) {
      log_error("reload", "kept the old settings: " + to_line(context.error()));
      return;
    }
    certificate_.swap_in(std::move(*context));
  }
  *p.templates = std::move(*templates);
  set_log_level(fresh->log_level);
  p.guard->use(std::move(*lists));
  p.group.spawn("edition board", p.board->refresh_all());
  log_info("reload",
           "certificate, templates, lists of sensitive words and log level are read anew; other settings need a restart");
}

void bot::ring() {
  parts_->push->ring();
  parts_->calendar->ring();
  parts_->urgent->ring();
  parts_->poller->ring();
  codes_alarm_.ring();
  for (const auto& inbox : parts_->inboxes) inbox->ring();
}

}  // namespace depeche
