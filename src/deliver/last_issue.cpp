#include "deliver/last_issue.hpp"

#include "deliver/known_items.hpp"
#include "deliver/reach.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t pushes_looked_at = 30;
constexpr std::size_t most_kept = 64;

// A customer message leaves out what its reader knows; a mass send is the same for all.
std::vector<std::size_t> told_by(const sent_digest& sent, const std::vector<bool>& known) {
  std::vector<std::size_t> told;
  if (sent.way != customer_message_way || std::find(known.begin(), known.end(), true) == known.end()) return told;
  for (std::size_t i = 0; i < known.size(); ++i)
    if (!known[i]) told.push_back(i);
  return told;
}

}  // namespace

task<result<std::shared_ptr<const digest>>> sent_issues::find(digest_id id) {
  const auto known = std::find_if(kept_.begin(), kept_.end(), [id](const auto& d) { return d->id == id; });
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    co_return kept_.front();
  }
  auto stored = co_await digests_.find(id);
  if (stored.has_error()) co_return stored.error();
  if (!*stored) co_return std::shared_ptr<const digest>();
  auto found = std::make_shared<const digest>(std::move(**stored));
  if (found->final) kept_.push_front(found);
  if (kept_.size() > most_kept) kept_.pop_back();
  co_return found;
}

task<result<last_issues>> sent_issues::last_to(const subscriber& who, timestamp after) {
  last_issues last;
  std::string account = who.account;
  const auto sent = co_await ledger_.sent_to(std::move(account), who.id, pushes_looked_at);
  if (sent.has_error()) co_return sent.error();
  for (std::size_t i = 0; i < sent->size() && (*sent)[i].at > after && !last.of_a_day; ++i) {
    auto issue = co_await find((*sent)[i].digest);
    if (issue.has_error()) co_return issue.error();
    if (!*issue) continue;
    last_issue found{std::move(*issue), (*sent)[i].at, {}};
    if (found.issue->urgent != 0) {
      if (!last.urgent) last.urgent = std::move(found);
      continue;
    }
    // What came before it was left out of it.
    std::vector<bool> known(found.issue->items.size());
    for (std::size_t k = i + 1; k < sent->size() && (*sent)[k].at >= found.issue->composed_at - items_are_known_for; ++k) {
      const auto earlier = co_await find((*sent)[k].digest);
      if (earlier.has_error()) co_return earlier.error();
      if (!*earlier || !counts_as_known(**earlier, *found.issue)) continue;
      for (const std::size_t place : told_again(*found.issue, **earlier)) known[place] = true;
    }
    found.told = told_by((*sent)[i], known);
    last.of_a_day = std::move(found);
  }
  co_return last;
}

}  // namespace depeche
