// The content of what an account sends, read from a request and checked: every kind of customer message (wechat-protocol 8.1) and
// of mass message (8.5).
#pragma once

#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/draft_box.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/publish_desk.hpp"

#include <nlohmann/json_fwd.hpp>

namespace depeche::sandbox {

struct content_sources {
  const account& of;
  const media_shelf& media;
  const draft_box& drafts;
  publish_desk& published;
};

// 0, or the platform's code for a body that it does not take.
int read_custom_content(const nlohmann::json& body, content_sources from, chat_message& into);
// `draft` becomes the media_id of an mpnews. A preview has its picture in another place.
int read_mass_content(const nlohmann::json& body, content_sources from, bool preview, chat_message& into, std::string& draft);

}  // namespace depeche::sandbox
