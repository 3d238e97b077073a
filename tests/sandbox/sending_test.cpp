// Templates, notices, drafts, publications and mass jobs: what is taken, what people see, and which events tell of it.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "wechat/message_xml.hpp"
#include "wechat/push_content.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

struct person {
  std::string phone, openid;
};

person follower(world& w) {
  const auto made = w.post("phones", {{"language", "fr"}});
  person p{made["phone"].dump(), made["openid"]};
  w.post("phones/" + p.phone + "/follow");
  return p;
}

json shown(world& w, const person& p) { return w.get("phones/" + p.phone)["messages"].back(); }

json upload(world& w, const std::string& target, const std::string& file_name, const std::string& bytes, const std::string& more = {}) {
  const auto body = "--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + file_name + "\"\r\n\r\n" + bytes + "\r\n" + more + "--B--\r\n";
  return w.json_of(w.ask("POST", target + "access_token=" + w.token(), body, {{"Content-Type", "multipart/form-data; boundary=B"}}));
}

const std::string jpeg = std::string("\xff\xd8\xff\xe0") + std::string(50, 'x');

json article(world& w, const std::string& title = "今日要闻") {
  const auto cover = upload(w, "/cgi-bin/material/add_material?type=image&", "a;\"b.jpg", jpeg)["media_id"];
  return {{"title", title}, {"author", "Dépêche"}, {"content", "<p>Bonjour</p>"}, {"thumb_media_id", cover}, {"digest", "d"}};
}

std::string draft(world& w) { return w.call("/cgi-bin/draft/add", {{"articles", {article(w)}}})["media_id"]; }

wechat::inbound_message pushed(world& w) {
  w.run_until([&] { return !w.pushed.empty(); });
  return wechat::parse_message(w.pushed.back().body).value();
}

}  // namespace

TEST_CASE("a template message is edited at delivery, and an event tells how it ended") {
  world w;
  w.start_bot("success");
  const auto lea = follower(w);
  const std::string id = w.post("templates", {{"title", "Le jour"},
                                              {"content", "{{first.DATA}}\n标题：{{thing1.DATA}}\n时间：{{keyword2.DATA}}\n{{remark.DATA}}"}})["template_id"];
  const auto send = [&](const json& data, json more = json::object()) {
    more.update(json{{"touser", lea.openid}, {"template_id", id}, {"data", data}});
    w.pushed.clear();
    return w.call("/cgi-bin/message/template/send", more);
  };
  const json data{{"first", {{"value", "Bonjour"}}}, {"thing1", {{"value", "要闻\n第二行"}}},
                  {"keyword2", {{"value", "一二三四五六七八九十一二三四五六七八九十以后"}}}, {"remark", {{"value", "Fin"}}}};
  const auto sent = send(data, {{"client_msg_id", "one"}});
  CHECK(sent["errcode"] == 0);
  CHECK(sent["msgid"].get<std::int64_t>() > (std::int64_t{1} << 53));
  CHECK(shown(w, lea)["text"] == "Le jour\n标题：要闻\n时间：一二三四五六七八九十一二三四五六七八九十");
  const auto told = pushed(w);
  CHECK(told.event == "templatesendjobfinish");
  CHECK(told.fields.at("Status") == "success");
  CHECK(told.fields.at("MsgID") == sent["msgid"].dump());
  const auto again = send(data, {{"client_msg_id", "one"}});
  CHECK(again["msgid"] == sent["msgid"]);
  CHECK(w.pushed.empty());
  // An id written as a number is the same as its digits.
  CHECK(send(data, {{"client_msg_id", 77}})["msgid"] == send(data, {{"client_msg_id", "77"}})["msgid"]);
  const auto wrong = send({{"thing1", {{"value", "一二三四五六七八九十一二三四五六七八九十一"}}}});
  CHECK(wrong["errcode"] == 47003);
  CHECK(wrong["errmsg"].get<std::string>().find("data.thing1.value") != std::string::npos);
  CHECK(w.call("/cgi-bin/message/template/send", {{"touser", lea.openid}, {"template_id", "none"}, {"data", data}})["errcode"] == 40037);
  w.post("jobs", {{"template", {{"status", "failed: system failed"}}}});
  send(data);
  CHECK(pushed(w).fields.at("Status") == "failed: system failed");
  w.post("phones/" + lea.phone + "/unfollow");
  CHECK(send(data)["errcode"] == 43004);
}

