// What a phone can cause beyond words: every type of message and event that the platform pushes, and the pause after failures.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "wechat/message_xml.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

std::string follower(world& w) {
  const auto phone = w.post("phones", {{"language", "zh"}})["phone"].dump();
  w.post("phones/" + phone + "/follow");
  w.pushed.clear();
  return phone;
}

wechat::inbound_message last(world& w) { return wechat::parse_message(w.pushed.back().body).value(); }

// The names of the elements as they were pushed, in their order.
std::vector<std::string> order_of(world& w) {
  std::vector<std::string> names;
  const auto& body = w.pushed.back().body;
  for (auto at = body.find("\n<"); at != std::string::npos; at = body.find("\n<", at + 1)) names.push_back(body.substr(at + 2, body.find('>', at) - at - 2));
  names.pop_back();  // the end of the root
  return names;
}

}  // namespace

TEST_CASE("a phone sends pictures, sounds, films, places, links and files, as the platform pushes them") {
  world w;
  w.start_bot("success");
  const auto phone = follower(w);
  const auto send = [&](const json& what) {
    CHECK(w.post("phones/" + phone + "/send", what)["outcome"] == "acknowledged");
    return last(w);
  };
  const auto picture = send({{"type", "image"}});
  CHECK(picture.msg_type == "image");
  CHECK(picture.msg_id > (std::int64_t{1} << 53));
  CHECK(order_of(w) == std::vector<std::string>{"FromUserName", "CreateTime", "MsgType", "PicUrl", "MsgId", "MediaId"});
  const std::string id = picture.fields.at("MediaId");
  CHECK(w.ask("GET", "/cgi-bin/media/get?media_id=" + id + "&access_token=" + w.token()).body.starts_with("\x89PNG"));
  const auto voice = send({{"type", "voice"}, {"recognition", "今天"}});
  CHECK(voice.fields.at("Format") == "amr");
  CHECK(voice.fields.at("Recognition") == "今天");
  CHECK(order_of(w) == std::vector<std::string>{"FromUserName", "CreateTime", "MsgType", "MediaId", "Format", "MsgId", "Recognition"});
  CHECK(send({{"type", "video"}}).fields.contains("ThumbMediaId"));
  CHECK(send({{"type", "shortvideo"}}).msg_type == "shortvideo");
  const auto place = send({{"type", "location"}, {"x", 48.85}, {"y", 2.35}, {"label", "Paris, Châtelet"}});
  CHECK(place.fields.at("Location_X") == "48.85");
  CHECK(place.fields.at("Label") == "Paris, Châtelet");
  CHECK(send({{"type", "link"}, {"url", "https://example.org/?a=1&b=2"}}).fields.at("Url") == "https://example.org/?a=1&b=2");
  CHECK(send({{"type", "file"}, {"title", "rapport.pdf"}}).fields.at("FileTotalLen") == "1024");
  CHECK(send({{"type", "miniprogrampage"}}).fields.contains("PagePath"));
  CHECK(w.ask("POST", "/sandbox/v1/phones/" + phone + "/send", R"({"type":"hologram"})").status == 400);
  CHECK(w.get("phones/" + phone)["allowance"]["by_words"]["left"] == 5);
}

TEST_CASE("the menu that a person sees can be tapped by its names, and each button pushes what the platform would") {
  world w;
  w.start_bot("success");
  const auto phone = follower(w);
  const json menu{{"button",
                   {{{"name", "今日"}, {"type", "click"}, {"key", "today"}},
                    {{"name", "Plus"},
                     {"sub_button",
                      {{{"name", "Site"}, {"type", "view"}, {"url", "https://example.org/"}},
                       {{"name", "Scan"}, {"type", "scancode_waitmsg"}, {"key", "scan"}},
                       {{"name", "Photo"}, {"type", "pic_weixin"}, {"key", "photo"}},
                       {{"name", "Lieu"}, {"type", "location_select"}, {"key", "lieu"}}}}}}}};
  REQUIRE(w.call("/cgi-bin/menu/create", menu)["errcode"] == 0);
  const auto tap = [&](const json& what) {
    w.pushed.clear();
    w.post("phones/" + phone + "/tap", what);
    return wechat::parse_message(w.pushed.front().body).value();
  };
  CHECK(tap({{"button", "今日"}}).event_key == "today");
  CHECK(tap({{"button", "Site"}}).fields.contains("MenuId"));
  CHECK(tap({{"button", "Scan"}, {"result", "ABC"}}).fields.at("ScanCodeInfo/ScanResult") == "ABC");
  CHECK(tap({{"button", "Photo"}, {"count", 2}}).fields.at("SendPicsInfo/PicList/item[2]/PicMd5Sum") != "");
  w.run_until([&] { return w.pushed.size() == 3; });  // two pictures follow the event
  CHECK(last(w).msg_type == "image");
  CHECK(tap({{"button", "Lieu"}}).fields.at("SendLocationInfo/Location_X") == "48.8566");
  w.run_until([&] { return w.pushed.size() == 2; });
  CHECK(last(w).msg_type == "location");
  CHECK(tap({{"type", "miniprogram"}, {"key", "pages/a"}}).event == "view_miniprogram");
  CHECK(w.ask("POST", "/sandbox/v1/phones/" + phone + "/tap", R"({"button":"none"})").status == 404);
}

