// Joins the parts: an account has its ways and its queue; what ends is told to those who wait.
#include "deliver/delivery.hpp"

#include "async/gate.hpp"
#include "async/task_group.hpp"
#include "base/log.hpp"
#include "deliver/deliver_due.hpp"
#include "deliver/draft_maker.hpp"
#include "deliver/plan.hpp"
#include "deliver/push_queue.hpp"
#include "deliver/reach.hpp"
#include "deliver/report.hpp"
#include "deliver/ways/customer_message.hpp"
#include "deliver/ways/mass_send.hpp"
#include "deliver/ways/publish.hpp"
#include "digest/render.hpp"
#include "digest/render_card.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/mass_send.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;

// How long sends in flight may take to end when we stop; the others are cut and stand at intent.
constexpr auto stop_patience = 5s;
constexpr std::size_t forecast_page = 4000;

error platform_failure(const wechat::api_failure& why) {
  return fail(errc::platform_error, "the platform refused", why.to_line());
}

}  // namespace

struct delivery::state {
  struct account_desk {
    account_desk(const asio::any_io_executor& loop, state& all, sending_account a)
        : account(std::move(a)),
          by_customer_message(loop, all.parts.ledger, all.parts.time, *account.api, account.concurrency, all.counts),
          drafts(all.parts.pictures.media == nullptr
                     ? nullptr
                     : std::make_unique<draft_maker>(account.name, all.parts.templates, all.parts.time,
                                                      all.parts.sites.of(account.name), *account.api, all.parts.pictures)),
          by_mass_send(account.name, all.parts.ledger, all.parts.time, *account.api, all.counts, drafts.get()),
          by_publishing(all.parts.ledger, all.parts.time, *account.api, drafts.get()),
          queue(loop, due(all), [&all](push p, std::string problem, bool done) { return all.tell(std::move(p), std::move(problem), done); }) {}

    due_parts due(state& all) {
      auto edition_of = [&all](const push& p, const digest& d) { return all.edition_of(p, d); };
      return due_parts{all.parts.subscribers, all.parts.digests,    all.parts.ledger, all.parts.templates,
                       all.parts.time,        all.parts.sites.of(account.name), account.profile,  {&by_customer_message, &by_mass_send}, &by_publishing,
                       std::move(edition_of), all.parts.reads, all.parts.guard, all.stopping};
    }

    sending_account account;
    customer_message by_customer_message;
    std::unique_ptr<draft_maker> drafts;  // null: none can be made
    mass_send by_mass_send;
    publishing by_publishing;
    push_queue queue;
  };

  state(asio::any_io_executor on, delivery_parts with, std::vector<sending_account> accounts) : loop(std::move(on)), parts(std::move(with)) {
    for (auto& a : accounts) {
      const std::string name = a.name;
      desks.emplace(name, std::make_unique<account_desk>(loop, *this, std::move(a)));
    }
  }

  account_desk* desk_of(const std::string& account) {
    const auto found = desks.find(account);
    return found == desks.end() ? nullptr : found->second.get();
  }

  edition edition_of(const push& p, const digest& d) const {
    if (parts.find_edition)
      if (const edition* known = parts.find_edition(p.account, p.edition)) return d.urgent == 0 ? *known : as_urgent(*known);
    edition e;
    e.name = p.edition;
    e.account = p.account;
    e.language = d.language;
    e.zone = d.zone;
    return d.urgent == 0 ? e : as_urgent(e);
  }

  task<> tell(push p, std::string problem, bool done) {
    const auto counted = co_await parts.ledger.books_of(p.id);
    const books b = counted.has_value() ? *counted : books{};
    log_info("delivery", report_line(p, b, problem));
    if (listener) listener(p, b, problem);
    if (done) end(p.id);
  }

  task<result<void>> send_by_hand(account_desk& desk, std::string openid, wechat::custom_message content);

  void end(push_id id) {
    const auto waiters = endings.find(id);
    if (waiters == endings.end()) return;
    const auto ended = waiters->second;
    endings.erase(waiters);
    ended->open();
  }

