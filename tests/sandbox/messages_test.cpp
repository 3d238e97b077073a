// Sending: the allowance of customer messages, mass jobs, and what goes wrong on demand.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "wechat/message_xml.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

struct person {
  std::string phone, openid;
};

person follower(world& w) {
  const auto made = w.post("phones", {{"language", "fr"}, {"name", "Léa"}});
  person p{made["phone"].dump(), made["openid"]};
  w.post("phones/" + p.phone + "/follow");
  return p;
}

std::vector<std::string> texts_of(world& w, const person& p) {
  std::vector<std::string> texts;
  const auto shown = w.get("phones/" + p.phone);
  for (const auto& message : shown["messages"])
    if (message["from"] == "account") texts.push_back(message["text"]);
  return texts;
}

int mass(world& w, const std::string& text, const std::string& client_id) {
  return w.call("/cgi-bin/message/mass/sendall",
                {{"filter", {{"is_to_all", true}}}, {"msgtype", "text"}, {"text", {{"content", text}}}, {"clientmsgid", client_id}})["errcode"];
}

}  // namespace

TEST_CASE("whoever follows may get three messages within a minute") {
  world w;
  const auto lea = follower(w);
  CHECK(w.send_text(lea.openid, "un") == 0);
  CHECK(w.send_text(lea.openid, "deux") == 0);
  CHECK(w.send_text(lea.openid, "trois") == 0);
  CHECK(w.send_text(lea.openid, "quatre") == 45047);
  w.time.shift(61s);
  CHECK(w.send_text(lea.openid, "cinq") == 45015);
  CHECK(texts_of(w, lea) == std::vector<std::string>{"un", "deux", "trois"});
}

TEST_CASE("whoever writes may get five messages within 48 hours, and writing again opens it anew") {
  world w;
  const auto lea = follower(w);
  w.time.shift(2min);
  w.post("phones/" + lea.phone + "/say", {{"text", "bonjour"}});
  for (int i = 0; i < 5; ++i) CHECK(w.send_text(lea.openid, "nouvelle") == 0);
  CHECK(w.send_text(lea.openid, "de trop") == 45047);
  w.post("phones/" + lea.phone + "/say", {{"text", "encore"}});
  CHECK(w.send_text(lea.openid, "encore une") == 0);
  w.time.shift(48h);
  w.stable();
  const json late{{"touser", lea.openid}, {"msgtype", "text"}, {"text", {{"content", "tard"}}}};
  const auto answer = w.json_of(w.ask("POST", "/cgi-bin/message/custom/send?access_token=" + w.stable(), late.dump()));
  CHECK(answer["errcode"] == 45015);
}

TEST_CASE("a tap on a menu item counts as a tap, not as words") {
  world w;
  const auto lea = follower(w);
  w.time.shift(2min);
  CHECK(w.send_text(lea.openid, "x") == 45015);
  w.post("phones/" + lea.phone + "/click", {{"key", "today"}});
  for (int i = 0; i < 3; ++i) CHECK(w.send_text(lea.openid, "x") == 0);
  CHECK(w.send_text(lea.openid, "x") == 45047);
  w.time.shift(2min);
  w.post("phones/" + lea.phone + "/say", {{"text", "satisfait"}, {"menu_id", "101"}});
  w.time.shift(2min);
  CHECK(w.send_text(lea.openid, "x") == 45015);
}

TEST_CASE("messages to strangers, leavers and those who switched reception off are refused") {
  world w;
  const auto lea = follower(w);
  CHECK(w.send_text("oNobodyAtAll", "x") == 40003);
  w.post("phones/" + lea.phone + "/reception", {{"on", false}});
  CHECK(w.send_text(lea.openid, "x") == 48002);
  w.post("phones/" + lea.phone + "/reception", {{"on", true}});
  CHECK(w.send_text(lea.openid, std::string(2049, 'x')) == 45002);
  CHECK(w.send_text(lea.openid, "") == 44004);
  CHECK(w.call("/cgi-bin/message/custom/send", {{"touser", lea.openid}, {"msgtype", "mpnews"}})["errcode"] == 40008);
  CHECK(w.call("/cgi-bin/message/custom/send", {{"touser", lea.openid}, {"msgtype", "image"}, {"image", {{"media_id", "none"}}}})["errcode"] ==
        40007);
  w.post("phones/" + lea.phone + "/unfollow");
  CHECK(w.send_text(lea.openid, "x") == 45015);
  CHECK(texts_of(w, lea).empty());
}

TEST_CASE("links in a text are shown as links, taps as taps, and other markup literally") {
  world w;
  const auto lea = follower(w);
  REQUIRE(w.send_text(lea.openid,
                      "今日 <a href=\"https://example.org/d/1?a=1&amp;b=2\">要闻</a>, "
                      "<a href=\"weixin://bizmsgmenu?msgmenucontent=%E4%BB%8A%E6%97%A5&msgmenuid=9\">more</a> <b>bold</b>") == 0);
  const auto shown = w.get("phones/" + lea.phone)["messages"].back();
  CHECK(shown["text"] == "今日 要闻, more <b>bold</b>");
  CHECK(shown["links"] == json::array({{{"text", "要闻"}, {"url", "https://example.org/d/1?a=1&b=2"}}}));
  CHECK(shown["parts"][3]["say"] == "今日");
  CHECK(shown["parts"][3]["menu_id"] == "9");
}

