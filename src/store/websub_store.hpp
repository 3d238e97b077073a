// Subscriptions at hubs (WebSub): what we asked for, the secret of each, and until when it holds.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct hub_lease {
  std::string source;  // one each
  std::string hub, topic;
  std::string token;   // the callback's last part: unguessable
  std::string secret;  // content is signed with it
  timestamp asked{};
  timestamp until{};   // 1970: the hub has not verified it, or refused
};

class websub_store {
 public:
  explicit websub_store(database& db) : db_(db) {}
  task<result<std::optional<hub_lease>>> of_source(std::string source);
  task<result<std::optional<hub_lease>>> of_token(std::string token);
  task<result<std::vector<hub_lease>>> all();
  task<result<void>> keep(hub_lease lease);

 private:
  database& db_;
};

}  // namespace depeche
