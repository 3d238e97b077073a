// Codes with a scene: which of several is scanned, and what is told of whoever came by one.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

TEST_CASE("a permanent code is one, whatever temporary ones its scene has, and is scanned when they have expired") {
  world w;
  const auto make = [&](const std::string& action, const json& scene, int lifetime = 0) {
    json body{{"action_name", action}, {"action_info", {{"scene", scene}}}};
    if (lifetime != 0) body["expire_seconds"] = lifetime;
    return w.call("/cgi-bin/qrcode/create", body)["ticket"].get<std::string>();
  };
  const auto permanent = make("QR_LIMIT_STR_SCENE", {{"scene_str", "rue"}});
  CHECK(make("QR_STR_SCENE", {{"scene_str", "rue"}}, 60) != permanent);
  CHECK(make("QR_LIMIT_STR_SCENE", {{"scene_str", "rue"}}) == permanent);
  const auto number = make("QR_LIMIT_SCENE", {{"scene_id", 7}});
  CHECK(make("QR_LIMIT_STR_SCENE", {{"scene_str", "7"}}) != number);
  CHECK(make("QR_LIMIT_SCENE", {{"scene_id", 7}}) == number);
  // Of two temporary ones, the older lives longer.
  make("QR_STR_SCENE", {{"scene_str", "gare"}}, 3600);
  make("QR_STR_SCENE", {{"scene_str", "gare"}}, 60);
  w.start_bot("success");
  w.time.shift(2min);
  for (const auto* scene : {"rue", "gare"}) {
    const auto phone = w.post("phones", {{"language", "fr"}})["phone"].dump();
    CHECK(w.post("phones/" + phone + "/scan", {{"scene", scene}})["following"] == true);
  }
}

TEST_CASE("a scene is told as it was made: text is text though it has only digits") {
  world w;
  const auto scanned = [&](const std::string& action, const json& scene) {
    const auto code = w.call("/cgi-bin/qrcode/create", {{"action_name", action}, {"action_info", {{"scene", scene}}}, {"expire_seconds", 600}});
    const auto phone = w.post("phones", {{"language", "fr"}});
    w.post("phones/" + phone["phone"].dump() + "/scan", {{"code", code["url"]}});
    return w.fetch("/cgi-bin/user/info", "openid=" + phone["openid"].get<std::string>());
  };
  const auto text = scanned("QR_STR_SCENE", {{"scene_str", "2026"}});
  CHECK(text["qr_scene"] == 0);
  CHECK(text["qr_scene_str"] == "2026");
  const auto number = scanned("QR_SCENE", {{"scene_id", 2026}});
  CHECK(number["qr_scene"] == 2026);
  CHECK(number["qr_scene_str"] == "");
}
