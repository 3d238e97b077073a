// Mass sending (wechat-protocol 8.5). A client id of at most 32 bytes makes a repeat harmless for 24 hours: 45065 is success.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <variant>
#include <vector>

namespace depeche::wechat {

struct to_everyone {};
struct to_tag {
  std::int64_t id = 0;
};
struct to_list {
  std::vector<std::string> openids;  // 2 to 10,000; service accounts only
};
using mass_audience = std::variant<to_everyone, to_tag, to_list>;

struct mass_text {
  std::string content;
};
struct mass_articles {
  std::string media_id;  // of a draft, which is used up by it
};
struct mass_images {
  std::vector<std::string> media_ids;
  std::string recommendation;
};
struct mass_voice {
  std::string media_id;
};
struct mass_video {
  std::string media_id;
  std::string title;
  std::string description;
};
using mass_content = std::variant<mass_text, mass_articles, mass_images, mass_voice, mass_video>;

struct mass_order {
  mass_audience audience;
  mass_content content;
  std::string client_msg_id;      // 1 to 32 bytes
  bool send_even_reprints = false;  // go on when the platform judges it a permitted reprint
};

struct mass_receipt {
  std::int64_t msg_id = 0;
  std::int64_t msg_data_id = 0;  // of articles; 0 when not told
  bool existed = false;          // 45065: the job had been made before
};

task<api_result<mass_receipt>> mass_send(api_client& api, mass_order order);
// To every follower, as text.
task<api_result<mass_receipt>> mass_send_text(api_client& api, std::string content, std::string client_msg_id);

// To one person, to see it as it will be. 100 a day.
task<api_result<void>> mass_preview(api_client& api, std::string openid, mass_content content);
// "SEND_SUCCESS", "SENDING", "SEND_FAIL", "DELETE".
task<api_result<std::string>> mass_state(api_client& api, std::int64_t msg_id);
// Takes articles and videos back; article: from 1, 0 for all.
task<api_result<void>> mass_delete(api_client& api, std::int64_t msg_id, int article);

// 0 to 4: 800,000, 600,000, 450,000, 300,000, 100,000 a minute.
struct mass_speed {
  int level = 0;
  std::int64_t real = 0;  // ten thousands a minute
};
task<api_result<mass_speed>> get_mass_speed(api_client& api);
task<api_result<void>> set_mass_speed(api_client& api, int level);

}  // namespace depeche::wechat
