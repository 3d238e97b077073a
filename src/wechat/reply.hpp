// The passive replies that a push may be answered with (wechat-protocol 4), one per push.
#pragma once

#include "wechat/limits.hpp"
#include "wechat/message.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace depeche::wechat {

inline constexpr std::size_t max_reply_text_bytes = limits::chat_text_bytes;

struct text_reply {
  std::string content;  // at most 2048 bytes of UTF-8: what is more is cut between characters
};
struct image_reply {
  std::string media_id;
};
struct voice_reply {
  std::string media_id;
};
struct video_reply {
  std::string media_id;
  std::string title;        // may be empty
  std::string description;  // may be empty
};
struct music_reply {
  std::string title;
  std::string description;
  std::string url;
  std::string high_quality_url;
  std::string thumb_media_id;  // required
};
struct news_article {
  std::string title;
  std::string description;
  std::string picture_url;
  std::string url;
};
struct news_reply {
  std::vector<news_article> articles;  // cut to most_articles()
};
// Hands the conversation to human agents: to any, or to one.
struct transfer_reply {
  std::string kf_account;  // may be empty
};

using passive_reply =
    std::variant<text_reply, image_reply, voice_reply, video_reply, music_reply, news_reply, transfer_reply>;

// How many articles may answer this push: one for what people say and send, eight for events (the platform drops the others).
std::size_t most_articles(const inbound_message& to);

// The reply's XML, with To and From swapped from the push that it answers. Empty, which is the plain acknowledgement
// ("success"), when there is nothing to say: a text without content, news without articles. Text may be any: ill-formed UTF-8
// is repaired, characters that XML cannot hold are left out, "]]>" is split.
std::string write_reply(const inbound_message& to, const passive_reply& reply, std::int64_t unix_seconds);
// The same without a variant, for the commonest.
std::string write_text_reply(const inbound_message& to, std::string_view content, std::int64_t unix_seconds);

}  // namespace depeche::wechat
