#include "wechat/mass_send.hpp"

#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view filter_path = "/cgi-bin/message/mass/sendall";
constexpr std::string_view list_path = "/cgi-bin/message/mass/send";
constexpr std::string_view state_path = "/cgi-bin/message/mass/get";
constexpr std::string_view speed_path = "/cgi-bin/message/mass/speed/set";

// Adds msgtype and content; a preview's image stands under another name than a send's images.
void add_content(json& body, const mass_content& content, bool preview) {
  const auto set = [&](const char* type, const char* name, json object) {
    body["msgtype"] = type;
    body[name] = std::move(object);
  };
  if (const auto* text = std::get_if<mass_text>(&content)) {
    set("text", "text", {{"content", text->content}});
  } else if (const auto* articles = std::get_if<mass_articles>(&content)) {
    set("mpnews", "mpnews", {{"media_id", articles->media_id}});
  } else if (const auto* images = std::get_if<mass_images>(&content)) {
    const std::string first = images->media_ids.empty() ? std::string() : images->media_ids.front();
    if (preview) set("image", "image", {{"media_id", first}});
    else set("image", "images", {{"media_ids", images->media_ids}, {"recommend", images->recommendation}});
  } else if (const auto* voice = std::get_if<mass_voice>(&content)) {
    set("voice", "voice", {{"media_id", voice->media_id}});
  } else if (const auto* video = std::get_if<mass_video>(&content)) {
    set("mpvideo", "mpvideo", {{"media_id", video->media_id}, {"title", video->title}, {"description", video->description}});
  }
}

// Adds the audience and gives the call's path.
std::string_view add_audience(json& body, const mass_audience& audience) {
  if (const auto* list = std::get_if<to_list>(&audience)) {
    body["touser"] = list->openids;
    return list_path;
  }
  const auto* tag = std::get_if<to_tag>(&audience);
  body["filter"] = {{"is_to_all", tag == nullptr}};
  if (tag != nullptr) body["filter"]["tag_id"] = tag->id;
  return filter_path;
}

// What the platform would refuse, or null.
const char* fault_of(const mass_order& order) {
  if (order.client_msg_id.empty() || order.client_msg_id.size() > 32) return "a mass send needs a client id of 1 to 32 bytes";
  const auto* list = std::get_if<to_list>(&order.audience);
  if (list != nullptr && (list->openids.size() < 2 || list->openids.size() > 10'000))
    return "a list for a mass send has 2 to 10,000 openids";
  const auto* images = std::get_if<mass_images>(&order.content);
  if (images != nullptr && images->media_ids.empty()) return "a mass send of images without an image";
  return nullptr;
}

mass_receipt receipt_in(const json& got) { return {number_at(got, "msg_id"), number_at(got, "msg_data_id"), false}; }

task<api_result<void>> order_of(api_client& api, std::string_view path, std::string body, repeatable repeat) {
  auto answer = co_await api.post(std::string(path), std::move(body), repeat);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace

task<api_result<mass_receipt>> mass_send(api_client& api, mass_order order) {
  if (const char* fault = fault_of(order)) co_return own_failure(api_action::fix_request, fault, filter_path);
  json body{{"clientmsgid", order.client_msg_id}};
  const std::string_view path = add_audience(body, order.audience);
  add_content(body, order.content, false);
  if (std::holds_alternative<mass_articles>(order.content)) body["send_ignore_reprint"] = order.send_even_reprints ? 1 : 0;
  // The client id makes the repetition harmless.
  auto answer = co_await api.post(std::string(path), json_text(body), repeatable::yes);
  if (answer.has_error()) {
    const api_failure why = answer.error();
    if (why.action != api_action::already_done) co_return why;
    mass_receipt existing = receipt_in(read_json(why.answer));
    existing.existed = true;
    co_return existing;
  }
  mass_receipt receipt = receipt_in(read_json(*answer));
  if (receipt.msg_id == 0)
    co_return own_failure(api_action::unknown, "the platform accepted a mass send without naming its msg_id", path);
  co_return receipt;
}

task<api_result<mass_receipt>> mass_send_text(api_client& api, std::string content, std::string client_msg_id) {
  mass_order order;
  order.content = mass_text{std::move(content)};
  order.client_msg_id = std::move(client_msg_id);
  co_return co_await mass_send(api, std::move(order));
}

task<api_result<void>> mass_preview(api_client& api, std::string openid, mass_content content) {
  json body{{"touser", openid}};
  add_content(body, content, true);
  co_return co_await order_of(api, "/cgi-bin/message/mass/preview", json_text(body), repeatable::no);
}

task<api_result<std::string>> mass_state(api_client& api, std::int64_t msg_id) {
  const json body{{"msg_id", std::to_string(msg_id)}};
  auto answer = co_await api.post(std::string(state_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  auto state = text_at(read_json(*answer), "msg_status");
  if (state.empty()) co_return own_failure(api_action::retry, "the platform's answer holds no msg_status", state_path);
  co_return state;
}

task<api_result<void>> mass_delete(api_client& api, std::int64_t msg_id, int article) {
  const json body{{"msg_id", msg_id}, {"article_idx", article}};
  co_return co_await order_of(api, "/cgi-bin/message/mass/delete", json_text(body), repeatable::yes);
}

task<api_result<mass_speed>> get_mass_speed(api_client& api) {
  auto answer = co_await api.post("/cgi-bin/message/mass/speed/get", "{}", repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  mass_speed out;
  out.level = static_cast<int>(number_at(got, "speed"));
  out.real = number_at(got, "realspeed");
  co_return out;
}

task<api_result<void>> set_mass_speed(api_client& api, int level) {
  if (level < 0 || level > 4) co_return own_failure(api_action::fix_request, "a mass-send speed is 0 to 4", speed_path);
  const json body{{"speed", level}};
  co_return co_await order_of(api, speed_path, json_text(body), repeatable::yes);
}

}  // namespace depeche::wechat
