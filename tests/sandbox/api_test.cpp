// The platform's API as a client sees it: tokens, users, codes, media, quotas, and what each kind of account may call.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "base/encode.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

int code_of(const json& answer) { return answer.value("errcode", 0); }

int try_token(world& w, const std::string& token) {
  return code_of(w.json_of(w.ask("GET", "/cgi-bin/get_api_domain_ip?access_token=" + token)));
}

std::string classic(world& w) {
  const auto answer = w.json_of(w.ask("GET", "/cgi-bin/token?grant_type=client_credential&appid=" + w.app_id + "&secret=secret"));
  CHECK(answer["expires_in"] == 7200);
  return answer["access_token"];
}

}  // namespace

TEST_CASE("a classic token stays valid for five minutes after the next was given") {
  world w;
  const auto first = classic(w);
  const auto second = classic(w);
  CHECK(first != second);
  CHECK(try_token(w, first) == 0);
  w.time.shift(299s);
  CHECK(try_token(w, first) == 0);
  w.time.shift(2s);
  CHECK(try_token(w, first) == 40001);
  CHECK(try_token(w, second) == 0);
  w.time.shift(2h);
  CHECK(try_token(w, second) == 42001);
}

TEST_CASE("the stable token is the same until five minutes before its end, and then both work") {
  world w;
  const auto first = w.stable();
  w.time.shift(100min);
  CHECK(w.stable() == first);
  w.time.shift(16min);  // four minutes left
  const auto second = w.stable();
  CHECK(second != first);
  CHECK(try_token(w, first) == 0);
  CHECK(try_token(w, second) == 0);
  CHECK(w.stable() == second);
  w.time.shift(5min);
  CHECK(try_token(w, first) != 0);
  CHECK(try_token(w, second) == 0);
}

TEST_CASE("a forced renewal voids the old token at once, at most every 30 seconds and 20 times a day") {
  world w;
  auto token = w.stable();
  const auto old = token;
  token = w.stable(true);
  CHECK(token != old);
  CHECK(try_token(w, old) == 40001);
  CHECK(w.stable(true) == token);  // too soon: nothing is renewed
  // To the start of a day in China, so that the count is of one day.
  const auto day = std::chrono::floor<std::chrono::days>(w.time.now() + 8h) + std::chrono::days{1} - 8h;
  w.time.set(std::chrono::time_point_cast<std::chrono::milliseconds>(day) + 1h);
  int renewed = 0;
  token = w.stable();
  for (int i = 0; i < 25; ++i) {
    w.time.shift(31s);
    const auto next = w.stable(true);
    renewed += next != token;
    token = next;
  }
  CHECK(renewed == 20);
  w.time.shift(24h);
  CHECK(w.stable(true) != token);
}

TEST_CASE("the two kinds of token are independent") {
  world w;
  const auto stable = w.stable();
  classic(w);
  classic(w);
  w.time.shift(10min);
  CHECK(try_token(w, stable) == 0);
}

TEST_CASE("credentials are checked one by one") {
  world w;
  const auto ask = [&](const std::string& query) { return code_of(w.json_of(w.ask("GET", "/cgi-bin/token?" + query))); };
  CHECK(ask("grant_type=x&appid=wx0123456789abcdef&secret=secret") == 40002);
  CHECK(ask("grant_type=client_credential&secret=secret") == 41002);
  CHECK(ask("grant_type=client_credential&appid=wx0123456789abcdef") == 41004);
  CHECK(ask("grant_type=client_credential&appid=wx1&secret=secret") == 40013);
  CHECK(ask("grant_type=client_credential&appid=wx0123456789abcdef&secret=wrong") == 40125);
}

