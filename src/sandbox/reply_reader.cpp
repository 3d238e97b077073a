#include "sandbox/reply_reader.hpp"

#include "base/text.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

namespace depeche::sandbox {
namespace {

error bad(std::string what) { return fail(errc::xml_malformed, std::move(what)); }

std::string field(const wechat::inbound_message& of, std::string_view path) {
  const auto found = of.fields.find(path);
  return found == of.fields.end() ? std::string() : std::string(found->second);
}

std::shared_ptr<const std::string> shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// The clear XML within an encrypted reply.
result<std::string> open_reply(const account& of, const wechat::encrypted_reply& sealed) {
  if (!of.key) return bad("an encrypted reply, but the account has no key");
  const auto expected = wechat::message_signature(of.token, sealed.timestamp, sealed.nonce, sealed.encrypt);
  if (!wechat::signature_matches(expected, sealed.signature)) return bad("the reply's MsgSignature is wrong");
  return wechat::decrypt_message(*of.key, of.app_id, sealed.encrypt);
}

result<chat_message> with_medium(chat_message shown, const media_shelf& media, std::string id, std::string_view type) {
  if (id.empty()) return bad("the reply has no MediaId");
  const auto* found = media.find(id);
  if (found == nullptr || found->type != type) return bad("the reply's MediaId is no " + std::string(type) + " of this account, or has expired");
  shown.media_id = std::move(id);
  return shown;
}

result<chat_message> take_music(chat_message shown, const wechat::inbound_message& reply, const media_shelf& media) {
  shown.kind = message_kind::music;
  shown.content = shared(field(reply, "Music/Title") + "\n" + field(reply, "Music/Description"));
  shown.url = field(reply, "Music/MusicUrl");
  if (shown.url.empty()) shown.url = field(reply, "Music/HQMusicUrl");
  if (media.find(field(reply, "Music/ThumbMediaId")) == nullptr) return bad("a music reply needs a ThumbMediaId of this account");
  return shown;
}

// Articles beyond what the push allows are cut off, as the platform does.
result<chat_message> take_news(chat_message shown, const wechat::inbound_message& reply, std::size_t most) {
  auto cards = std::make_shared<std::vector<chat_card>>();
  for (std::size_t i = 1; i <= most; ++i) {
    const std::string item = i == 1 ? "Articles/item/" : "Articles/item[" + std::to_string(i) + "]/";
    chat_card card{field(reply, item + "Title"), field(reply, item + "Description"), field(reply, item + "Url"), field(reply, item + "PicUrl")};
    if (card.title.empty() && card.url.empty()) break;
    cards->push_back(std::move(card));
  }
  if (cards->empty() || cards->front().url.empty()) return bad("a news reply without an article's Url");
  if (field(reply, "ArticleCount").empty()) return bad("a news reply without ArticleCount");
  shown.kind = message_kind::news;
  shown.content = shared(cards->front().title + "\n" + cards->front().description);
  shown.url = cards->front().url;
  shown.cards = std::move(cards);
  return shown;
}

result<chat_message> take_content(const wechat::inbound_message& reply, const media_shelf& media, const push_message& to) {
  chat_message shown;
  shown.way = "reply";
  if (reply.msg_type == "text") {
    if (reply.content.empty()) return bad("the reply's Content is empty");
    if (reply.content.size() > 2048) return bad("the reply's Content is longer than 2048 bytes");
    shown.content = shared(reply.content);
    return shown;
  }
  if (reply.msg_type == "image") {
    shown.kind = message_kind::image;
    return with_medium(std::move(shown), media, field(reply, "Image/MediaId"), "image");
  }
  if (reply.msg_type == "voice") {
    shown.kind = message_kind::voice;
    shown.content = shared("[voice]");
    return with_medium(std::move(shown), media, field(reply, "Voice/MediaId"), "voice");
  }
  if (reply.msg_type == "video") {
    shown.kind = message_kind::video;
    shown.content = shared("[video] " + field(reply, "Video/Title"));
    return with_medium(std::move(shown), media, field(reply, "Video/MediaId"), "video");
  }
  if (reply.msg_type == "music") return take_music(std::move(shown), reply, media);
  if (reply.msg_type == "news") return take_news(std::move(shown), reply, to.event.empty() ? 1 : 8);
  return bad("a reply of the unknown MsgType '" + reply.msg_type.substr(0, 40) + "'");
}

}  // namespace

result<std::optional<chat_message>> read_reply(const account& of, const media_shelf& media, const push_message& to, std::string_view body) {
  using nothing = std::optional<chat_message>;
  if (body.empty() || body == "success") return nothing();
  std::string clear(body);
  const auto sealed = wechat::parse_encrypted_reply(body);
  if (sealed.has_value() && !sealed->encrypt.empty()) {
    auto opened = open_reply(of, *sealed);
    if (opened.has_error()) return opened.error();
    clear = std::move(*opened);
  } else if (of.mode == push_mode::safe) {
    return bad("a clear reply in safe mode");
  }
  const auto reply = wechat::parse_message(clear);
  if (reply.has_error()) return bad("the reply is neither empty, nor 'success', nor a reply's XML");
  if (reply->to_user != to.from_user || reply->from_user != of.original_id) return bad("the reply's ToUserName or FromUserName is wrong");
  if (reply->msg_type == "transfer_customer_service") return nothing();
  auto shown = take_content(*reply, media, to);
  if (shown.has_error()) return shown.error();
  return nothing(std::move(*shown));
}

}  // namespace depeche::sandbox