TEST_CASE("a notice needs a consent for each, and the person's answer to the pop-up is an event") {
  world w;
  w.start_bot("success");
  const auto lea = follower(w);
  const std::string id = w.call("/wxaapi/newtmpl/addtemplate", {{"tid", "27408"}, {"kidList", {1, 2}}, {"sceneDesc", "news"}})["priTmplId"];
  const auto add = [&](const json& kids) { return w.call("/wxaapi/newtmpl/addtemplate", {{"tid", 27408}, {"kidList", kids}, {"sceneDesc", "news"}}); };
  CHECK(add({"1", "2"})["errcode"] == 0);  // numbers as text
  for (const json& wrong : {json{1, 99}, json{0, 1}, json{-1, 1}, json{"x", 1}, json{1.5, 1}}) CHECK(add(wrong)["errcode"] == 200014);
  const json body{{"touser", lea.openid}, {"template_id", id}, {"page", "https://example.org/"},
                  {"data", {{"thing1", {{"value", "Le journal"}}}, {"time2", {{"value", "2026年11月23日 08:00"}}}}}};
  CHECK(w.call("/cgi-bin/message/subscribe/bizsend", body)["errcode"] == 43101);
  w.post("phones/" + lea.phone + "/consent", {{"template_id", id}});
  CHECK(wechat::parse_message(w.pushed.back().body).value().fields.at("SubscribeMsgPopupEvent/List/SubscribeStatusString") == "accept");
  w.pushed.clear();
  CHECK(w.call("/cgi-bin/message/subscribe/bizsend", body)["errcode"] == 0);
  CHECK(pushed(w).fields.at("SubscribeMsgSentEvent/List/ErrorStatus") == "success");
  CHECK(w.call("/cgi-bin/message/subscribe/bizsend", body)["errcode"] == 43101);
  auto late = body;
  late["data"]["time2"]["value"] = "demain";
  CHECK(w.call("/cgi-bin/message/subscribe/bizsend", late)["errcode"] == 47003);
}

