#include "sandbox/reply_reader.hpp"

#include "base/text.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

namespace depeche::sandbox {
namespace {

error bad(std::string what) { return fail(errc::xml_malformed, std::move(what)); }

std::string field(const wechat::inbound_message& of, std::string_view path) {
  const auto found = of.fields.find(path);
  return found == of.fields.end() ? std::string() : found->second;
}

std::shared_ptr<const std::string> shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// The clear XML within an encrypted reply.
result<std::string> open_reply(const account& of, const wechat::encrypted_reply& sealed) {
  if (!of.key) return bad("an encrypted reply, but the account has no key");
  const auto expected = wechat::message_signature(of.token, sealed.timestamp, sealed.nonce, sealed.encrypt);
  if (!wechat::signature_matches(expected, sealed.signature)) return bad("the reply's MsgSignature is wrong");
  return wechat::decrypt_message(*of.key, of.app_id, sealed.encrypt);
}

result<chat_message> take_content(const wechat::inbound_message& reply) {
  chat_message shown;
  shown.way = "reply";
  if (reply.msg_type == "text") {
    if (reply.content.empty()) return bad("the reply's Content is empty");
    if (reply.content.size() > 2048) return bad("the reply's Content is longer than 2048 bytes");
    shown.content = shared(reply.content);
  } else if (reply.msg_type == "image") {
    shown.kind = message_kind::image;
    shown.media_id = field(reply, "Image/MediaId");
    if (shown.media_id.empty()) return bad("an image reply without MediaId");
  } else if (reply.msg_type == "news") {
    shown.kind = message_kind::news;
    shown.content = shared(field(reply, "Articles/item/Title") + "\n" + field(reply, "Articles/item/Description"));
    shown.url = field(reply, "Articles/item/Url");
    if (shown.url.empty()) return bad("a news reply without an article's Url");
  } else if (reply.msg_type == "voice" || reply.msg_type == "video" || reply.msg_type == "music") {
    shown.kind = message_kind::event;
    shown.content = shared(reply.msg_type);
  } else {
    return bad("a reply of the unknown MsgType '" + reply.msg_type.substr(0, 40) + "'");
  }
  return shown;
}

}  // namespace

result<std::optional<chat_message>> read_reply(const account& of, std::string_view openid, std::string_view body) {
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
  if (reply->to_user != openid || reply->from_user != of.original_id) return bad("the reply's ToUserName or FromUserName is wrong");
  if (reply->msg_type == "transfer_customer_service") return nothing();
  auto shown = take_content(*reply);
  if (shown.has_error()) return shown.error();
  return nothing(std::move(*shown));
}

}  // namespace depeche::sandbox