TEST_CASE("each fault strikes as ordered") {
  world w;
  const auto lea = follower(w);
  const std::string path = "/cgi-bin/message/custom/send";
  const auto order = [&](const json& rule) { w.post("faults", rule); };
  SECTION("a code, after so many calls and so many times") {
    order({{"kind", "45015"}, {"path", path}, {"after", 1}, {"times", 1}});
    CHECK(w.send_text(lea.openid, "a") == 0);
    CHECK(w.send_text(lea.openid, "b") == 45015);
    CHECK(w.send_text(lea.openid, "c") == 0);
    CHECK(texts_of(w, lea) == std::vector<std::string>{"a", "c"});
  }
  SECTION("busy, token refused, quota: for ever until cleared") {
    for (const int code : {-1, 40001, 45009}) {
      order({{"kind", code}, {"path", path}, {"times", 0}});
      CHECK(w.send_text(lea.openid, "a") == code);
      CHECK(w.send_text(lea.openid, "a") == code);
      w.ask("DELETE", "/sandbox/v1/faults");
    }
    CHECK(w.send_text(lea.openid, "a") == 0);
  }
  SECTION("a timeout has no effect, and one after the commit has") {
    for (const char* kind : {"timeout", "timeout_after_commit"}) {
      order({{"kind", kind}, {"path", path}, {"ms", 1}});
      const json body{{"touser", lea.openid}, {"msgtype", "text"}, {"text", {{"content", kind}}}};
      const auto answer = w.ask("POST", path + "?access_token=" + w.token(), body.dump());
      CHECK(answer.close);
      CHECK(answer.status != 200);
    }
    CHECK(texts_of(w, lea) == std::vector<std::string>{"timeout_after_commit"});
  }
  SECTION("late, and not JSON") {
    order({{"kind", "delay"}, {"path", "*"}, {"ms", 1}});
    CHECK(w.send_text(lea.openid, "late") == 0);
    order({{"kind", "http_500"}, {"path", path}});
    CHECK(w.ask("POST", path + "?access_token=" + w.token(), "{}").status == 500);
  }
  SECTION("a held call ends when the faults are cleared") {
    order({{"kind", "timeout"}, {"path", path}});
    bool ended = false;
    w.begin("POST", path + "?access_token=" + w.token(), "{}", ended);
    CHECK_FALSE(ended);
    w.ask("DELETE", "/sandbox/v1/faults");
    w.run_until([&] { return ended; });
    CHECK(ended);
  }
  SECTION("an order that makes no sense is refused") {
    CHECK(w.ask("POST", "/sandbox/v1/faults", R"({"kind":"storm","path":"*"})").status == 400);
    CHECK(w.ask("POST", "/sandbox/v1/faults", R"({"kind":"-1","path":"*","times":-3})").status == 400);
    CHECK(w.ask("POST", "/sandbox/v1/faults", "{").status == 400);
  }
}

TEST_CASE("a mass job reaches every follower once and is reported by an event") {
  world w(test_options("plain", "subscription"));
  w.start_bot("success");
  const auto made = w.post("phones/batch", {{"count", 2500}, {"events", false}});
  const auto lea = follower(w);
  w.post("phones/" + lea.phone + "/reception", {{"on", false}});
  w.pushed.clear();
  REQUIRE(mass(w, "Le journal du jour", "digest-1") == 0);
  w.run_until([&] { return !w.pushed.empty(); });
  const auto event = wechat::parse_message(w.pushed.at(0).body).value();
  CHECK(event.event == "masssendjobfinish");
  CHECK(event.from_user != lea.openid);
  CHECK(event.fields.at("Status") == "send success");
  CHECK(event.fields.at("TotalCount") == "2501");
  CHECK(event.fields.at("FilterCount") == "2500");
  CHECK(event.fields.at("SentCount") == "2500");
  CHECK(event.fields.at("ErrorCount") == "0");
  const auto job = w.call("/cgi-bin/message/mass/get", {{"msg_id", event.fields.at("MsgID")}});
  CHECK(job["msg_status"] == "SEND_SUCCESS");
  CHECK(job["msg_id"].get<std::int64_t>() > (std::int64_t{1} << 53));
  const auto stats = w.get("stats?contains=journal&last=2500")["received"];
  CHECK(stats == json({{"0", 0}, {"1", 2500}, {"2+", 0}, {"min", 1}, {"max", 1}}));
  CHECK(texts_of(w, lea).empty());
  CHECK(made["last"] == 2500);
}

TEST_CASE("a repeated client id is told the job that exists, and a second job finds no quota that day") {
  world w(test_options("plain", "subscription"));
  const json first{{"filter", {{"is_to_all", true}}}, {"msgtype", "text"}, {"text", {{"content", "a"}}}, {"clientmsgid", "one"}};
  const auto id = w.call("/cgi-bin/message/mass/sendall", first)["msg_id"];
  const auto again = w.call("/cgi-bin/message/mass/sendall", first);
  CHECK(again["errcode"] == 45065);
  CHECK(again["msg_id"] == id);
  CHECK(mass(w, "b", "two") == 45028);
  CHECK(mass(w, "b", std::string(65, 'x')) == 45067);
}

TEST_CASE("a follower of a service account gets at most four mass messages a month") {
  world w(test_options("plain", "service"));
  const auto lea = follower(w);
  // Noon of the first of a month, so that the days below are of one month.
  w.time.set(std::chrono::sys_days{std::chrono::year{2027} / 3 / 1} + 12h);
  std::vector<int> codes;
  for (int day = 0; day < 5; ++day) {
    const json body{{"filter", {{"is_to_all", true}}}, {"msgtype", "text"}, {"text", {{"content", "jour " + std::to_string(day)}}}};
    codes.push_back(w.json_of(w.ask("POST", "/cgi-bin/message/mass/sendall?access_token=" + w.stable(), body.dump()))["errcode"]);
    w.time.shift(24h);
  }
  CHECK(codes == std::vector<int>{0, 0, 0, 0, 45028});
  w.run_until([&] { return texts_of(w, lea).size() == 4; });
}
