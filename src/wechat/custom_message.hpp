// Customer-service messages (wechat-protocol 8.1): within the allowance that the person's own acts give. The message has no id by
// which one could ask whether it arrived: never repeatable.
#pragma once

#include "wechat/api_client.hpp"

#include <string>
#include <variant>
#include <vector>

namespace depeche::wechat {

struct custom_text {
  std::string content;  // may hold <a href>
};
struct custom_image {
  std::string media_id;
};
struct custom_voice {
  std::string media_id;
};
struct custom_video {
  std::string media_id;
  std::string thumb_media_id;
  std::string title;
  std::string description;
};
struct custom_music {
  std::string title;
  std::string description;
  std::string url;
  std::string high_quality_url;
  std::string thumb_media_id;
};
struct custom_link {  // "news" with its one article: a card that opens a page
  std::string title;
  std::string description;
  std::string url;
  std::string picture_url;
};
struct custom_article {  // a published one
  std::string article_id;
};
struct custom_menu {  // a tap comes back as a text with the item's id
  struct item {
    std::string id;
    std::string content;
  };
  std::string head;
  std::vector<item> items;
  std::string tail;
};
struct custom_coupon {
  std::string card_id;
};
struct custom_mini_program {
  std::string title;
  std::string app_id;
  std::string page;
  std::string thumb_media_id;
};

using custom_message = std::variant<custom_text, custom_image, custom_voice, custom_video, custom_music, custom_link,
                                    custom_article, custom_menu, custom_coupon, custom_mini_program>;

// kf_account: the agent who appears as sender; empty for the account itself.
task<api_result<void>> send_custom(api_client& api, std::string openid, custom_message message, std::string kf_account = {});
task<api_result<void>> send_custom_text(api_client& api, std::string openid, std::string content);
task<api_result<void>> send_custom_image(api_client& api, std::string openid, std::string media_id);

// One message for many people: what is the same for all of them is written once. Outlives its sends.
class custom_copies {
 public:
  explicit custom_copies(custom_message message);
  task<api_result<void>> send(api_client& api, std::string openid) const;

 private:
  std::string after_receiver_;  // of the request's body
};

// "typing..." on the person's screen; only within 30 s of an exchange.
task<api_result<void>> show_typing(api_client& api, std::string openid, bool typing);

}  // namespace depeche::wechat
