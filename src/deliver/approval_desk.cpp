#include "deliver/approval_desk.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"

namespace depeche {
namespace {

// "approval/main/morning" -> "2026-11-23 2026-11-23T06:40:00Z oEditor"; empty when it was taken back.
std::string setting_of(const edition& e) { return "approval/" + e.account + "/" + e.name; }

std::optional<approval> read_approval(std::string_view kept) {
  const std::size_t first = kept.find(' '), second = kept.find(' ', first + 1);
  if (second == kept.npos) return std::nullopt;
  const auto at = parse_iso_time(kept.substr(first + 1, second - first - 1));
  if (at.has_error()) return std::nullopt;
  return approval{std::string(kept.substr(0, first)), *at, std::string(kept.substr(second + 1))};
}

}  // namespace

std::string approval_desk::today(const edition& e) const {
  return local_day(time_.now(), is_zone(e.zone) ? std::string_view(e.zone) : std::string_view("UTC"));
}

task<result<std::optional<approval>>> approval_desk::of(const edition& e) {
  const auto kept = co_await settings_.get(setting_of(e));
  if (kept.has_error()) co_return kept.error();
  auto given = *kept ? read_approval(**kept) : std::nullopt;
  if (given && given->day != today(e)) given.reset();
  co_return given;
}

task<result<std::shared_ptr<const digest>>> approval_desk::approve(const edition& e, std::string who) {
  if (!e.approval) co_return fail(errc::not_allowed, "the edition goes out without approval", e.name, "approval = true in its settings asks for it");
  const auto issue = co_await board_.refresh(e);
  if (issue.has_error()) co_return issue.error();
  if ((*issue)->items.empty() || number((*issue)->id) == 0) co_return fail(errc::not_found, "there is nothing to approve", e.name);
  const auto frozen = co_await digests_.make_final((*issue)->id);
  if (frozen.has_error()) co_return frozen.error();
  const auto noted = co_await settings_.set(setting_of(e), today(e) + ' ' + iso_time(time_.now()) + ' ' + who);
  if (noted.has_error()) co_return noted.error();
  co_return co_await board_.refresh(e);
}

task<result<bool>> approval_desk::withdraw(const edition& e) {
  const auto given = co_await of(e);
  if (given.has_error()) co_return given.error();
  if (!*given) co_return false;
  const auto stored = co_await digests_.of_day(e.account, e.name, today(e));
  if (stored.has_error()) co_return stored.error();
  if (*stored) {
    const auto open = co_await digests_.reopen((*stored)->id);
    if (open.has_error()) co_return open.error();
    if (!*open) co_return fail(errc::already_exists, "it went out already", e.name);
  }
  const auto noted = co_await settings_.set(setting_of(e), std::string());
  if (noted.has_error()) co_return noted.error();
  const auto again = co_await board_.refresh(e);
  if (again.has_error()) co_return again.error();
  co_return true;
}

}  // namespace depeche
