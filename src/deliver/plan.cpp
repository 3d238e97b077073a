#include "deliver/plan.hpp"

#include <algorithm>

namespace depeche {

bool goes_to_all(const edition& e, const wechat::account_profile& account) {
  return account.kind == wechat::account_kind::subscription && account.may_mass_send_to_all() &&
         std::ranges::find(e.ways, mass_send_way) != e.ways.end();
}

planned_way plan_for(const edition& e, const wechat::account_profile& account, const subscriber& who, timestamp now) {
  if (goes_to_all(e, account)) {
    const auto reason = why_not(mass_send_way, account, who, now);
    return reason.empty() ? planned_way{mass_send_way, {}} : planned_way{{}, std::string(reason)};
  }
  std::string reasons;
  for (const auto& line : reach_of(e, account, who, now)) {
    if (line.why_not.empty()) return {line.way, {}};
    // What concerns the person alone needs no second reason.
    if (line.why_not == "opted out" || line.why_not == "does not follow") return {{}, std::string(line.why_not)};
    if (!reasons.empty()) reasons += "; ";
    reasons += line.why_not;
  }
  return {{}, reasons.empty() ? "the edition has no way" : reasons};
}

}  // namespace depeche