TEST_CASE("JSON nested without end is refused before anything is made of it") {
  world w;
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  const std::string deep = nested(100'000);
  const auto menu = R"({"button":[{"type":"click","name":"a","key":"k","z":)" + deep + "}]}";
  const auto mass = R"({"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"x"},"z":)" + deep + "}";
  CHECK(code_of(w.json_of(w.ask("POST", "/cgi-bin/menu/create?access_token=" + w.token(), menu))) == 47001);
  CHECK(code_of(w.json_of(w.ask("POST", "/cgi-bin/message/mass/sendall?access_token=" + w.token(), mass))) == 47001);
  CHECK(w.ask("POST", "/sandbox/v1/push", R"({"event":"x","fields":{"A":)" + deep + "}}").status == 400);
  // An object as deep, and one whose depth begins behind many values.
  std::string objects;
  for (int i = 0; i < 50'000; ++i) objects += R"({"a":1,"b":)";
  CHECK(code_of(w.json_of(w.ask("POST", "/cgi-bin/menu/create?access_token=" + w.token(), objects + "1" + std::string(50'000, '}')))) == 47001);
  const auto shallow = R"({"button":[{"type":"click","name":"a","key":"k","z":)" + nested(20) + "}]}";
  CHECK(code_of(w.json_of(w.ask("POST", "/cgi-bin/menu/create?access_token=" + w.token(), shallow))) == 0);
}

TEST_CASE("errors travel as HTTP 200 with a rid, whatever is wrong with the call") {
  world w;
  const auto wrong_method = w.ask("GET", "/cgi-bin/message/custom/send?access_token=" + w.token());
  CHECK(wrong_method.status == 200);
  const auto answer = w.json_of(wrong_method);
  CHECK(answer["errcode"] == 43002);
  const std::string words = answer["errmsg"];
  const auto rid = words.find(" rid: ");
  REQUIRE(rid != std::string::npos);
  CHECK(words.size() - rid == 6 + 26);
  CHECK(try_token(w, "") == 41001);
  CHECK(try_token(w, "88_never_given") == 40001);
  const auto send = [&](const std::string& body) {
    return code_of(w.json_of(w.ask("POST", "/cgi-bin/message/custom/send?access_token=" + w.token(), body)));
  };
  CHECK(send("") == 44002);
  CHECK(send("{\"touser\":") == 47001);
  CHECK(send("[1]") == 47001);
  CHECK(send(std::string(200'000, '[')) == 47001);
  CHECK(send("{\"touser\":\"\xff\xfe\"}") == 47001);
  CHECK(send(R"({"touser":"x","msgtype":"text","text":{"content":"\u4f60"}})") == 40033);
  CHECK(send(R"({"touser":5,"msgtype":{},"text":[]})") == 40003);
  for (const auto* path : {"/cgi-bin/no/such/thing", "/card/create", "/bizwifi/x", "/shakearound/x", "/cv/ocr/idcard", "/merchant/get", "/scan/x"})
    CHECK(code_of(w.json_of(w.ask("POST", path + ("?access_token=" + w.token()), "{}"))) == 40066);
}

TEST_CASE("each kind of account may call what the platform lets it call") {
  struct expectation {
    const char* profile;
    int users, custom, codes, mass;
  };
  const expectation rows[] = {{"service", 0, 0, 0, 0},
                              {"subscription", 0, 0, 48001, 0},
                              {"personal", 48001, 48001, 48001, 48001},
                              {"unverified_service", 48001, 48001, 48001, 48001},
                              {"sandbox", 0, 0, 0, 48001}};
  for (const auto& row : rows) {
    INFO(row.profile);
    world w(test_options("plain", row.profile));
    CHECK(code_of(w.fetch("/cgi-bin/user/get")) == row.users);
    CHECK(code_of(w.call("/cgi-bin/message/custom/send", {{"touser", "nobody"}})) == (row.custom ? row.custom : 40003));
    CHECK(code_of(w.call("/cgi-bin/qrcode/create", {{"action_name", "QR_LIMIT_STR_SCENE"}, {"action_info", {{"scene", {{"scene_str", "a"}}}}}})) ==
          row.codes);
    CHECK(code_of(w.call("/cgi-bin/message/mass/sendall",
                         {{"filter", {{"is_to_all", true}}}, {"msgtype", "text"}, {"text", {{"content", "news"}}}})) == row.mass);
    CHECK(code_of(w.fetch("/cgi-bin/getcallbackip")) == 0);
  }
}

TEST_CASE("followers are listed and described, and those who left are not") {
  world w;
  const auto made = w.post("phones/batch", {{"count", 3}, {"events", false}, {"language", "fr"}, {"openids", true}});
  const auto lea = w.post("phones", {{"language", "zh"}});
  w.post("phones/" + lea["phone"].dump() + "/scan", {{"scene", "metro"}});
  const auto listed = w.fetch("/cgi-bin/user/get");
  CHECK(listed["total"] == 4);
  CHECK(listed["data"]["openid"].size() == 4);
  const std::string last = listed["next_openid"];
  const auto beyond = w.fetch("/cgi-bin/user/get", "next_openid=" + last);
  CHECK(beyond["count"] == 0);
  CHECK_FALSE(beyond.contains("data"));
  const auto info = w.fetch("/cgi-bin/user/info", "openid=" + lea["openid"].get<std::string>());
  CHECK(info["subscribe"] == 1);
  CHECK(info["language"] == "zh_CN");
  CHECK(info["qr_scene_str"] == "metro");
  CHECK(info["subscribe_scene"] == "ADD_SCENE_QR_CODE");
  w.post("phones/" + lea["phone"].dump() + "/unfollow");
  CHECK(w.fetch("/cgi-bin/user/info", "openid=" + lea["openid"].get<std::string>()).size() == 2);
  CHECK(code_of(w.fetch("/cgi-bin/user/info", "openid=nobody")) == 40003);
  json users = json::array();
  for (const auto& id : made["openids"]) users.push_back({{"openid", id}, {"lang", "zh_CN"}});
  CHECK(w.call("/cgi-bin/user/info/batchget", {{"user_list", users}})["user_info_list"].size() == 3);
  for (int i = 0; i < 98; ++i) users.push_back(users[0]);
  CHECK(code_of(w.call("/cgi-bin/user/info/batchget", {{"user_list", users}})) == 40032);
}

TEST_CASE("codes with scenes: permanent ones stay, temporary ones expire, and the ticket draws the image") {
  world w;
  const json permanent{{"action_name", "QR_LIMIT_STR_SCENE"}, {"action_info", {{"scene", {{"scene_str", "metro-2"}}}}}};
  const auto code = w.call("/cgi-bin/qrcode/create", permanent);
  CHECK(code["url"].get<std::string>().starts_with("http://weixin.qq.com/q/"));
  CHECK_FALSE(code.contains("expire_seconds"));
  CHECK(w.call("/cgi-bin/qrcode/create", permanent)["ticket"] == code["ticket"]);
  const auto image = w.ask("GET", "/cgi-bin/showqrcode?ticket=" + percent_encode(code["ticket"].get<std::string>()));
  CHECK(image.status == 200);
  CHECK(image.body.starts_with("\x89PNG"));
  CHECK(w.ask("GET", "/cgi-bin/showqrcode?ticket=none").status == 404);
  const auto brief = w.call("/cgi-bin/qrcode/create",
                            {{"expire_seconds", 60}, {"action_name", "QR_SCENE"}, {"action_info", {{"scene", {{"scene_id", 7}}}}}});
  CHECK(brief["expire_seconds"] == 60);
  const auto phone = w.post("phones", {{"language", "en"}})["phone"].dump();
  w.time.shift(61s);
  CHECK(w.post("phones/" + phone + "/scan", {{"code", brief["url"]}})["following"] == false);
  CHECK(w.post("phones/" + phone + "/scan", {{"code", code["url"]}})["following"] == true);
  CHECK(w.get("phones/" + phone)["scene"] == "metro-2");
  CHECK(code_of(w.call("/cgi-bin/qrcode/create", {{"action_name", "QR_NONE"}})) == 40052);
  CHECK(code_of(w.call("/cgi-bin/qrcode/create", {{"action_name", "QR_LIMIT_SCENE"}, {"action_info", {{"scene", {{"scene_id", 100001}}}}}})) ==
        40053);
  CHECK(w.ask("POST", "/sandbox/v1/phones/" + phone + "/scan", R"({"code":"http://weixin.qq.com/q/else"})").status == 404);
}

TEST_CASE("media is taken as a form, kept three days, and must be a picture to be an image") {
  world w;
  const std::string png = std::string("\x89PNG\r\n\x1a\n") + std::string(100, 'x');
  const auto upload = [&](const std::string& bytes, const std::string& part) {
    const auto body = "--B\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"q.png\"\r\nContent-Type: image/png\r\n\r\n" + bytes +
                      "\r\n--B--\r\n";
    return w.json_of(w.ask("POST", "/cgi-bin/media/upload?type=image&access_token=" + w.token(), body,
                           {{"Content-Type", "multipart/form-data; boundary=B"}}));
  };
  const auto kept = upload(png, "media");
  REQUIRE(kept.contains("media_id"));
  const auto get = [&] { return w.ask("GET", "/cgi-bin/media/get?access_token=" + w.stable() + "&media_id=" + kept["media_id"].get<std::string>()); };
  CHECK(get().body == png);
  CHECK(get().content_type == "image/png");
  CHECK(code_of(upload("not a picture", "media")) == 40005);
  CHECK(code_of(upload(png, "other")) == 41005);
  // One client library leaves the boundary out of the header.
  const auto bare = "--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"q.png\"\r\n\r\n" + png + "\r\n--B--\r\n";
  for (const std::string& body : {bare, std::string("--"), std::string("--B"), std::string("--\r\n")}) {
    const auto said = w.json_of(w.ask("POST", "/cgi-bin/media/upload?type=image&access_token=" + w.token(), body, {{"Content-Type", "multipart/form-data"}}));
    if (body == bare) CHECK(said.contains("media_id"));
    else CHECK(code_of(said) == 41005);
  }
  w.time.shift(73h);
  CHECK(code_of(w.json_of(get())) == 40007);
}

TEST_CASE("a daily quota is reached, seen, cleared, and new the next day") {
  world w;
  w.post("quotas", {{"path", "/cgi-bin/user/get"}, {"daily_limit", 2}});
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 0);
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 0);
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 45009);
  CHECK(w.call("/cgi-bin/openapi/quota/get", {{"cgi_path", "/cgi-bin/user/get"}})["quota"] ==
        json({{"daily_limit", 2}, {"used", 2}, {"remain", 0}}));
  for (int i = 0; i < 10; ++i) CHECK(code_of(w.call("/cgi-bin/clear_quota", {{"appid", w.app_id}})) == 0);
  CHECK(code_of(w.call("/cgi-bin/clear_quota", {{"appid", w.app_id}})) == 48006);
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 0);
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 0);
  CHECK(code_of(w.fetch("/cgi-bin/user/get")) == 45009);
  w.time.shift(24h);
  const auto fresh = w.stable();
  CHECK(code_of(w.json_of(w.ask("GET", "/cgi-bin/user/get?access_token=" + fresh))) == 0);
  CHECK(code_of(w.call("/cgi-bin/openapi/quota/get", {{"cgi_path", "/nothing"}})) != 0);
}

TEST_CASE("a call from an address that is not on the whitelist is told its address") {
  world w;
  w.token();
  w.post("account", {{"ip_whitelist", {"198.51.100.1"}}});
  const auto answer = w.fetch("/cgi-bin/getcallbackip");
  CHECK(answer["errcode"] == 40164);
  CHECK(answer["errmsg"].get<std::string>().starts_with("invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: "));
}
