// Template messages (wechat-protocol 8.2) and subscription notices (8.4): verified service accounts only. Templates are for what
// the person did, never for news; a notice needs one consent each.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace depeche::wechat {

// What both have in common. Where a tap leads: the mini program when it is named, else the page, else nowhere.
struct templated {
  std::string openid;
  std::string template_id;
  std::string page;  // https://...
  std::string mini_program_app_id;
  std::string mini_program_page;
  std::vector<std::pair<std::string, std::string>> values;  // keyword ("thing1") -> text
};

// The msgid of what was taken; TEMPLATESENDJOBFINISH says whether it arrived. A client id makes a repeat within ten minutes
// harmless; without one a lost answer is unknown.
task<api_result<std::int64_t>> send_template(api_client& api, templated message, std::string client_msg_id);
// subscribe_msg_sent_event says whether it arrived. Not repeatable: each takes a consent.
task<api_result<void>> send_notice(api_client& api, templated message);

struct message_template {
  std::string id;
  std::string title;
  std::string content;  // "标题：{{thing1.DATA}}"
  std::string example;
};
task<api_result<std::vector<message_template>>> list_templates(api_client& api);
// The keywords of a content in their order: what the platform asks values for.
std::vector<std::string> keywords_of(std::string_view content);

}  // namespace depeche::wechat