TEST_CASE("any event can be pushed, with fields in fields and lists, of a person or of the platform itself") {
  world w;
  w.start_bot("success");
  const auto phone = follower(w);
  w.post("push", {{"phone", std::stoi(phone)}, {"event", "kf_switch_session"}, {"fields", {{"FromKfAccount", "a@b"}, {"ToKfAccount", "c@b"}}}});
  CHECK(last(w).fields.at("ToKfAccount") == "c@b");
  w.post("push", {{"event", "verify_expired"}, {"fields", {{"ExpiredTime", 1442401156}}}});
  CHECK(last(w).from_user == "mphelper");
  CHECK(w.pushed.back().body.find("<ExpiredTime>1442401156</ExpiredTime>") != std::string::npos);
  w.post("push", {{"phone", std::stoi(phone)}, {"event", "x"}, {"fields", {{"L", {{"List", {{{"A", "1"}}, {{"A", "2"}}}}}}}}});
  CHECK(last(w).fields.at("L/List[2]/A") == "2");
  w.post("phones/" + phone + "/report", {{"latitude", "48.1"}});
  CHECK(last(w).fields.at("Latitude") == "48.1");
  CHECK(w.ask("POST", "/sandbox/v1/push", R"({"event":"x","fields":{"a b":"c"}})").status == 400);
  CHECK(w.ask("POST", "/sandbox/v1/push", R"({"fields":{}})").status == 400);
  CHECK(w.ask("POST", "/sandbox/v1/push", R"({"event":"x","phone":99})").status == 404);
}

TEST_CASE("the platform pauses for a minute after many failures, and what happens meanwhile is lost") {
  world w;
  w.start_bot([](http_request) -> task<http_response> { co_return text_response(500, "broken"); });
  const auto phone = follower(w);
  w.post("account", {{"mark_fail_after", 3}});
  const auto say = [&] { return w.post("phones/" + phone + "/say", {{"text", "a"}}); };
  for (int i = 0; i < 2; ++i) CHECK(say()["outcome"] == "bad_reply");  // the third in a row: following was the first
  const auto before = w.pushed.size();
  CHECK(say()["outcome"] == "failed");
  CHECK(w.pushed.size() == before);
  w.post("clock", {{"advance", "61s"}});
  CHECK(say()["outcome"] == "bad_reply");
  CHECK(w.pushed.size() == before + 1);
}

TEST_CASE("every kind of reply is shown, and one that the platform would not take is a fault") {
  world w;
  std::string body;
  w.start_bot([&](http_request request) -> task<http_response> {
    const auto asked = wechat::parse_message(request.body).value();
    co_return text_response(200, "<xml><ToUserName>" + asked.from_user + "</ToUserName><FromUserName>" + asked.to_user +
                                     "</FromUserName><CreateTime>1</CreateTime>" + body + "</xml>");
  });
  const auto phone = follower(w);
  w.post("phones/" + phone + "/send", {{"type", "voice"}, {"wait", false}});
  const auto voice = w.get("phones/" + phone)["messages"].back()["media_id"].get<std::string>();
  const auto reply = [&](const std::string& xml) {
    body = xml;
    return w.post("phones/" + phone + "/say", {{"text", "a"}});
  };
  const std::string item = "<item><Title>t</Title><Description>d</Description><Url>https://example.org/</Url></item>";
  const auto news = reply("<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles>" + item + item + "</Articles>");
  CHECK(news["reply"]["articles"].size() == 1);  // one for what people say
  body = "<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles>" + item + item + "</Articles>";
  CHECK(w.post("phones/" + phone + "/click", {{"key", "k"}})["reply"]["articles"].size() == 2);  // up to eight for an event
  CHECK(reply("<MsgType>voice</MsgType><Voice><MediaId>" + voice + "</MediaId></Voice>")["reply"]["kind"] == "voice");
  CHECK(reply("<MsgType>voice</MsgType><Voice><MediaId>none</MediaId></Voice>")["outcome"] == "bad_reply");
  CHECK(reply("<MsgType>music</MsgType><Music><MusicUrl>https://example.org/a.mp3</MusicUrl></Music>")["outcome"] == "bad_reply");
  CHECK(reply("<MsgType>transfer_customer_service</MsgType>")["outcome"] == "acknowledged");
  CHECK(reply("<MsgType>text</MsgType><Content></Content>")["outcome"] == "bad_reply");
}

