#include "deliver/replan.hpp"

#include "deliver/plan.hpp"
#include "deliver/reach.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t page_size = 2000;

// `left` has no send to all: one can't take over a part of a push, as it would reach those who have the digest already.
replanned_delivery planned_again(const subscriber& who, std::string_view refusal, const edition& left, const due_parts& with) {
  replanned_delivery row;
  row.subscriber = who.id;
  // A send to all asked nobody; what takes its place does.
  if (with.reads && !with.reads(left, who)) {
    row.state = delivery_state::skipped;
    row.reason = "reads another edition";
    return row;
  }
  const auto next = plan_for(left, with.profile, who, with.time.now());
  row.way = next.way;
  if (!row.way.empty()) return row;
  // What the person chose is no failure of ours.
  const bool chosen = next.reason == "opted out" || next.reason == "does not follow";
  row.state = chosen ? delivery_state::skipped : delivery_state::failed;
  row.reason = chosen || next.reason.starts_with(refusal) ? next.reason : std::string(refusal) + "; " + next.reason;
  return row;
}

task<result<std::int64_t>> replan_way(const push& p, std::string lost, const edition& e, const due_parts& with) {
  const std::string_view refusal = account_refuses(lost, with.profile);
  edition left = e;
  std::erase(left.ways, mass_send_way);
  std::int64_t moved = 0;
  for (subscriber_id after{}; !with.stopping;) {
    const auto page = co_await with.ledger.planned_for(p.id, lost, after, page_size);
    if (page.has_error()) co_return page.error();
    if (page->empty()) break;
    after = page->back().id;
    std::vector<replanned_delivery> rows;
    for (const auto& who : *page) rows.push_back(planned_again(who, refusal, left, with));
    const auto written = co_await with.ledger.replan(p.id, lost, std::move(rows), with.time.now());
    if (written.has_error()) co_return written.error();
    moved += static_cast<std::int64_t>(page->size());
  }
  co_return moved;
}

}  // namespace

task<result<std::int64_t>> replan_lost(const push& p, const edition& e, const due_parts& with) {
  std::int64_t moved = 0;
  for (const way* w : with.ways) {
    if (account_refuses(w->name(), with.profile).empty()) continue;
    const auto left = co_await replan_way(p, std::string(w->name()), e, with);
    if (left.has_error()) co_return left.error();
    moved += *left;
  }
  co_return moved;
}

}  // namespace depeche
