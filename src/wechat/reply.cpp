#include "wechat/reply.hpp"

#include "base/utf8.hpp"
#include "wechat/xml_writer.hpp"

#include <algorithm>
#include <array>

namespace depeche::wechat {
namespace {

std::string begin_reply(const inbound_message& to, std::string_view type, std::int64_t unix_seconds, std::size_t room) {
  std::string out;
  out.reserve(320 + room);
  out += "<xml>";
  append_text(out, "ToUserName", to.from_user);
  append_text(out, "FromUserName", to.to_user);
  append_number(out, "CreateTime", unix_seconds);
  append_text(out, "MsgType", type);
  return out;
}

void append_if_any(std::string& out, std::string_view name, std::string_view text) {
  if (!text.empty()) append_text(out, name, text);
}

std::string write_media(const inbound_message& to, std::string_view type, std::string_view element, std::string_view media_id,
                        std::int64_t at) {
  std::string out = begin_reply(to, type, at, media_id.size());
  open_element(out, element);
  append_text(out, "MediaId", media_id);
  close_element(out, element);
  return out += "</xml>";
}

struct reply_writer {
  const inbound_message& to;
  std::int64_t at;

  std::string operator()(const text_reply& r) const { return write_text_reply(to, r.content, at); }
  std::string operator()(const image_reply& r) const { return write_media(to, "image", "Image", r.media_id, at); }
  std::string operator()(const voice_reply& r) const { return write_media(to, "voice", "Voice", r.media_id, at); }

  std::string operator()(const video_reply& r) const {
    std::string out = begin_reply(to, "video", at, r.title.size() + r.description.size());
    open_element(out, "Video");
    append_text(out, "MediaId", r.media_id);
    append_if_any(out, "Title", r.title);
    append_if_any(out, "Description", r.description);
    close_element(out, "Video");
    return out += "</xml>";
  }

  std::string operator()(const music_reply& r) const {
    std::string out = begin_reply(to, "music", at, 2 * r.url.size());
    open_element(out, "Music");
    append_if_any(out, "Title", r.title);
    append_if_any(out, "Description", r.description);
    append_if_any(out, "MusicUrl", r.url);
    append_if_any(out, "HQMusicUrl", r.high_quality_url);
    append_text(out, "ThumbMediaId", r.thumb_media_id);
    close_element(out, "Music");
    return out += "</xml>";
  }

  std::string operator()(const news_reply& r) const {
    const std::size_t count = std::min(r.articles.size(), most_articles(to));
    if (count == 0) return {};
    std::string out = begin_reply(to, "news", at, 512 * count);
    append_number(out, "ArticleCount", static_cast<std::int64_t>(count));
    open_element(out, "Articles");
    for (std::size_t i = 0; i < count; ++i) {
      open_element(out, "item");
      append_text(out, "Title", r.articles[i].title);
      append_text(out, "Description", r.articles[i].description);
      append_text(out, "PicUrl", r.articles[i].picture_url);
      append_text(out, "Url", r.articles[i].url);
      close_element(out, "item");
    }
    close_element(out, "Articles");
    return out += "</xml>";
  }

  std::string operator()(const transfer_reply& r) const {
    std::string out = begin_reply(to, "transfer_customer_service", at, r.kf_account.size());
    if (!r.kf_account.empty()) {
      open_element(out, "TransInfo");
      append_text(out, "KfAccount", r.kf_account);
      close_element(out, "TransInfo");
    }
    return out += "</xml>";
  }
};

}  // namespace

std::size_t most_articles(const inbound_message& to) {
  constexpr std::array<std::string_view, 6> one{"text", "image", "voice", "video", "news", "location"};
  return std::find(one.begin(), one.end(), to.msg_type) != one.end() ? 1 : 8;
}

std::string write_reply(const inbound_message& to, const passive_reply& reply, std::int64_t unix_seconds) {
  return std::visit(reply_writer{to, unix_seconds}, reply);
}

std::string write_text_reply(const inbound_message& to, std::string_view content, std::int64_t unix_seconds) {
  content = truncate_bytes(content, max_reply_text_bytes);
  if (content.empty()) return {};
  std::string out = begin_reply(to, "text", unix_seconds, content.size());
  append_text(out, "Content", content);
  return out += "</xml>";
}

}  // namespace depeche::wechat
