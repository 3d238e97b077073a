// /cgi-bin/qrcode/create and showqrcode (wechat-protocol 7).
#include "invite/qr_code.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr std::size_t most_permanent = 100'000;

// The scene of a request as text, checked; nothing when it is out of its range.
std::optional<std::string> read_scene(const json& scene, bool is_text, bool permanent) {
  if (is_text) {
    auto text = text_at(scene, "scene_str");
    if (text.empty() || text.size() > 64) return std::nullopt;
    return text;
  }
  const auto number = number_at(scene, "scene_id");
  const std::int64_t most = permanent ? 100'000 : 0xffffffff;
  if (!number || *number < 1 || *number > most) return std::nullopt;
  return std::to_string(*number);
}

api_answer create(code_book& codes, const clock& time, const api_call& call) {
  const auto action = text_at(call.body, "action_name");
  const bool is_text = action == "QR_STR_SCENE" || action == "QR_LIMIT_STR_SCENE";
  const bool permanent = action == "QR_LIMIT_SCENE" || action == "QR_LIMIT_STR_SCENE";
  if (!is_text && action != "QR_SCENE" && action != "QR_LIMIT_SCENE") return refuse(40052);
  const auto scene = read_scene(child_at(child_at(call.body, "action_info"), "scene"), is_text, permanent);
  if (!scene || (permanent && codes.permanent() >= most_permanent)) return refuse(40053);
  if (permanent) {
    const auto& made = codes.make(*scene, is_text, std::nullopt);
    return answer_json({{"ticket", made.ticket}, {"url", made.url}});
  }
  const auto lifetime = number_at(call.body, "expire_seconds").value_or(30);
  if (lifetime < 1 || lifetime > 2'592'000) return refuse(40053);
  const auto& made = codes.make(*scene, is_text, time.now() + seconds{lifetime});
  return answer_json({{"ticket", made.ticket}, {"expire_seconds", lifetime}, {"url", made.url}});
}

}  // namespace

std::vector<endpoint> code_endpoints(code_book& codes, const clock& time) {
  const auto make = [&codes, &time](const api_call& call) { return create(codes, time, call); };
  return {{"POST", "/cgi-bin/qrcode/create", capability::scene_codes, true, api_body::json, 100'000, 10'000, make}};
}

void add_code_image(router& routes, const code_book& codes) {
  routes.add("GET", "/cgi-bin/showqrcode", [&codes](http_request request) -> task<http_response> {
    const auto ticket = query_value(request.query, "ticket").value_or("");
    const auto* code = codes.by_ticket(ticket);
    if (code == nullptr || codes.is_expired(*code)) co_return text_response(404, "no such ticket\n");
    const auto drawn = qr_code::encode(code->url);
    if (drawn.has_error()) co_return text_response(404, "no such ticket\n");
    http_response image;
    image.content_type = "image/png";
    image.body = draw_png(*drawn, 10);
    co_return image;
  });
}

}  // namespace depeche::sandbox
