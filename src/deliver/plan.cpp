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
  for (const auto& way : e.ways) {
    const auto reason = why_not(way, account, who, now);
    if (reason.empty()) return {way == mass_send_way ? mass_send_way : customer_message_way, {}};
    // What concerns the person alone needs no second reason.
    if (reason == "opted out" || reason == "does not follow") return {{}, std::string(reason)};
    if (!reasons.empty()) reasons += "; ";
    reasons += reason;
  }
  return {{}, reasons.empty() ? "the edition has no way" : reasons};
}

}  // namespace depeche
