#include "deliver/ways/mass_send.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "deliver/delivery.hpp"
#include "deliver/draft_maker.hpp"
#include "deliver/reach.hpp"
#include "deliver/retry_policy.hpp"
#include "wechat/mass_send.hpp"

#include <algorithm>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;

// The platform remembers client ids for a day. Later than this a repeat might send a second time.
constexpr auto client_id_lasts = 23h;
constexpr auto repeat_after = 60s;
constexpr std::size_t most_early_events = 16;

bool is_over(const mass_job& job) {
  return job.state == delivery_state::sent || job.state == delivery_state::failed || job.state == delivery_state::unknown;
}

progress wait_until(timestamp t, std::string problem = {}) {
  return progress{progress::stage::waiting, t, std::move(problem)};
}

void take_over(mass_job& job, const mass_outcome& outcome) {
  job.status = outcome.status;
  job.total = outcome.total;
  job.filtered = outcome.filtered;
  job.sent = outcome.sent;
  job.errors = outcome.errors;
}

}  // namespace

std::string client_id_of(const push& p) {
  const std::string all = p.account + "/" + std::to_string(number(p.id)) + "/" + p.key + "/" + std::to_string(to_unix_ms(p.created));
  return "depeche-" + to_hex(sha256(all)).substr(0, 24);
}

bool is_mass_success(std::string_view status) {
  std::string letters;
  for (const char c : ascii_lower(status))
    if (c >= 'a' && c <= 'z') letters += c;
  return letters == "sendsuccess";
}

mass_send::mass_send(std::string account, ledger_store& ledger, const clock& time, wechat::api_client& api,
                     delivery_statistics& counts, draft_maker* drafts)
    : account_(std::move(account)), ledger_(ledger), clock_(time), api_(api), counts_(counts), drafts_(drafts) {}

std::string_view mass_send::name() const { return mass_send_way; }

task<result<progress>> mass_send::carry(const parcel& what) {
  auto found = co_await job_of(what.which);
  if (found.has_error()) co_return found.error();
  if (!*found) co_return progress{};
  mass_job& job = **found;
  if (!is_over(job) && job.msg_id == 0) {
    const auto made = co_await make_job(what, job);
    if (made.has_error() || made->reached != progress::stage::finished) co_return made;
  }
  if (!is_over(job)) {
    const auto asked = co_await ask(job);
    if (asked.has_error() || asked->reached != progress::stage::finished) co_return asked;
  }
  asking_.erase(job.push);
  progress over;
  if (job.state != delivery_state::sent) over.problem = "the mass send did not succeed: " + job.status;
  co_return over;
}

// The push's job, with its rows at intent; nothing when no row goes by this way.
task<result<std::optional<mass_job>>> mass_send::job_of(const push& p) {
  auto known = co_await ledger_.mass_of(p.id);
  if (known.has_error()) co_return known.error();
  std::optional<mass_job> job = std::move(*known);
  if (job && is_over(*job)) co_return job;
  if (!job) {
    // All rows of a push that are not skipped go the same way: the first tells.
    const auto first = co_await ledger_.rows(p.id, delivery_state::planned, 1);
    if (first.has_error()) co_return first.error();
    if (first->empty() || first->front().way != name()) co_return job;
    job.emplace();
    job->push = p.id;
    job->client_msg_id = client_id_of(p);
    const auto saved = co_await ledger_.save_mass(*job);
    if (saved.has_error()) co_return saved.error();
  }
  const auto moved = co_await ledger_.move_all(p.id, std::string(name()), delivery_state::planned, delivery_state::intent,
                                               std::string{}, clock_.now());
  if (moved.has_error()) co_return moved.error();
  if (*moved > 0 || job->state != delivery_state::planned) co_return job;
  // A job that was never made, and whose rows go by another way by now, is none. A crash may have left them at intent.
  const auto waiting = co_await ledger_.rows(p.id, delivery_state::intent, 1);
  if (waiting.has_error()) co_return waiting.error();
  if (waiting->empty() || waiting->front().way != name()) job.reset();
  co_return job;
}

