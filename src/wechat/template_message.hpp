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

// A one-off message (wechat-protocol 8.3): one for each time that the person agreed on the consent page.
struct once_message {
  std::string openid;
  std::string template_id;  // fixed, shown in the console
  int scene = 0;            // 0 to 10,000, as the consent page was asked
  std::string title;        // at most 15 characters
  std::string content;      // at most 200 characters
  std::string page;         // where a tap leads, as above
  std::string mini_program_app_id;
  std::string mini_program_page;
};
// Not repeatable: it uses the consent up.
task<api_result<void>> send_once(api_client& api, once_message message);
// Where a person agrees, opened within WeChat. They come back to `redirect` (on a domain of the account's) with openid, template_id,
// action=confirm|cancel, scene and `reserved`.
std::string consent_page(std::string_view app_id, std::string_view template_id, int scene, std::string_view redirect,
                         std::string_view reserved);

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
