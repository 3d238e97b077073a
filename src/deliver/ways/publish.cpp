#include "deliver/ways/publish.hpp"

#include "base/log.hpp"
#include "deliver/draft_maker.hpp"
#include "wechat/publish.hpp"

#include <algorithm>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;
using wechat::api_action;
using wechat::publish_status;

constexpr auto repeat_after = 60s;
constexpr auto longest_publishing = 15min;
constexpr int published_looked_at = 20;

bool is_over(const publication& p) {
  return p.state == delivery_state::sent || p.state == delivery_state::failed || p.state == delivery_state::unknown;
}

progress wait_until(timestamp t, std::string problem = {}) { return progress{progress::stage::waiting, t, std::move(problem)}; }

// Surely not done, and worth another try.
bool may_try_again(const wechat::api_failure& why) {
  return why.action == api_action::retry || why.action == api_action::not_sent || why.action == api_action::retry_minute ||
         why.action == api_action::refresh_token;
}

const char* words_of(publish_status status) {
  switch (status) {
    case publish_status::not_original: return "the platform found the text not original";
    case publish_status::refused_by_review: return "the platform's review refused it";
    case publish_status::deleted_by_owner: return "published, and deleted since";
    case publish_status::blocked: return "published, and blocked by the platform";
    default: return "the platform could not publish it";
  }
}

}  // namespace

publishing::publishing(ledger_store& ledger, const clock& time, wechat::api_client& api, draft_maker* drafts)
    : ledger_(ledger), clock_(time), api_(api), drafts_(drafts) {}

std::string_view publishing::name() const { return "publish"; }

task<result<progress>> publishing::carry(const parcel& what) {
  auto known = co_await ledger_.publication_of(what.which.id);
  if (known.has_error()) co_return known.error();
  publication job = known->value_or(publication{});
  job.push = what.which.id;
  if (!is_over(job) && job.publish_id.empty()) {
    const auto made = co_await submit(what, job);
    if (made.has_error() || made->reached != progress::stage::finished) co_return made;
  }
  if (!is_over(job)) {
    const auto asked = co_await ask(job);
    if (asked.has_error() || asked->reached != progress::stage::finished) co_return asked;
  }
  asking_.erase(job.push);
  progress over;
  if (job.state != delivery_state::sent) over.problem = "not published: " + job.status;
  co_return over;
}

// "finished" when the platform took it, or it will never be.
task<result<progress>> publishing::submit(const parcel& what, publication& job) {
  if (stopping_) co_return progress{progress::stage::stopped, {}, {}};
  if (drafts_ == nullptr) co_return co_await fail_with(job, "no drafts can be made here");
  if (job.state == delivery_state::intent) {
    const auto found = co_await found_published(what, job);
    if (found.has_error()) co_return wait_until(clock_.now() + repeat_after, found.error().to_line());
    if (*found) {
      const auto saved = co_await ledger_.save_publication(job);
      if (saved.has_error()) co_return saved.error();
      co_return progress{};
    }
    // The platform may be at it still.
    if (clock_.now() < what.which.created + longest_publishing) co_return wait_until(clock_.now() + repeat_after);
  }
  const auto draft = co_await drafts_->for_push(what.which, *what.of, *what.issue);
  if (draft.has_error()) {
    if (may_try_again(draft.error()) || draft.error().action == api_action::unknown)
      co_return wait_until(clock_.now() + repeat_after, draft.error().to_line());
    co_return co_await fail_with(job, draft.error().to_line());
  }
  const bool asked_before = job.state == delivery_state::intent;
  job.state = delivery_state::intent;
  const auto intended = co_await ledger_.save_publication(job);
  if (intended.has_error()) co_return intended.error();
  const auto receipt = co_await wechat::submit_publish(api_, *draft);
  if (receipt.has_value()) {
    job.publish_id = receipt->publish_id;
    const auto saved = co_await ledger_.save_publication(job);
    if (saved.has_error()) co_return saved.error();
    co_return progress{};
  }
  const wechat::api_failure& why = receipt.error();
  if (why.action == api_action::unknown) co_return wait_until(clock_.now() + repeat_after, why.to_line());
  if (may_try_again(why)) {
    if (!asked_before) job.state = delivery_state::planned;
    const auto saved = co_await ledger_.save_publication(job);
    if (saved.has_error()) co_return saved.error();
    co_return wait_until(clock_.now() + repeat_after, why.to_line());
  }
  co_return co_await fail_with(job, why.to_line() + "; its draft is in the account's box");
}

// By the address that "read original" of its first article leads to: no two issues have the same.
task<wechat::api_result<bool>> publishing::found_published(const parcel& what, publication& job) {
  const auto listed = co_await wechat::list_published(api_, 0, published_looked_at);
  if (listed.has_error()) co_return listed.error();
  const std::string wanted = drafts_->source_of(*what.of, *what.issue);
  const auto same = std::ranges::find_if(*listed, [&](const wechat::published_issue& issue) {
    return !wanted.empty() && !issue.articles.empty() && issue.articles.front().source_url == wanted;
  });
  if (same == listed->end()) co_return false;
  job.state = delivery_state::sent;
  job.article_id = same->article_id;
  job.address = same->articles.front().url;
  co_return true;
}

task<result<progress>> publishing::ask(publication& job) {
  const bool first = !asking_.contains(job.push);
  asking& when = asking_[job.push];
  if (first) when.at = clock_.now() + when.wait;
  if (clock_.now() < when.at || stopping_) co_return wait_until(when.at);
  const auto state = co_await wechat::publish_state(api_, job.publish_id);
  if (state.has_error() || state->status == publish_status::in_progress) {
    when.wait = std::min<std::chrono::seconds>(when.wait * 2, 10min);
    when.at = clock_.now() + when.wait;
    if (state.has_error()) log_warning("publishing", "asking for " + printable(job.publish_id) + ": " + state.error().to_line());
    co_return wait_until(when.at);
  }
  const auto settled = co_await settle(job, *state);
  if (settled.has_error()) co_return settled.error();
  co_return progress{};
}

task<result<void>> publishing::settle(publication& job, const wechat::publish_finished& outcome) {
  const bool good = outcome.status == publish_status::published;
  job.state = good ? delivery_state::sent : delivery_state::failed;
  job.status = good ? "" : words_of(outcome.status);
  job.article_id = outcome.article_id;
  if (!outcome.articles.empty()) job.address = outcome.articles.front().url;
  co_return co_await ledger_.save_publication(job);
}

task<result<progress>> publishing::fail_with(publication& job, std::string status) {
  job.state = delivery_state::failed;
  job.status = std::move(status);
  const auto saved = co_await ledger_.save_publication(job);
  if (saved.has_error()) co_return saved.error();
  co_return progress{};
}

task<result<std::optional<push_id>>> publishing::finished(std::string account, wechat::publish_finished outcome) {
  auto found = co_await ledger_.publication_by_id(std::move(account), outcome.publish_id);
  if (found.has_error()) co_return found.error();
  if (!*found || outcome.status == publish_status::in_progress) co_return std::optional<push_id>{};
  publication& job = **found;
  const auto settled = co_await settle(job, outcome);
  if (settled.has_error()) co_return settled.error();
  co_return std::optional<push_id>(job.push);
}

}  // namespace depeche