  void stop() {
    stopping = true;
    for (auto& [name, desk] : desks) desk->queue.stop();
    while (!endings.empty()) end(endings.begin()->first);
  }

  asio::any_io_executor loop;
  delivery_parts parts;
  delivery_statistics counts;
  bool stopping = false;
  std::map<std::string, std::unique_ptr<account_desk>> desks;
  std::map<push_id, std::shared_ptr<gate>> endings;
  std::function<void(const push&, const books&, const std::string&)> listener;
};

delivery::delivery(asio::any_io_executor loop, delivery_parts parts, std::vector<sending_account> accounts)
    : state_(std::make_unique<state>(std::move(loop), std::move(parts), std::move(accounts))) {}

delivery::~delivery() = default;

task<result<void>> delivery::recover() {
  auto& s = *state_;
  const auto lost = co_await s.parts.ledger.interrupted(s.parts.time.now());
  if (lost.has_error()) co_return lost.error();
  if (*lost > 0) log_warning("delivery", std::to_string(*lost) + " sends were interrupted: whether they arrived is not known");
  auto open = co_await s.parts.ledger.open_pushes();
  if (open.has_error()) co_return open.error();
  for (auto& p : *open) {
    auto* desk = s.desk_of(p.account);
    if (desk == nullptr) log_warning("delivery", "push " + std::to_string(number(p.id)) + " is of an account that is not configured: left");
    else desk->queue.add(std::move(p));
  }
  co_return result<void>{};
}

task<> delivery::run() {
  auto& s = *state_;
  // "Please" must wake us; what we then do must not be cut by it.
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  task_group queues(s.loop);
  for (auto& [name, desk] : s.desks) queues.spawn("delivery " + name, desk->queue.run());
  gate never(s.loop);
  co_await never.wait();
  s.stop();
  co_await queues.drain(stop_patience);
}

