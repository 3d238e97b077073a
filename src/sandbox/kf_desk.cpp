#include "sandbox/kf_desk.hpp"

#include <algorithm>

namespace depeche::sandbox {

int kf_desk::add(std::string_view account, std::string_view nickname) {
  constexpr std::size_t most_agents = 100;
  const auto at = account.find('@');
  if (at == 0 || at > 10 || at + 1 >= account.size()) return 65404;
  if (find(account) != nullptr) return 65406;
  if (agents_.size() >= most_agents) return 65405;
  if (nickname.empty() || nickname.size() > 48) return 65403;
  agents_.push_back({std::string(account), std::string(nickname), {}, next_id_++});
  return 0;
}

int kf_desk::rename(std::string_view account, std::string_view nickname) {
  auto* agent = find(account);
  if (agent == nullptr) return 65401;
  if (nickname.empty() || nickname.size() > 48) return 65403;
  agent->nickname = nickname;
  return 0;
}

int kf_desk::remove(std::string_view account) {
  return std::erase_if(agents_, [&](const kf_agent& one) { return one.account == account; }) == 0 ? 65401 : 0;
}

kf_agent* kf_desk::find(std::string_view account) {
  const auto found = std::find_if(agents_.begin(), agents_.end(), [&](const kf_agent& one) { return one.account == account; });
  return found == agents_.end() ? nullptr : &*found;
}

const kf_agent* kf_desk::find(std::string_view account) const {
  const auto found = std::find_if(agents_.begin(), agents_.end(), [&](const kf_agent& one) { return one.account == account; });
  return found == agents_.end() ? nullptr : &*found;
}

}  // namespace depeche::sandbox
