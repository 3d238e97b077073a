#include "deliver/deliver_due.hpp"

#include "deliver/delivery.hpp"
#include "deliver/personal_text.hpp"
#include "deliver/plan.hpp"
#include "deliver/reach.hpp"
#include "deliver/replan.hpp"
#include "digest/render.hpp"

#include <utility>

namespace depeche {
namespace {

constexpr std::size_t page_size = 4000;

// What was announced is what is sent: the digest is read back as it was frozen.
task<result<digest>> frozen_digest(const push& p, const due_parts& with) {
  const auto frozen = co_await with.digests.make_final(p.digest);
  if (frozen.has_error()) co_return frozen.error();
  auto stored = co_await with.digests.find(p.digest);
  if (stored.has_error()) co_return stored.error();
  if (!*stored) co_return fail(errc::not_found, "the digest of this push is gone", "digest " + std::to_string(number(p.digest)));
  co_return std::move(**stored);
}

// Everything of it was held since it was composed: an editor's word is waited for.
progress wait_for_the_desk(const due_parts& with) {
  constexpr std::chrono::minutes look_again{5};
  return {progress::stage::waiting, with.time.now() + look_again, "every item is held: /held, /release"};
}

std::vector<planned_delivery> rows_for(const std::vector<subscriber>& page, const edition& e, const personal_text& texts,
                                       const due_parts& with) {
  std::vector<planned_delivery> rows;
  rows.reserve(page.size());
  const bool to_all = goes_to_all(e, with.profile);
  for (const auto& who : page) {
    if (!to_all && with.reads && !with.reads(e, who)) continue;
    auto planned = plan_for(e, with.profile, who, with.time.now());
    // A send to all leaves nobody out.
    if (planned.way == customer_message_way && texts.is_known(who.id)) planned = {"", "got all of it already"};
    rows.push_back({who.id, std::string(planned.way), std::move(planned.reason)});
  }
  return rows;
}

// A row for every follower whom the edition is for, page by page. False when we are stopping before the last.
task<result<bool>> plan_everyone(const push& p, const edition& e, const personal_text& texts, const due_parts& with) {
  const auto reached = co_await with.ledger.planned_up_to(p.id);
  if (reached.has_error()) co_return reached.error();
  for (subscriber_id after = *reached; !with.stopping;) {
    const auto page = co_await with.subscribers.page(p.account, after, page_size);
    if (page.has_error()) co_return page.error();
    if (page->empty()) {
      const auto noted = co_await with.ledger.set_state(p.id, push_state::sending, with.time.now());
      if (noted.has_error()) co_return noted.error();
      co_return true;
    }
    auto rows = rows_for(*page, e, texts, with);
    const auto written = co_await with.ledger.plan(p.id, std::move(rows), with.time.now());
    if (written.has_error()) co_return written.error();
    after = page->back().id;
  }
  co_return false;
}

// Rows that are still at intent belong to results that were lost with the store's trouble: nobody knows any more.
task<result<void>> close_books(const push& p, const due_parts& with) {
  for (const way* w : with.ways) {
    std::string name(w->name());
    const auto lost = co_await with.ledger.move_all(p.id, std::move(name), delivery_state::intent, delivery_state::unknown,
                                                    std::string("the result was lost"), with.time.now());
    if (lost.has_error()) co_return lost.error();
  }
  co_return co_await with.ledger.set_state(p.id, push_state::done, with.time.now());
}

// From the start again when the platform has taken a way from the account: its rows go by another then. The taken way was asked once.
task<result<progress>> send_by_each_way(const parcel& what, const edition& e, const due_parts& with) {
  progress all;
  auto replanned = co_await replan_lost(what.which, e, with);
  if (replanned.has_error()) co_return replanned.error();
  for (std::size_t i = 0; i < with.ways.size();) {
    auto came = co_await with.ways[i]->carry(what);
    if (came.has_error()) co_return came;
    if (!came->problem.empty()) all.problem = std::move(came->problem);
    if (came->reached == progress::stage::stopped) co_return came;
    replanned = co_await replan_lost(what.which, e, with);
    if (replanned.has_error()) co_return replanned.error();
    const bool moved = *replanned > 0;
    if (!moved && came->reached == progress::stage::waiting) {
      came->problem = std::move(all.problem);
      co_return came;
    }
    i = moved ? 0 : i + 1;
  }
  co_return all;
}

// Nobody is sent anything: the issue becomes a page of the account.
task<result<progress>> publish_issue(push& p, const digest& issue, const edition& e, const due_parts& with) {
  const parcel what{p, {}, nullptr, &issue, &e};
  auto came = co_await with.publication->carry(what);
  if (came.has_error() || came->reached != progress::stage::finished) co_return came;
  const auto closed = co_await with.ledger.set_state(p.id, push_state::done, with.time.now());
  if (closed.has_error()) co_return closed.error();
  co_return came;
}

}  // namespace

const std::string& masthead_of(const edition& e) { return e.title.empty() ? e.name : e.title; }

edition as_urgent(edition e) {
  const std::string_view word = e.language == "fr" ? "Urgent · " : e.language == "zh" ? "快讯 · " : "Breaking · ";
  e.title = std::string(word) + masthead_of(e);
  std::erase(e.ways, mass_send_way);
  e.form = mass_form::text;
  return e;
}

task<result<progress>> deliver_due(push& p, const due_parts& with) {
  auto issue = co_await frozen_digest(p, with);
  if (issue.has_error()) co_return issue.error();
  const bool had_items = !issue->items.empty();
  if (with.guard) *issue = with.guard->shown(std::move(*issue));
  if (had_items && issue->items.empty()) co_return wait_for_the_desk(with);
  const edition e = with.edition_of(p, *issue);

  if (is_publication(p)) co_return co_await publish_issue(p, *issue, e, with);

  // An urgent item goes to all: its rule, or an editor, has looked at what was sent.
  known_items known;
  if (issue->urgent == 0) {
    auto looked_up = co_await items_known(with.digests, with.ledger, *issue);
    if (looked_up.has_error()) co_return looked_up.error();
    known = std::move(*looked_up);
  }
  personal_text texts(with.templates, *issue, masthead_of(e), with.public_url, std::move(known));

  if (p.state == push_state::planning) {
    const auto planned = co_await plan_everyone(p, e, texts, with);
    if (planned.has_error()) co_return planned.error();
    if (!*planned) co_return progress{progress::stage::stopped, {}, {}};
    p.state = push_state::sending;
  }

  const parcel what{p, render_chat_digest(with.templates, *issue, masthead_of(e), with.public_url), &texts, &*issue, &e};
  auto all = co_await send_by_each_way(what, e, with);
  if (all.has_error() || all->reached != progress::stage::finished) co_return all;

  const auto closed = co_await close_books(p, with);
  if (closed.has_error()) co_return closed.error();
  co_return all;
}

}  // namespace depeche
