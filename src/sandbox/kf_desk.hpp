// Human agents of the customer service, and with whom they talk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct kf_agent {
  std::string account;  // name@account
  std::string nickname;
  std::string wx;       // the person's WeChat name, once invited
  std::int64_t id = 0;
  bool online = true;
  std::int64_t talks = 0;
};

class kf_desk {
 public:
  // These give 0 or the platform's code.
  int add(std::string_view account, std::string_view nickname);     // 65404, 65405, 65406
  int rename(std::string_view account, std::string_view nickname);  // 65401, 65403
  int remove(std::string_view account);                             // 65401
  kf_agent* find(std::string_view account);
  const kf_agent* find(std::string_view account) const;
  const std::vector<kf_agent>& all() const { return agents_; }

 private:
  std::vector<kf_agent> agents_;
  std::int64_t next_id_ = 1001;
};

}  // namespace depeche::sandbox
