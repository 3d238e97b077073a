#include "wechat/qr_ticket.hpp"

#include "wechat/api_answer.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view path = "/cgi-bin/qrcode/create";

api_failure failed(api_action action, std::string_view message) { return own_failure(action, message, path); }

bool is_scene(const std::string& scene) { return !scene.empty() && scene.size() <= 64; }

// Made again, a code for the same scene is the same to whoever scans it.
task<api_result<qr_ticket>> create(api_client& api, std::string body) {
  auto answer = co_await api.post(std::string(path), std::move(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  auto ticket = text_member(*answer, "ticket");
  auto link = text_member(*answer, "url");
  if (!ticket || !link || link->empty()) co_return failed(api_action::retry, "the platform's answer holds no ticket with a url");
  qr_ticket out;
  out.ticket = std::move(*ticket);
  out.url = std::move(*link);
  if (const auto left = number_member(*answer, "expire_seconds"); left && *left > 0) out.expires = std::chrono::seconds{*left};
  co_return out;
}

}  // namespace

task<api_result<qr_ticket>> create_permanent_code(api_client& api, std::string scene) {
  if (!is_scene(scene)) co_return failed(api_action::fix_request, "a scene has 1 to 64 bytes");
  const nlohmann::json body{{"action_name", "QR_LIMIT_STR_SCENE"}, {"action_info", {{"scene", {{"scene_str", scene}}}}}};
  co_return co_await create(api, json_text(body));
}

task<api_result<qr_ticket>> create_temporary_code(api_client& api, std::string scene, std::chrono::seconds lifetime) {
  if (!is_scene(scene)) co_return failed(api_action::fix_request, "a scene has 1 to 64 bytes");
  if (lifetime < 60s || lifetime > 30 * 24h) co_return failed(api_action::fix_request, "a temporary code lives 60 s to 30 days");
  const nlohmann::json body{{"action_name", "QR_STR_SCENE"},
                            {"expire_seconds", lifetime.count()},
                            {"action_info", {{"scene", {{"scene_str", scene}}}}}};
  co_return co_await create(api, json_text(body));
}

}  // namespace depeche::wechat