task<result<push>> delivery::begin(const edition& e, std::shared_ptr<const digest> what, std::string key, std::string origin) {
  auto& s = *state_;
  auto* desk = s.desk_of(e.account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", e.account);
  if (s.stopping) co_return fail(errc::cancelled, "the program is stopping");
  if (what == nullptr || what->id == digest_id{}) co_return fail(errc::invalid_argument, "there is no stored digest to send", e.name);
  push wanted;
  wanted.account = e.account;
  wanted.edition = e.name;
  wanted.digest = what->id;
  wanted.key = std::move(key);
  wanted.origin = std::move(origin);
  wanted.created = s.parts.time.now();
  auto begun = co_await s.parts.ledger.begin(std::move(wanted));
  if (begun.has_error()) co_return begun.error();
  // Written, so it will go out, now or after a restart: no step may be missed from here.
  desk->queue.add(*begun);
  const auto frozen = co_await s.parts.digests.make_final(what->id);
  if (frozen.has_error()) co_return frozen.error();
  co_return begun;
}

void delivery::stop() { state_->stop(); }

task<result<books>> delivery::finished(push_id id) {
  auto& s = *state_;
  auto& ending = s.endings[id];
  if (!ending) ending = std::make_shared<gate>(s.loop);
  const auto mine = ending;
  // Asked after the gate stands, so that an end between the two is not missed.
  const auto known = co_await s.parts.ledger.find(id);
  if (known.has_error()) co_return known.error();
  if (!*known) co_return fail(errc::not_found, "no such push", std::to_string(number(id)));
  if ((*known)->state != push_state::done && !s.stopping) co_await mine->wait();
  const auto after = co_await s.parts.ledger.find(id);
  if (after.has_error()) co_return after.error();
  if (!*after || (*after)->state != push_state::done) co_return fail(errc::cancelled, "the push goes on after the next start");
  co_return co_await s.parts.ledger.books_of(id);
}

std::optional<settle_as> settle_as_named(std::string_view name) {
  if (name == "sent") return settle_as::sent;
  if (name == "failed") return settle_as::failed;
  if (name == "resend") return settle_as::resend;
  return std::nullopt;
}

task<result<settlement>> delivery::settle_unknown(push_id id, settle_as as, std::optional<std::string> openid) {
  auto& s = *state_;
  const auto known = co_await s.parts.ledger.find(id);
  if (known.has_error()) co_return known.error();
  if (!*known) co_return fail(errc::not_found, "no such push", std::to_string(number(id)), "see depeche push list");
  const push& p = **known;
  std::optional<subscriber_id> who;
  if (openid) {
    const auto found = co_await s.parts.subscribers.find(p.account, *openid);
    if (found.has_error()) co_return found.error();
    if (!*found) co_return fail(errc::not_found, "no such subscriber", printable(*openid));
    who = (*found)->id;
  }
  settlement done;
  if (as != settle_as::resend) {
    const auto state = as == settle_as::sent ? delivery_state::sent : delivery_state::failed;
    const auto settled = co_await s.parts.ledger.settle_unknown(id, who, state, s.parts.time.now());
    if (settled.has_error()) co_return settled.error();
    done.settled = *settled;
    co_return done;
  }
  auto* desk = s.desk_of(p.account);
  if (desk == nullptr) co_return fail(errc::not_found, "the push's account is not in the settings", p.account);
  if (s.stopping) co_return fail(errc::cancelled, "the program is stopping");
  auto again = co_await s.parts.ledger.repeat_unknown(id, who, s.parts.time.now());
  if (again.has_error()) co_return again.error();
  desk->queue.add(*again);
  const auto counted = co_await s.parts.ledger.books_of(again->id);
  if (counted.has_error()) co_return counted.error();
  done.settled = counted->total();
  done.again = std::move(*again);
  co_return done;
}

task<result<audience>> delivery::forecast(const edition& e) {
  auto& s = *state_;
  const edition wanted = e;
  auto* desk = s.desk_of(wanted.account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", wanted.account);
  audience all;
  std::map<std::string, std::int64_t> skipped;
  for (subscriber_id after{};;) {
    const auto page = co_await s.parts.subscribers.page(wanted.account, after, forecast_page);
    if (page.has_error()) co_return page.error();
    if (page->empty()) break;
    for (const auto& who : *page) {
      if (!goes_to_all(wanted, desk->account.profile) && s.parts.reads && !s.parts.reads(wanted, who)) continue;
      const auto planned = plan_for(wanted, desk->account.profile, who, s.parts.time.now());
      if (planned.way == customer_message_way) ++all.customer_message;
      else if (planned.way == mass_send_way) ++all.mass_send;
      else ++skipped[planned.reason];
    }
    after = page->back().id;
  }
  all.skipped.assign(skipped.begin(), skipped.end());
  std::ranges::sort(all.skipped, [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  co_return all;
}

// What somebody at the desk asked for, to one person: with the checks of a push, and what its answer teaches.
task<result<void>> delivery::state::send_by_hand(account_desk& desk, std::string openid, wechat::custom_message content) {
  auto found = co_await parts.subscribers.find(desk.account.name, openid);
  if (found.has_error()) co_return found.error();
  if (!*found) co_return fail(errc::not_found, "no such subscriber", printable(openid));
  subscriber who = std::move(**found);
  who.wants_digest = true;  // a test that was asked for is no push
  const std::string_view reason = why_not(customer_message_way, desk.account.profile, who, parts.time.now());
  if (!reason.empty())
    co_return fail(errc::not_allowed, "can't be reached now: " + std::string(reason), printable(openid),
                   "the person has to write to the account first");
  const auto spent = co_await parts.subscribers.spend_allowance(who.id, parts.time.now());
  if (spent.has_error()) co_return spent.error();
  if (!*spent) co_return fail(errc::not_allowed, "can't be reached now: messages used up", printable(openid));
  const auto sent = co_await wechat::send_custom(*desk.account.api, openid, std::move(content));
  if (sent.has_value()) co_return result<void>{};
  const reaction seen = react_to(sent.error(), most_attempts, parts.time.now());
  result<void> noted;
  if (seen.window_closed) noted = co_await parts.subscribers.close_allowance(who.id);
  if (seen.gone) noted = co_await parts.subscribers.mark_gone(who.id, parts.time.now());
  if (noted.has_error()) log_warning("delivery", to_line(noted.error()));
  co_return platform_failure(sent.error());
}

task<result<void>> delivery::send_to_one(const edition& e, std::shared_ptr<const digest> what, std::string openid) {
  auto& s = *state_;
  auto* desk = s.desk_of(e.account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", e.account);
  wechat::custom_message content = wechat::custom_text{render_chat_digest(s.parts.templates, *what, masthead_of(e), s.parts.sites.of(e.account))};
  co_return co_await s.send_by_hand(*desk, std::move(openid), std::move(content));
}

task<result<void>> delivery::show_to_one(const edition& e, std::shared_ptr<const digest> what, std::string openid, shown_form form) {
  auto& s = *state_;
  const edition wanted = e;
  auto* desk = s.desk_of(wanted.account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", wanted.account);
  if (form == shown_form::card) {
    const news_card card = render_card(s.parts.templates, *what, masthead_of(wanted), s.parts.sites.of(wanted.account));
    if (const std::string fault = fault_of(card); !fault.empty()) co_return fail(errc::invalid_argument, fault, wanted.name);
    wechat::custom_message content = wechat::custom_link{card.title, card.description, card.url, card.picture};
    co_return co_await s.send_by_hand(*desk, std::move(openid), std::move(content));
  }
  if (!desk->drafts) co_return fail(errc::not_allowed, "no drafts can be made here", wanted.account);
  const auto made = co_await desk->drafts->for_preview(wanted, *what);
  if (made.has_error()) co_return platform_failure(made.error());
  const wechat::mass_content content = wechat::mass_articles{*made};
  const auto shown = co_await wechat::mass_preview(*desk->account.api, openid, content);
  const auto cleared = co_await wechat::delete_draft(*desk->account.api, *made);
  if (cleared.has_error()) log_warning("delivery", "a draft of a preview stays in the box: " + cleared.error().to_line());
  if (shown.has_error()) co_return platform_failure(shown.error());
  co_return result<void>{};
}

task<result<bool>> delivery::leave_draft(const edition& e, std::shared_ptr<const digest> what) {
  const edition wanted = e;
  auto* desk = state_->desk_of(wanted.account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", wanted.account);
  if (!desk->drafts) co_return fail(errc::not_allowed, "no drafts can be made here", wanted.account);
  const auto kept = co_await desk->drafts->to_keep(wanted, *what);
  if (kept.has_error()) co_return platform_failure(kept.error());
  co_return !kept->was_there;
}

task<result<void>> delivery::mass_finished(std::string account, std::int64_t msg_id, std::string status, std::int64_t total,
                                           std::int64_t filtered, std::int64_t sent, std::int64_t errors) {
  auto* desk = state_->desk_of(account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", account);
  mass_outcome outcome{msg_id, std::move(status), total, filtered, sent, errors};
  const auto settled = co_await desk->by_mass_send.finished(std::move(outcome));
  if (settled.has_error()) co_return settled.error();
  if (*settled) desk->queue.wake(**settled);
  co_return result<void>{};
}

task<result<void>> delivery::publish_finished(std::string account, wechat::publish_finished outcome) {
  auto* desk = state_->desk_of(account);
  if (desk == nullptr) co_return fail(errc::not_found, "no such account", account);
  const auto settled = co_await desk->by_publishing.finished(std::move(account), std::move(outcome));
  if (settled.has_error()) co_return settled.error();
  if (*settled) desk->queue.wake(**settled);
  co_return result<void>{};
}

void delivery::on_report(std::function<void(const push&, const books&, const std::string& problem)> listener) {
  state_->listener = std::move(listener);
}

void delivery::ring() {
  for (auto& [name, desk] : state_->desks) desk->queue.look_again();
}

delivery_statistics delivery::statistics() const { return state_->counts; }

}  // namespace depeche
