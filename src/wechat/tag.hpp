// Tags of followers (wechat-protocol 6): at most 100 an account, 20 a follower.
#pragma once

#include "wechat/user.hpp"

#include <optional>

namespace depeche::wechat {

inline constexpr std::size_t most_tagged_a_call = 50;

struct follower_tag {
  std::int64_t id = 0;
  std::string name;
  std::int64_t followers = 0;
};

// name: 1 to 30 bytes.
task<api_result<follower_tag>> create_tag(api_client& api, std::string name);
task<api_result<std::vector<follower_tag>>> list_tags(api_client& api);
task<api_result<void>> rename_tag(api_client& api, std::int64_t id, std::string name);
task<api_result<void>> delete_tag(api_client& api, std::int64_t id);

task<api_result<follower_page>> tagged_after(api_client& api, std::int64_t id, std::string openid);
task<api_result<std::vector<std::int64_t>>> tags_of(api_client& api, std::string openid);

// What became of a tagging of many. Those of `failed` cannot have the tag (not a follower, too many tags) or were put off by the
// platform; `left` were not tried because of `stopped`.
struct tagging_report {
  std::size_t done = 0;
  std::vector<std::string> failed;
  std::vector<std::string> left;
  std::optional<api_failure> stopped;
};
// Any number of followers, by fifty. A follower who is refused does not keep the others from it: the fifty are split until the
// one is found.
task<tagging_report> tag_followers(api_client& api, std::int64_t id, std::vector<std::string> openids);
task<tagging_report> untag_followers(api_client& api, std::int64_t id, std::vector<std::string> openids);

}  // namespace depeche::wechat