TEST_CASE("drafts keep the platform's limits, and their content loses what the platform filters") {
  world w;
  const auto add = [&](const json& change) {
    auto one = article(w);
    one.update(change);
    return w.call("/cgi-bin/draft/add", {{"articles", {one}}}).value("errcode", 0);
  };
  std::string title;
  for (int i = 0; i < 33; ++i) title += "字";
  CHECK(add({{"title", title}}) == 45003);
  CHECK(add({{"title", title.substr(0, 96)}}) == 0);
  CHECK(add({{"author", title.substr(0, 51)}}) == 45110);
  CHECK(add({{"content", ""}}) == 44004);
  CHECK(add({{"content", std::string(20'000, 'x')}}) == 45002);
  CHECK(add({{"thumb_media_id", "none"}}) == 40007);
  CHECK(add({{"content_source_url", "ftp://x"}}) == 41039);
  CHECK(w.call("/cgi-bin/draft/add", {{"articles", json::array()}})["errcode"] == 44003);
  CHECK(w.call("/cgi-bin/draft/add", {{"articles", json::array({1})}})["errcode"] == 47001);

  const std::string own = upload(w, "/cgi-bin/media/uploadimg?", "p.jpg", jpeg)["url"];
  auto one = article(w);
  one["content"] = "<p class='a' onclick='x()' style=\"color:red\">Un <script>alert(1)</script><img src='https://example.org/a.png'><img src=\"" + own +
                   "\"><a href='https://example.org/'>lien</a> 1 < 2</p>";
  const std::string id = w.call("/cgi-bin/draft/add", {{"articles", {one}}})["media_id"];
  const auto kept = w.call("/cgi-bin/draft/get", {{"media_id", id}})["news_item"][0];
  CHECK(kept["content"] == "<p style=\"color:red\">Un <img src=\"" + own + "\">lien 1 &lt; 2</p>");
  CHECK(kept["url"].get<std::string>().starts_with("http"));
  CHECK(w.call("/cgi-bin/draft/update", {{"media_id", id}, {"index", 0}, {"articles", article(w, "Autre")}})["errcode"] == 0);
  CHECK(w.call("/cgi-bin/draft/update", {{"media_id", id}, {"index", 1}, {"articles", article(w)}})["errcode"] == 40114);
  const auto listed = w.call("/cgi-bin/draft/batchget", {{"offset", 0}, {"count", 20}, {"no_content", 1}});
  CHECK(listed["total_count"] == 2);
  CHECK(listed["item"][0]["content"]["news_item"][0]["title"] == "Autre");
  CHECK_FALSE(listed["item"][0]["content"]["news_item"][0].contains("content"));
  CHECK(w.call("/cgi-bin/draft/delete", {{"media_id", id}})["errcode"] == 0);
  CHECK(w.fetch("/cgi-bin/draft/count")["total_count"] == 1);
}

TEST_CASE("a style loses what the platform drops, and stays as it was otherwise") {
  world w;
  const auto kept = [&](const std::string& content) -> std::string {
    auto one = article(w);
    one["content"] = content;
    const std::string id = w.call("/cgi-bin/draft/add", {{"articles", {one}}})["media_id"];
    return w.call("/cgi-bin/draft/get", {{"media_id", id}})["news_item"][0]["content"];
  };
  CHECK(kept("<p style='position:fixed'>a</p>") == "<p>a</p>");
  CHECK(kept("<p style='color: red; POSITION : absolute;top:0'>a</p>") == "<p style=\"color: red;top:0\">a</p>");
  CHECK(kept("<p style='--x:1;color:var(--x);margin:0;'>a</p>") == "<p style=\"margin:0;\">a</p>");
  CHECK(kept("<p style='background-position:left; color:red;'>a</p>") == "<p style=\"background-position:left; color:red;\">a</p>");
}

TEST_CASE("publishing ends by the clock as it was ordered, also with the wrong event") {
  world w;
  w.start_bot("success");
  const auto publish = [&] { return w.call("/cgi-bin/freepublish/submit", {{"media_id", draft(w)}})["publish_id"].get<std::string>(); };
  const auto state = [&](const std::string& id) { return w.call("/cgi-bin/freepublish/get", {{"publish_id", id}}); };
  w.post("jobs", {{"publish", {{"delay", "10m"}}}});
  const auto slow = publish();
  CHECK(state(slow)["publish_status"] == 1);
  CHECK(w.pushed.empty());
  w.post("clock", {{"advance", "11m"}});
  CHECK(pushed(w).event == "publishjobfinish");
  const auto done = state(slow);
  CHECK(done["publish_status"] == 0);
  const std::string address = done["article_detail"]["item"][0]["article_url"];
  const auto page = w.ask("GET", address.substr(address.find("/s/")));
  CHECK(page.status == 200);
  CHECK(page.body.find("<p>Bonjour</p>") != std::string::npos);
  CHECK(w.fetch("/cgi-bin/draft/count")["total_count"] == 0);  // the draft was used up
  CHECK(w.call("/cgi-bin/freepublish/batchget", {{"offset", 0}, {"count", 10}})["total_count"] == 1);
  CHECK(w.call("/cgi-bin/freepublish/delete", {{"article_id", done["article_id"]}, {"index", 0}})["errcode"] == 0);
  CHECK(w.ask("GET", address.substr(address.find("/s/"))).status == 404);
  CHECK(state(slow)["publish_status"] == 5);  // deleted since
  CHECK(state(slow)["article_detail"]["count"] == 0);

  w.post("jobs", {{"publish", {{"status", 4}, {"failed", {1}}}}});
  w.pushed.clear();
  const auto refused = publish();
  CHECK(pushed(w).fields.at("PublishEventInfo/fail_idx") == "1");
  CHECK(state(refused)["publish_status"] == 4);
  w.post("jobs", {{"publish", {{"event", "MASSSENDJOBFINISH"}}}});
  w.pushed.clear();
  publish();
  CHECK(pushed(w).event == "masssendjobfinish");
  CHECK(w.call("/cgi-bin/freepublish/get", {{"publish_id", "1"}})["errcode"] == 53502);
}

TEST_CASE("a publication ends in each way that the platform knows, and the event says the same as the question") {
  for (const int status : {0, 2, 3, 4, 5, 6}) {
    INFO(status);
    world w;
    w.start_bot("success");
    w.post("jobs", {{"publish", {{"status", status}}}});
    const std::string id = w.call("/cgi-bin/freepublish/submit", {{"media_id", draft(w)}})["publish_id"];
    const auto told = std::get<wechat::publish_finished>(wechat::read_content(pushed(w)));
    CHECK(told.publish_id == id);
    CHECK(static_cast<int>(told.status) == status);
    const auto asked = w.call("/cgi-bin/freepublish/get", {{"publish_id", id}});
    CHECK(asked["publish_status"] == status);
    const bool was_published = status == 0 || status >= 5;
    CHECK((asked.contains("article_id") && !asked["article_id"].get<std::string>().empty()) == was_published);
    CHECK(told.failed_articles.empty() == was_published);
  }
  world w;
  for (const int status : {-1, 1, 7}) CHECK(w.ask("POST", "/sandbox/v1/jobs", json{{"publish", {{"status", status}}}}.dump()).status == 400);
}

TEST_CASE("a mass job goes to a tag or to a list, uses its draft up, and can fail in the platform's review") {
  world w;
  w.start_bot("success");
  const auto lea = follower(w), paul = follower(w), anna = follower(w);
  const auto tag = w.call("/cgi-bin/tags/create", {{"tag", {{"name", "Paris"}}}})["tag"]["id"];
  w.call("/cgi-bin/tags/members/batchtagging", {{"openid_list", {lea.openid}}, {"tagid", tag}});
  w.pushed.clear();
  const auto id = draft(w);
  const json body{{"filter", {{"is_to_all", false}, {"tag_id", tag}}}, {"mpnews", {{"media_id", id}}}, {"msgtype", "mpnews"}};
  const auto taken = w.call("/cgi-bin/message/mass/sendall", body);
  CHECK(taken["errcode"] == 0);
  CHECK(taken.contains("msg_data_id"));
  CHECK(pushed(w).fields.at("ArticleUrlResult/ResultList/item/ArticleUrl").starts_with("http"));
  CHECK(shown(w, lea)["kind"] == "article");
  CHECK(shown(w, paul)["kind"] == "event");
  CHECK(w.call("/cgi-bin/draft/get", {{"media_id", id}})["errcode"] == 40007);

  w.post("jobs", {{"mass", {{"status", "err(20001)"}, {"delay", "5m"}}}});
  w.pushed.clear();
  const auto list = w.call("/cgi-bin/message/mass/send",
                           {{"touser", {paul.openid, anna.openid}}, {"msgtype", "text"}, {"text", {{"content", "Bonjour"}}}});
  CHECK(w.call("/cgi-bin/message/mass/get", {{"msg_id", list["msg_id"]}})["msg_status"] == "SENDING");
  w.post("clock", {{"advance", "6m"}});
  const auto told = pushed(w);
  CHECK(told.fields.at("Status") == "err(20001)");
  CHECK(told.fields.at("TotalCount") == "2");
  CHECK(told.fields.at("SentCount") == "0");
  CHECK(w.call("/cgi-bin/message/mass/get", {{"msg_id", list["msg_id"]}})["msg_status"] == "SEND_FAIL");
  CHECK(w.call("/cgi-bin/message/mass/send", {{"touser", {paul.openid}}, {"msgtype", "text"}, {"text", {{"content", "x"}}}})["errcode"] == 40130);
}

TEST_CASE("the check for originality stops a reprint, unless it is permitted and the caller goes on") {
  struct row {
    bool allowed;
    int go_on;
    const char* status;
    const char* check;
  };
  for (const row& r : {row{true, 0, "err(30003)", "2"}, {true, 1, "send success", "2"}, {false, 0, "err(30002)", "3"}, {false, 1, "err(30002)", "3"}}) {
    INFO(r.allowed << r.go_on);
    world w;
    w.start_bot("success");
    const auto lea = follower(w);
    w.pushed.clear();
    w.post("jobs", {{"mass", {{"reprints", {{{"article", 1}, {"allowed", r.allowed}, {"original", "http://mp.weixin.qq.com/s/first"}}, {{"article", 2}}}}}}});
    const auto id = draft(w);
    w.call("/cgi-bin/message/mass/sendall",
           {{"filter", {{"is_to_all", true}}}, {"mpnews", {{"media_id", id}}}, {"msgtype", "mpnews"}, {"send_ignore_reprint", r.go_on}});
    const auto end = std::get<wechat::mass_finished>(wechat::read_content(pushed(w)));
    CHECK(end.status == r.status);
    CHECK(std::to_string(end.check_state) == r.check);
    REQUIRE(end.checks.size() == 1);  // the draft has one article
    CHECK(end.checks[0].original_url == "http://mp.weixin.qq.com/s/first");
    CHECK(end.checks[0].may_reprint == r.allowed);
    CHECK((shown(w, lea)["kind"] == "article") == (end.status == "send success"));
    CHECK((w.call("/cgi-bin/draft/get", {{"media_id", id}}).value("errcode", 0) == 40007) == (end.status == "send success"));
  }
  world w;
  for (const char* bad : {R"({"mass":{"reprints":1}})", R"({"mass":{"reprints":[1]}})", R"({"mass":{"reprints":[{"article":9}]}})"})
    CHECK(w.ask("POST", "/sandbox/v1/jobs", bad).status == 400);
}

TEST_CASE("the administrator agrees to a send to everyone, refuses it, or is too late") {
  for (const std::string answer : {"agrees", "refuses", "sleeps"}) {
    INFO(answer);
    world w(test_options("plain", "subscription"));
    w.start_bot("success");
    const auto lea = follower(w);
    w.pushed.clear();
    w.post("jobs", {{"mass", {{"confirmation", true}}}});
    const auto id = w.call("/cgi-bin/message/mass/sendall",
                           {{"filter", {{"is_to_all", true}}}, {"msgtype", "text"}, {"text", {{"content", "Bonjour"}}}})["msg_id"];
    CHECK(w.get("jobs")["jobs"][0]["state"] == "waits for the administrator");
    if (answer == "sleeps")
      w.post("clock", {{"advance", "31m"}});
    else
      w.post("jobs/confirm", {{"msg_id", id}, {"agree", answer == "agrees"}});
    const std::string status = pushed(w).fields.at("Status");
    CHECK(status == (answer == "agrees" ? "send success" : answer == "refuses" ? "err(40001)" : "err(40002)"));
    CHECK((shown(w, lea)["text"] == "Bonjour") == (answer == "agrees"));
  }
}