TEST_CASE("a new menu is on every phone at once: its buttons press by key and address, and a tag's own menu replaces it") {
  world w;
  w.start_bot("success");
  const auto phone = follower(w);
  CHECK(w.get("phones/" + phone)["menu"].is_null());
  const auto seen = w.get("changes?since=0")["version"].get<std::uint64_t>();
  const json button{{"type", "click"}, {"name", "今日"}, {"key", "today"}};
  const json page{{"type", "view"}, {"name", "Site"}, {"url", "https://example.org/fr/"}};
  const json menu{{"button", {button, {{"name", "Plus"}, {"sub_button", {page}}}}}};
  CHECK(w.call("/cgi-bin/menu/create", menu)["errcode"] == 0);
  CHECK(w.get("changes?since=" + std::to_string(seen))["phones"] == json::array({std::stoi(phone)}));
  const auto shown = w.get("phones/" + phone)["menu"];
  CHECK(shown[0]["name"] == "今日");
  CHECK(shown[1]["sub_button"][0]["url"] == "https://example.org/fr/");
  CHECK(w.post("phones/" + phone + "/tap", {{"button", "today"}})["outcome"] == "acknowledged");
  CHECK(last(w).event == "click");
  CHECK(last(w).event_key == "today");
  CHECK(w.post("phones/" + phone + "/tap", {{"button", "https://example.org/fr/"}})["outcome"] == "acknowledged");
  CHECK(last(w).event == "view");
  CHECK(last(w).event_key == "https://example.org/fr/");

  const auto tag = w.call("/cgi-bin/tags/create", {{"tag", {{"name", "fr"}}}})["tag"]["id"];
  json own{{"button", json::array({button})}, {"matchrule", {{"tag_id", tag.dump()}}}};
  own["button"][0]["name"] = "Aujourd’hui";
  CHECK(w.call("/cgi-bin/menu/addconditional", own).contains("menuid"));
  const auto before = w.get("changes?since=0")["version"].get<std::uint64_t>();
  const auto openid = w.get("phones/" + phone)["openid"];
  CHECK(w.call("/cgi-bin/tags/members/batchtagging", {{"openid_list", {openid}}, {"tagid", tag}})["errcode"] == 0);
  CHECK(w.get("changes?since=" + std::to_string(before))["phones"] == json::array({std::stoi(phone)}));
  CHECK(w.get("phones/" + phone)["menu"][0]["name"] == "Aujourd’hui");
}

TEST_CASE("people of a crowd are found by openid and by name, those without a name of their own by their number") {
  world w;
  const auto made = w.post("phones/batch", {{"count", 3'000}, {"events", false}, {"spoke", true}, {"openids", true}});
  const auto lea = w.post("phones", {{"name", "Léa"}});
  const auto named = [&](const std::string& who) {
    const json text{{"touser", nullptr}, {"towxname", who}, {"msgtype", "text"}, {"text", {{"content", "preview for " + who}}}};
    return w.call("/cgi-bin/message/mass/preview", text)["errcode"];
  };
  w.post("phones/" + lea["phone"].dump() + "/follow");
  CHECK(named("Léa") == 0);
  CHECK(named("Phone 1234") == 0);
  CHECK(w.get("phones/1234")["messages"].back()["text"] == "preview for Phone 1234");
  CHECK(named("Phone 9999") != 0);
  const auto openids = made["openids"].get<std::vector<std::string>>();
  for (const auto i : {std::size_t{0}, std::size_t{1'500}, std::size_t{2'999}}) {
    CHECK(w.send_text(openids[i], "for you") == 0);
    CHECK(w.get("phones/" + std::to_string(i + 1))["messages"].back()["text"] == "for you");
  }
  CHECK(w.send_text("o000000000000000000000000000", "nobody") == 40003);
}
