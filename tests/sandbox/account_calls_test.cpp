// Tags, the blacklist, menus, permanent media, agents, limits of a minute, and what a rid says.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

int code_of(const json& answer) { return answer.value("errcode", 0); }

std::vector<std::string> followers(world& w, int count) {
  return w.post("phones/batch", {{"count", count}, {"events", false}, {"spoke", true}, {"openids", true}})["openids"];
}

}  // namespace

TEST_CASE("tags are made, given in fifties, listed with their people, and gone for those who leave") {
  world w;
  const auto people = followers(w, 51);
  const auto id = w.call("/cgi-bin/tags/create", {{"tag", {{"name", "广东"}}}})["tag"]["id"];
  CHECK(code_of(w.call("/cgi-bin/tags/create", {{"tag", {{"name", "广东"}}}})) == 45157);
  CHECK(code_of(w.call("/cgi-bin/tags/create", {{"tag", {{"name", std::string(31, 'x')}}}})) == 45158);
  CHECK(code_of(w.call("/cgi-bin/tags/update", {{"tag", {{"id", 2}, {"name", "x"}}}})) == 45058);
  CHECK(code_of(w.call("/cgi-bin/tags/update", {{"tag", {{"id", 999}, {"name", "x"}}}})) == 45159);
  const auto put = [&](const std::vector<std::string>& list) {
    return w.call("/cgi-bin/tags/members/batchtagging", {{"openid_list", list}, {"tagid", id}});
  };
  CHECK(code_of(put(people)) == 40032);
  CHECK(code_of(put({people.begin(), people.begin() + 50})) == 0);
  CHECK(code_of(put({"nobody"})) == 40003);
  CHECK(w.call("/cgi-bin/user/tag/get", {{"tagid", id}, {"next_openid", people[9]}})["count"] == 40);
  CHECK(w.fetch("/cgi-bin/user/tag/get", "tagid=" + id.dump() + "&next_openid=" + people[9])["count"] == 40);
  CHECK(w.call("/cgi-bin/tags/getidlist", {{"openid", people[0]}})["tagid_list"] == json::array({id}));
  CHECK(w.fetch("/cgi-bin/tags/get")["tags"][1]["count"] == 50);
  w.post("phones/1/unfollow");
  CHECK(w.fetch("/cgi-bin/tags/get")["tags"][1]["count"] == 49);
  const auto partly = put({people[0], people[50]});
  CHECK(partly["errcode"] == 45171);
  CHECK(partly["fail_openid_list"] == json::array({people[0]}));
  CHECK(code_of(w.call("/cgi-bin/tags/members/batchuntagging", {{"openid_list", {people[1]}}, {"tagid", id}})) == 0);
  CHECK(code_of(w.call("/cgi-bin/tags/delete", {{"tag", {{"id", id}}}})) == 0);
  CHECK(w.fetch("/cgi-bin/user/info", "openid=" + people[2])["tagid_list"].empty());
}