// "finished" when the job is made, or will never be.
task<result<progress>> mass_send::make_job(const parcel& what, mass_job& job) {
  if (stopping_) co_return progress{progress::stage::stopped, {}, {}};
  const bool asked_before = job.state == delivery_state::intent;
  if (asked_before && clock_.now() > what.which.created + client_id_lasts) {
    job.status = "no answer within a day";
    const auto settled = co_await settle(job, delivery_state::unknown);
    if (settled.has_error()) co_return settled.error();
    co_return progress{};
  }
  job.state = delivery_state::intent;
  const auto intended = co_await ledger_.save_mass(job);
  if (intended.has_error()) co_return intended.error();

  const auto receipt = co_await order_job(what, job);
  if (receipt.has_value()) {
    job.msg_id = receipt->msg_id;
    const auto saved = co_await ledger_.save_mass(job);
    if (saved.has_error()) co_return saved.error();
    co_return progress{};
  }

  using wechat::api_action;
  const auto& why = receipt.error();
  const timestamp now = clock_.now();
  // Without a code nobody answered, the client's own repeat neither: a lost answer may have made it.
  if (why.action == api_action::retry && why.errcode == 0) co_return wait_until(now + repeat_after);
  switch (why.action) {
    case api_action::unknown:
      co_return wait_until(now + repeat_after);
    case api_action::retry:
    case api_action::not_sent:
    case api_action::retry_minute:
    case api_action::refresh_token:
    case api_action::stop_and_tell: {
      // An earlier call may have made the job, whatever this one came to.
      if (!asked_before) job.state = delivery_state::planned;
      const auto saved = co_await ledger_.save_mass(job);
      if (saved.has_error()) co_return saved.error();
      if (!asked_before) {
        const auto back = co_await ledger_.move_all(job.push, std::string(name()), delivery_state::intent, delivery_state::planned,
                                                    std::string{}, clock_.now());
        if (back.has_error()) co_return back.error();
      }
      const reaction next = react_to(why, 1, now);
      co_return wait_until(std::max(next.at, now + repeat_after), next.tell_desk ? why.to_line() : std::string{});
    }
    default:
      // A used-up quota is no reason to wait: the next one is for the next issue. A draft that is gone when we ask again may have gone out.
      job.status = why.to_line();
      const bool used_up = asked_before && why.errcode == 40007;
      const auto settled = co_await settle(job, used_up ? delivery_state::unknown : delivery_state::failed);
      if (settled.has_error()) co_return settled.error();
      co_return progress{};
  }
}

// As text, or as a draft when the edition says so.
task<wechat::api_result<wechat::mass_receipt>> mass_send::order_job(const parcel& what, const mass_job& job) {
  const bool as_draft = drafts_ != nullptr && what.issue != nullptr && what.of->form == mass_form::draft && !what.issue->items.empty();
  if (!as_draft) co_return co_await wechat::mass_send_text(api_, what.text, job.client_msg_id);
  const auto draft = co_await drafts_->for_push(what.which, *what.of, *what.issue);
  if (draft.has_error()) co_return draft.error();
  wechat::mass_order order;
  order.content = wechat::mass_articles{*draft};
  order.client_msg_id = job.client_msg_id;
  co_return co_await wechat::mass_send(api_, std::move(order));
}

task<result<progress>> mass_send::ask(mass_job& job) {
  const auto early = std::ranges::find(early_, job.msg_id, &mass_outcome::msg_id);
  if (early != early_.end()) {
    take_over(job, *early);
    early_.erase(early);
    const auto state = is_mass_success(job.status) ? delivery_state::sent : delivery_state::failed;
    const auto settled = co_await settle(job, state);
    if (settled.has_error()) co_return settled.error();
    co_return progress{};
  }
  const bool first = !asking_.contains(job.push);
  asking& when = asking_[job.push];
  if (first) when.at = clock_.now() + when.wait;
  if (clock_.now() < when.at || stopping_) co_return wait_until(when.at);

  const auto state = co_await wechat::mass_state(api_, job.msg_id);
  if (state.has_error() || ascii_lower(*state) == "sending") {
    when.wait = std::min<std::chrono::seconds>(when.wait * 2, 10min);
    when.at = clock_.now() + when.wait;
    if (state.has_error()) log_warning("mass send", "asking for job " + std::to_string(job.msg_id) + ": " + state.error().to_line());
    co_return wait_until(when.at);
  }
  job.status = *state;
  const auto outcome = is_mass_success(*state) ? delivery_state::sent : delivery_state::failed;
  const auto settled = co_await settle(job, outcome);
  if (settled.has_error()) co_return settled.error();
  co_return progress{};
}

task<result<void>> mass_send::settle(mass_job& job, delivery_state state) {
  job.state = state;
  std::string reason;
  if (state != delivery_state::sent) reason = job.status;
  // Rows first: should a crash come between, the job is asked about once more.
  const auto moved = co_await ledger_.move_all(job.push, std::string(name()), delivery_state::intent, state, std::move(reason),
                                               clock_.now());
  if (moved.has_error()) co_return moved.error();
  if (state == delivery_state::sent) counts_.sent += *moved;
  if (state == delivery_state::failed) counts_.failed += *moved;
  if (state == delivery_state::unknown) counts_.unknown += *moved;
  co_return co_await ledger_.save_mass(job);
}

task<result<std::optional<push_id>>> mass_send::finished(mass_outcome outcome) {
  const std::int64_t msg_id = outcome.msg_id;
  early_.push_back(outcome);
  if (early_.size() > most_early_events) early_.pop_front();
  auto found = co_await ledger_.mass_by_msg_id(account_, msg_id);
  if (found.has_error()) co_return found.error();
  if (!*found) co_return std::optional<push_id>{};
  std::erase_if(early_, [msg_id](const mass_outcome& o) { return o.msg_id == msg_id; });
  mass_job& job = **found;
  take_over(job, outcome);
  const bool good = is_mass_success(outcome.status);
  result<void> settled;
  if (is_over(job)) settled = co_await ledger_.save_mass(job);
  else if (good) settled = co_await settle(job, delivery_state::sent);
  else settled = co_await settle(job, delivery_state::failed);
  if (settled.has_error()) co_return settled.error();
  co_return std::optional<push_id>(job.push);
}

}  // namespace depeche
