#include "deliver/reach.hpp"

namespace depeche {
namespace {

std::string_view no_customer_message(const subscriber& who, timestamp now) {
  if (!who.wants_digest) return "opted out";
  if (who.customer_messages.open_at(now)) return {};
  return now < who.customer_messages.until ? "messages used up" : "window closed";
}

}  // namespace

std::string_view account_refuses(std::string_view way, const wechat::account_profile& account) {
  if (way == customer_message_way) return account.may_send_custom_messages() ? "" : "the account may not send customer messages";
  if (way != mass_send_way) return "unknown way";
  if (!account.may_mass_send_to_all()) return "the account may not mass send";
  if (account.kind == wechat::account_kind::service) return "mass send is kept for the desk on service accounts";
  return {};
}

std::string_view why_not(std::string_view way, const wechat::account_profile& account, const subscriber& who, timestamp now) {
  if (!who.following) return "does not follow";
  if (const auto refused = account_refuses(way, account); !refused.empty()) return refused;
  // A send to all can't leave out those who opted out: they are reached as well (docs/decisions/0003-mass-send.md).
  return way == customer_message_way ? no_customer_message(who, now) : std::string_view{};
}

std::vector<reach_line> reach_of(const edition& e, const wechat::account_profile& account, const subscriber& who, timestamp now) {
  std::vector<reach_line> lines;
  for (const auto& way : e.ways) lines.push_back({way, why_not(way, account, who, now)});
  return lines;
}

}  // namespace depeche
