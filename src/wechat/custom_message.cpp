#include "wechat/custom_message.hpp"

#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

// The msgtype, and the object that stands under its name.
struct part {
  std::string_view type;
  json object;
};

struct to_part {
  part operator()(const custom_text& m) const { return {"text", {{"content", m.content}}}; }
  part operator()(const custom_image& m) const { return {"image", {{"media_id", m.media_id}}}; }
  part operator()(const custom_voice& m) const { return {"voice", {{"media_id", m.media_id}}}; }
  part operator()(const custom_video& m) const {
    return {"video",
            {{"media_id", m.media_id}, {"thumb_media_id", m.thumb_media_id}, {"title", m.title}, {"description", m.description}}};
  }
  part operator()(const custom_music& m) const {
    return {"music",
            {{"title", m.title},
             {"description", m.description},
             {"musicurl", m.url},
             {"hqmusicurl", m.high_quality_url},
             {"thumb_media_id", m.thumb_media_id}}};
  }
  part operator()(const custom_link& m) const {
    const json article{{"title", m.title}, {"description", m.description}, {"url", m.url}, {"picurl", m.picture_url}};
    return {"news", {{"articles", json::array({article})}}};
  }
  part operator()(const custom_article& m) const { return {"mpnewsarticle", {{"article_id", m.article_id}}}; }
  part operator()(const custom_menu& m) const {
    json items = json::array();
    for (const auto& item : m.items) items.push_back({{"id", item.id}, {"content", item.content}});
    return {"msgmenu", {{"head_content", m.head}, {"list", std::move(items)}, {"tail_content", m.tail}}};
  }
  part operator()(const custom_coupon& m) const { return {"wxcard", {{"card_id", m.card_id}}}; }
  part operator()(const custom_mini_program& m) const {
    return {"miniprogrampage",
            {{"title", m.title}, {"appid", m.app_id}, {"pagepath", m.page}, {"thumb_media_id", m.thumb_media_id}}};
  }
};

task<api_result<void>> post_message(api_client& api, std::string body) {
  auto answer = co_await api.post("/cgi-bin/message/custom/send", std::move(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace

task<api_result<void>> send_custom(api_client& api, std::string openid, custom_message message, std::string kf_account) {
  part content = std::visit(to_part{}, message);
  json body{{"touser", openid}, {"msgtype", content.type}};
  body[std::string(content.type)] = std::move(content.object);
  if (!kf_account.empty()) body["customservice"] = {{"kf_account", kf_account}};
  std::string text = json_text(body);
  co_return co_await post_message(api, std::move(text));
}

task<api_result<void>> send_custom_text(api_client& api, std::string openid, std::string content) {
  custom_message message = custom_text{std::move(content)};
  co_return co_await send_custom(api, std::move(openid), std::move(message), std::string());
}

task<api_result<void>> send_custom_image(api_client& api, std::string openid, std::string media_id) {
  custom_message message = custom_image{std::move(media_id)};
  co_return co_await send_custom(api, std::move(openid), std::move(message), std::string());
}

custom_copies::custom_copies(custom_message message) {
  part content = std::visit(to_part{}, message);
  json body{{"msgtype", content.type}};
  body[std::string(content.type)] = std::move(content.object);
  after_receiver_ = json_text(body);
  after_receiver_.front() = ',';
}

task<api_result<void>> custom_copies::send(api_client& api, std::string openid) const {
  std::string body = "{\"touser\":" + json_text(openid);
  body += after_receiver_;
  co_return co_await post_message(api, std::move(body));
}

task<api_result<void>> show_typing(api_client& api, std::string openid, bool typing) {
  const json body{{"touser", openid}, {"command", typing ? "Typing" : "CancelTyping"}};
  auto answer = co_await api.post("/cgi-bin/message/custom/typing", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace depeche::wechat
