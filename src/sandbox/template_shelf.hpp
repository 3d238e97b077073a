// The account's templates, of template messages and of subscription notices (wechat-protocol 8.2 and 8.4), and what of them was
// sent lately.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct message_template {
  std::string id;
  std::string title;
  std::string content;  // "标题：{{thing1.DATA}}\n时间：{{time2.DATA}}"
  bool notice = false;
};

// A public template of the notices' library, from which an account takes keywords.
struct public_template {
  std::int64_t tid = 0;
  std::string_view title;
  std::vector<std::string_view> keywords;  // their number, from 1, is the kid
};
const std::vector<public_template>& public_templates();

struct template_orders {
  std::string status;  // of the events to come: "failed: system failed"; empty: by the person's reception
  bool event = true;
};

class template_shelf {
 public:
  template_shelf(const clock& time, random_source& random);

  template_orders orders;
  std::int64_t industries[2] = {1, 37};

  const message_template& add(std::string title, std::string content, bool notice);
  // From the library: 0 or the platform's code. Numbers are of the category library, whose keywords are named; TM and OPENTM the
  // old one's.
  int add_from_library(std::string_view short_id, const std::vector<std::string>& keyword_names, std::size_t most, std::string& id);
  const message_template* find(std::string_view id, bool notice) const;
  bool remove(std::string_view id, bool notice);
  std::vector<const message_template*> all(bool notice) const;
  int set_industries(std::int64_t first, std::int64_t second);  // 40102, 43100

  std::int64_t next_msg_id() { return next_id_++; }
  // The msgid that this client id had for this person within ten minutes; else it is remembered as `msg_id`.
  std::optional<std::int64_t> sent_before(std::string_view openid, std::string_view client_id, std::int64_t msg_id);

 private:
  struct remembered {
    std::string key;
    timestamp at{};
    std::int64_t msg_id = 0;
  };

  const clock& clock_;
  random_source& random_;
  std::deque<message_template> templates_;
  std::deque<remembered> sent_;
  std::chrono::year_month industry_month_{};
  std::int64_t next_id_;
};

// "IT科技", "互联网|电子商务".
std::pair<std::string_view, std::string_view> industry_name(std::int64_t id);

}  // namespace depeche::sandbox
