// Messages as values: what the platform pushes to us, and what we may answer with.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace depeche::wechat {

// One push. Every leaf element of the XML stands in `fields` under its path ("Content", "ScanCodeInfo/ScanType"); those that the
// program uses are members too. Unknown types are kept the same way. Of siblings with one name, the second and later ones carry
// their number: "SubscribeMsgPopupEvent/List/TemplateId", "SubscribeMsgPopupEvent/List[2]/TemplateId".
struct inbound_message {
  std::string to_user;      // the account's original id, gh_...
  std::string from_user;    // openid
  std::int64_t create_time = 0;  // unix seconds
  std::string msg_type;     // lower case: "text", "event", "image", ...
  std::int64_t msg_id = 0;  // 0 for events
  std::string event;        // lower case: "subscribe", "scan", "click", ...; empty for ordinary messages
  std::string event_key;
  std::string ticket;
  std::string content;      // of a text
  std::map<std::string, std::string, std::less<>> fields;

  // The scene of a subscribe or scan: the key without "qrscene_"; empty when none.
  std::string_view scene() const;
};

// The passive replies that the program sends. Empty content: plain acknowledgement ("success").
struct text_reply {
  std::string content;  // at most 2048 bytes of UTF-8
};
struct image_reply {
  std::string media_id;
};

}  // namespace depeche::wechat