TEST_CASE("more than 10,000 followers are listed page by page, each once") {
  world w;
  followers(w, 10'001);
  const auto first = w.fetch("/cgi-bin/user/get");
  CHECK(first["total"] == 10'001);
  CHECK(first["count"] == 10'000);
  const auto second = w.fetch("/cgi-bin/user/get", "next_openid=" + first["next_openid"].get<std::string>());
  CHECK(second["count"] == 1);
}

TEST_CASE("who is on the blacklist gets nothing and is not heard") {
  world w;
  w.start_bot("success");
  const auto people = followers(w, 2);
  CHECK(code_of(w.call("/cgi-bin/tags/members/batchblacklist", {{"openid_list", {people[0]}}})) == 0);
  CHECK(w.call("/cgi-bin/tags/members/getblacklist", {{"begin_openid", ""}})["data"]["openid"] == json::array({people[0]}));
  CHECK(w.send_text(people[0], "x") == 43019);
  CHECK(w.post("phones/1/say", {{"text", "a"}})["outcome"] == "not_pushed");
  CHECK(w.pushed.empty());
  CHECK(code_of(w.call("/cgi-bin/tags/members/batchunblacklist", {{"openid_list", {people[0]}}})) == 0);
  CHECK(w.send_text(people[0], "x") == 0);
}

TEST_CASE("a menu is checked as the platform checks it, and a conditional one is seen by those whom it is for") {
  world w;
  const auto people = followers(w, 2);
  const auto create = [&](const json& buttons) { return code_of(w.call("/cgi-bin/menu/create", {{"button", buttons}})); };
  const json good = json::array({{{"name", "今日"}, {"type", "click"}, {"key", "k"}}});
  CHECK(code_of(w.fetch("/cgi-bin/menu/get")) == 46003);
  CHECK(create(json::array()) == 40016);
  CHECK(create(json::array({{{"name", "一二三四五六"}, {"type", "click"}, {"key", "k"}}})) == 40018);
  CHECK(create(json::array({{{"name", "a"}, {"type", "dance"}}})) == 40017);
  CHECK(create(json::array({{{"name", "a"}, {"type", "click"}, {"key", std::string(129, 'k')}}})) == 40019);
  CHECK(create(json::array({{{"name", "a"}, {"type", "view"}, {"url", "javascript:x"}}})) == 40054);
  CHECK(create(json::array({{{"name", "a"}, {"sub_button", json::array({{{"name", "b"}, {"type", "x"}}})}}})) == 40024);
  for (const json& none : {json("x"), json(5), json(true), json::object()})
    CHECK(create(json::array({{{"name", "a"}, {"type", "click"}, {"key", "k"}, {"sub_button", none}}})) == 40022);
  const json rule{{"tag_id", "2"}};
  CHECK(code_of(w.call("/cgi-bin/menu/addconditional", {{"button", good}, {"matchrule", rule}})) == 65303);
  CHECK(create(good) == 0);
  CHECK(w.fetch("/cgi-bin/menu/get")["menu"]["button"][0]["key"] == "k");
  CHECK(w.fetch("/cgi-bin/get_current_selfmenu_info")["selfmenu_info"]["button"][0]["name"] == "今日");
  auto other = good;
  other[0]["key"] = "other";
  const auto id = w.call("/cgi-bin/menu/addconditional", {{"button", other}, {"matchrule", rule}})["menuid"];
  CHECK(code_of(w.call("/cgi-bin/menu/addconditional", {{"button", other}, {"matchrule", {{"sex", "1"}}}})) == 65320);
  w.call("/cgi-bin/tags/members/batchtagging", {{"openid_list", {people[0]}}, {"tagid", 2}});
  const auto seen_by = [&](const std::string& who) { return w.call("/cgi-bin/menu/trymatch", {{"user_id", who}})["menu"]["button"][0]["key"]; };
  CHECK(seen_by(people[0]) == "other");
  CHECK(seen_by(people[1]) == "k");
  CHECK(code_of(w.call("/cgi-bin/menu/delconditional", {{"menuid", id}})) == 0);
  CHECK(seen_by(people[0]) == "k");
  CHECK(code_of(w.fetch("/cgi-bin/menu/delete")) == 0);
  CHECK(w.get("phones/1")["menu"].is_null());
}

TEST_CASE("permanent media stays, is counted and listed, and goes when deleted") {
  world w;
  const std::string png = std::string("\x89PNG\r\n\x1a\n") + std::string(100, 'x');
  const auto add = [&](const std::string& type, const std::string& name, const std::string& bytes, const std::string& more = {}) {
    const auto body = "--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + name + "\"\r\n\r\n" + bytes + "\r\n" + more + "--B--\r\n";
    return w.json_of(w.ask("POST", "/cgi-bin/material/add_material?type=" + type + "&access_token=" + w.stable(), body,
                           {{"Content-Type", "multipart/form-data; boundary=B"}}));
  };
  const auto image = add("image", "图 1.png", png);
  CHECK(image["url"].get<std::string>().find("/mmbiz_png/") != std::string::npos);
  const std::string about = "--B\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{\"title\":\"t\",\"introduction\":\"i\"}\r\n";
  const auto film = add("video", "a.mp4", "bytes", about);
  CHECK(film.contains("media_id"));
  CHECK(code_of(add("video", "a.mp4", "bytes")) == 47001);
  CHECK(code_of(add("image", "a.webp", "RIFF....WEBP")) == 40005);
  CHECK(code_of(add("thumb", "a.jpg", "\xff\xd8\xff" + std::string(65 * 1024, 'x'))) == 40009);
  CHECK(code_of(add("scroll", "a.png", png)) == 40004);
  w.time.shift(24h * 30);
  const json body{{"media_id", image["media_id"]}};
  const auto call = [&](const std::string& path, const json& what) { return w.ask("POST", path + "?access_token=" + w.stable(), what.dump()); };
  CHECK(call("/cgi-bin/material/get_material", body).body == png);
  CHECK(w.json_of(call("/cgi-bin/material/get_material", {{"media_id", film["media_id"]}}))["title"] == "t");
  CHECK(w.json_of(w.ask("GET", "/cgi-bin/material/get_materialcount?access_token=" + w.stable()))["image_count"] == 1);
  CHECK(w.json_of(call("/cgi-bin/material/batchget_material", {{"type", "image"}, {"offset", 0}, {"count", 20}}))["item"][0]["name"] == "图 1.png");
  CHECK(code_of(w.json_of(call("/cgi-bin/material/del_material", body))) == 0);
  CHECK(code_of(w.json_of(call("/cgi-bin/material/get_material", body))) == 40007);
}

TEST_CASE("typing is shown for who spoke just now, and not twice") {
  world w;
  const auto who = followers(w, 1).front();
  const auto typing = [&](const char* command) { return code_of(w.call("/cgi-bin/message/custom/typing", {{"touser", who}, {"command", command}})); };
  CHECK(typing("Typing") == 45080);
  w.send_text(who, "x");
  CHECK(typing("Dance") == 45072);
  CHECK(typing("Typing") == 0);
  CHECK(typing("Typing") == 45081);
  CHECK(typing("CancelTyping") == 0);
  CHECK(typing("Typing") == 0);
}

TEST_CASE("a minute's limit is 45011, one path's count can be cleared, and a rid tells what was asked") {
  world w;
  w.post("quotas", {{"path", "/cgi-bin/user/get"}, {"minute_limit", 1}});
  const auto get = [&] { return w.fetch("/cgi-bin/user/get"); };
  CHECK(code_of(get()) == 0);
  const auto refused = get();
  CHECK(refused["errcode"] == 45011);
  CHECK(w.call("/cgi-bin/openapi/quota/get", {{"cgi_path", "/cgi-bin/stable_token"}})["rate_limit"]["call_count"] == 10'000);
  CHECK(w.call("/cgi-bin/openapi/quota/get", {{"cgi_path", "/cgi-bin/user/get"}})["rate_limit"] == json({{"call_count", 1}, {"refresh_second", 60}}));
  CHECK(code_of(w.call("/cgi-bin/openapi/quota/clear", {{"cgi_path", "/cgi-bin/user/get"}})) == 0);
  CHECK(code_of(get()) == 0);
  w.time.shift(61s);
  CHECK(code_of(get()) == 0);
  const std::string words = refused["errmsg"];
  const auto rid = words.substr(words.rfind(' ') + 1);
  const auto told = w.call("/cgi-bin/openapi/rid/get", {{"rid", rid}})["request"];
  CHECK(told["request_url"].get<std::string>().starts_with("/cgi-bin/user/get?"));
  CHECK(told["client_ip"] == "203.0.113.9");
  CHECK(code_of(w.call("/cgi-bin/openapi/rid/get", {{"rid", "none"}})) == 76001);
  w.time.shift(24h * 8);
  CHECK(code_of(w.json_of(w.ask("POST", "/cgi-bin/openapi/rid/get?access_token=" + w.stable(), json{{"rid", rid}}.dump()))) == 76003);
}

TEST_CASE("the third call to a path can time out after its effect, and every second one be busy in words of one's own") {
  world w;
  const auto who = followers(w, 1).front();
  const std::string path = "/cgi-bin/message/custom/send";
  w.post("faults", {{"kind", "timeout_after_commit"}, {"path", path}, {"after", 2}, {"ms", 1}});
  CHECK(w.send_text(who, "1") == 0);
  CHECK(w.send_text(who, "2") == 0);
  const json third{{"touser", who}, {"msgtype", "text"}, {"text", {{"content", "3"}}}};
  CHECK(w.ask("POST", path + "?access_token=" + w.token(), third.dump()).close);
  CHECK(w.get("phones/1")["messages"].back()["text"] == "3");
  w.post("faults", {{"kind", -1}, {"path", "/cgi-bin/getcallbackip"}, {"times", 0}, {"every", 2}, {"errmsg", "system busy"}});
  CHECK(code_of(w.fetch("/cgi-bin/getcallbackip")) == 0);
  CHECK(w.fetch("/cgi-bin/getcallbackip")["errmsg"].get<std::string>().starts_with("system busy rid: "));
  CHECK(code_of(w.fetch("/cgi-bin/getcallbackip")) == 0);
}

TEST_CASE("agents of the customer service are kept, and their conversations begin and end with events") {
  world w;
  w.start_bot("success");
  const auto who = followers(w, 1).front();
  CHECK(code_of(w.call("/customservice/kfaccount/add", {{"kf_account", "anna@gh"}, {"nickname", "Anna"}})) == 0);
  CHECK(code_of(w.call("/customservice/kfaccount/add", {{"kf_account", "anna@gh"}, {"nickname", "Anna"}})) == 65406);
  CHECK(w.fetch("/cgi-bin/customservice/getkflist")["kf_list"][0]["kf_nick"] == "Anna");
  CHECK(code_of(w.call("/customservice/kfsession/create", {{"kf_account", "anna@gh"}, {"openid", who}})) == 0);
  w.run_until([&] { return w.pushed.size() == 1; });
  CHECK(w.pushed[0].body.find("kf_create_session") != std::string::npos);
  CHECK(w.fetch("/customservice/kfsession/getsession", "openid=" + who)["kf_account"] == "anna@gh");
  CHECK(code_of(w.call("/customservice/kfsession/close", {{"kf_account", "anna@gh"}, {"openid", who}})) == 0);
  CHECK(code_of(w.fetch("/customservice/kfaccount/del", "kf_account=anna@gh")) == 0);
}

TEST_CASE("each kind of account is refused what it may not call, and the profile can be switched") {
  struct expectation {
    const char* profile;
    int tags, list, templates, notices, publish, menu, drafts;
  };
  constexpr int no = 48001;
  const expectation rows[] = {{"service", 0, 40031, 0, 0, 40007, 46003, 0},       {"subscription", 0, no, no, no, 40007, 46003, 0},
                              {"personal", no, no, no, no, no, no, 0},            {"unverified_subscription", no, no, no, no, no, no, 0},
                              {"unverified_service", no, no, no, no, no, no, 0},  {"sandbox", 0, no, 0, 0, no, 46003, 0}};
  world w;
  for (const auto& row : rows) {
    INFO(row.profile);
    w.post("account", {{"profile", row.profile}});
    CHECK(code_of(w.fetch("/cgi-bin/tags/get")) == row.tags);
    CHECK(code_of(w.call("/cgi-bin/message/mass/send", {{"msgtype", "text"}})) == row.list);
    CHECK(code_of(w.fetch("/cgi-bin/template/get_all_private_template")) == row.templates);
    CHECK(code_of(w.fetch("/wxaapi/newtmpl/gettemplate")) == row.notices);
    CHECK(code_of(w.call("/cgi-bin/freepublish/submit", {{"media_id", "x"}})) == row.publish);
    CHECK(code_of(w.fetch("/cgi-bin/menu/get")) == row.menu);
    CHECK(code_of(w.fetch("/cgi-bin/draft/count")) == row.drafts);
  }
}
