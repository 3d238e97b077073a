#include "store/subscriber_store.hpp"

#include "store/desk_store.hpp"
#include "store/opened.hpp"
#include "store/scene_store.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);

}  // namespace

TEST_CASE("a follow brings a subscriber, the scene, an entry in the history and three messages for a minute") {
  opened s;
  subscriber_store people(*s.db);
  const auto first = s(people.followed("main", "oAnne", "metro-line-2", noon));
  CHECK(first.first_time);
  CHECK_FALSE(first.was_following);
  CHECK(first.who.first_scene == "metro-line-2");
  CHECK(first.who.customer_messages.left == 3);
  CHECK(first.who.customer_messages.until == noon + 1min);
  const auto found = s(people.find("main", "oAnne"));
  REQUIRE(found);
  CHECK(found->id == first.who.id);
  CHECK(found->following);
  CHECK_FALSE(s(people.find("main", "onobody")));
  CHECK_FALSE(s(people.find("other", "oAnne")));
  const auto history = s(people.history(first.who.id));
  REQUIRE(history.size() == 1);
  CHECK(history[0].what == "follow");
  CHECK(history[0].scene == "metro-line-2");
}

TEST_CASE("the same follow told twice is one entry with the same outcome, and gives nothing again") {
  opened s;
  subscriber_store people(*s.db);
  s(people.followed("main", "oLi", "广场", noon));
  const auto who = s(people.find("main", "oLi")).value();
  CHECK(s(people.spend_allowance(who.id, noon)));
  const auto again = s(people.followed("main", "oLi", "广场", noon));
  CHECK(again.first_time);
  CHECK(again.who.customer_messages.left == 2);
  CHECK(s(people.history(who.id)).size() == 1);
}

TEST_CASE("two events of different kinds in one second are both kept") {
  opened s;
  subscriber_store people(*s.db);
  const auto who = s(people.followed("main", "oAnne", "a", noon)).who;
  s(people.unfollowed("main", "oAnne", noon));
  s(people.scanned("main", "oAnne", "b", noon));
  CHECK(s(people.history(who.id)).size() == 3);
  CHECK_FALSE(s(people.find("main", "oAnne"))->following);
}

TEST_CASE("who follows again keeps preferences, role and the first scene") {
  opened s;
  subscriber_store people(*s.db);
  const auto id = s(people.followed("main", "oAnne", "gare", noon)).who.id;
  s(people.set_language(id, "zh"));
  s(people.set_wants_digest(id, false));
  s(people.set_role(id, role::editor));
  s(people.unfollowed("main", "oAnne", noon + 1h));
  const auto gone = s(people.find("main", "oAnne")).value();
  CHECK_FALSE(gone.following);
  CHECK(gone.customer_messages.left == 0);
  const auto back = s(people.followed("main", "oAnne", "metro", noon + 2h));
  CHECK_FALSE(back.first_time);
  CHECK_FALSE(back.was_following);
  CHECK(back.who.id == id);
  CHECK(back.who.following);
  CHECK(back.who.language == "zh");
  CHECK_FALSE(back.who.wants_digest);
  CHECK(back.who.desk_role == role::editor);
  CHECK(back.who.first_scene == "gare");
  CHECK(s(people.followed("main", "oAnne", "", noon + 3h)).was_following);
}

TEST_CASE("a repeated event that arrives after its opposite does not win") {
  opened s;
  subscriber_store people(*s.db);
  s(people.unfollowed("main", "oLate", noon + 5s));
  CHECK_FALSE(s(people.followed("main", "oLate", "", noon)).who.following);
  CHECK_FALSE(s(people.find("main", "oLate"))->following);
  s(people.followed("main", "oBack", "", noon + 5s));
  s(people.unfollowed("main", "oBack", noon));
  CHECK(s(people.find("main", "oBack"))->following);
  CHECK(s(people.history(s(people.find("main", "oBack"))->id)).size() == 2);
}

TEST_CASE("who writes to us is a follower, known or not") {
  opened s;
  subscriber_store people(*s.db);
  const auto who = s(people.contacted("main", "oOld", contact::message, noon));
  CHECK(who.following);
  CHECK(who.customer_messages.left == 5);
  CHECK(s(people.find("main", "oOld"))->customer_messages.until == noon + 48h);
  CHECK(s(people.contacted("main", "oOld", contact::menu_tap, noon + 1h)).customer_messages.left == 5);
  s(people.mark_gone(who.id, noon + 2h));
  CHECK_FALSE(s(people.find("main", "oOld"))->following);
  CHECK(s(people.contacted("main", "oOld", contact::message, noon + 3h)).following);
}

TEST_CASE("an allowance is spent one by one, and not at all when closed, over or gone") {
  opened s;
  subscriber_store people(*s.db);
  const auto id = s(people.contacted("main", "oAnne", contact::message, noon)).id;
  for (int i = 0; i < 5; ++i) CHECK(s(people.spend_allowance(id, noon + 1h)));
  CHECK_FALSE(s(people.spend_allowance(id, noon + 1h)));
  s(people.contacted("main", "oAnne", contact::message, noon));
  CHECK_FALSE(s(people.spend_allowance(id, noon + 48h)));
  s(people.close_allowance(id));
  CHECK_FALSE(s(people.spend_allowance(id, noon)));
  s(people.contacted("main", "oAnne", contact::message, noon));
  s(people.mark_gone(id, noon));
  CHECK_FALSE(s(people.spend_allowance(id, noon)));
}

TEST_CASE("a preference of nobody is an error") {
  opened s;
  subscriber_store people(*s.db);
  CHECK(run_task(s.loop, people.set_language(subscriber_id{77}, "fr")).error() == errc::not_found);
  CHECK(run_task(s.loop, people.set_role(subscriber_id{77}, role::admin)).error() == errc::not_found);
}

TEST_CASE("pages go through the followers of one account once, in order") {
  opened s;
  subscriber_store people(*s.db);
  for (int i = 0; i < 25; ++i) s(people.followed(i % 2 == 0 ? "main" : "other", "o" + std::to_string(i), "", noon));
  s(people.unfollowed("main", "o4", noon + 1h));
  std::vector<std::string> seen;
  subscriber_id after{};
  for (;;) {
    const auto page = s(people.page("main", after, 5));
    if (page.empty()) break;
    for (const auto& p : page) seen.push_back(p.openid);
    after = page.back().id;
  }
  CHECK(seen == std::vector<std::string>{"o0", "o2", "o6", "o8", "o10", "o12", "o14", "o16", "o18", "o20", "o22", "o24"});
}

TEST_CASE("people are counted exactly") {
  opened s;
  subscriber_store people(*s.db);
  s(people.followed("main", "oEarly", "", noon - 24h));
  s(people.followed("main", "oToday", "", noon));
  s(people.followed("main", "oToday", "", noon + 1s));  // told again with another time: still one person
  s(people.followed("main", "oLeaves", "", noon));
  s(people.unfollowed("main", "oLeaves", noon + 2h));
  s(people.contacted("main", "oSilent", contact::message, noon));
  s(people.set_wants_digest(s(people.find("main", "oSilent"))->id, false));
  s(people.contacted("main", "oEarly", contact::message, noon));
  s(people.followed("other", "oElse", "", noon));
  const auto n = s(people.counts("main", noon + 3h, noon - 1h));
  CHECK(n.following == 3);
  CHECK(n.wants_digest == 2);
  CHECK(n.reachable_now == 1);
  CHECK(n.left == 1);
  CHECK(n.followed_since == 2);
  CHECK(n.left_since == 1);
}

TEST_CASE("a scene's report tells scans, people brought, and who is still here") {
  opened s;
  subscriber_store people(*s.db);
  scene_store scenes(*s.db);
  s(scenes.save({"main", "unused", "t", "http://weixin.qq.com/q/1", noon, std::nullopt}));
  s(scenes.save({"main", "metro", "t", "http://weixin.qq.com/q/2", noon, noon + 24h}));
  s(scenes.save({"main", "metro", "t2", "http://weixin.qq.com/q/3", noon, noon + 48h}));
  s(people.followed("main", "oA", "metro", noon));
  s(people.followed("main", "oB", "metro", noon));
  s(people.followed("main", "oC", "gare", noon));
  s(people.scanned("main", "oC", "metro", noon + 1min));
  s(people.unfollowed("main", "oB", noon + 1h));
  const auto report = s(scenes.report("main", 10));
  REQUIRE(report.size() == 3);
  CHECK(report[0].scene == "metro");
  CHECK(report[0].scans == 3);
  CHECK(report[0].followers == 2);
  CHECK(report[0].still_here == 1);
  CHECK(report[1].scene == "gare");
  CHECK(report[2].scene == "unused");
  CHECK(report[2].scans == 0);
  CHECK(s(scenes.report("main", 1)).size() == 1);
  CHECK(s(scenes.find("main", "metro"))->ticket == "t2");
  CHECK(s(scenes.list("main")).size() == 2);
  CHECK_FALSE(s(scenes.find("main", "none")));
}

TEST_CASE("an invitation gives its role once, before it expires, and to nobody when the subscriber is unknown") {
  opened s;
  subscriber_store people(*s.db);
  desk_store desk(*s.db);
  const auto anne = s(people.followed("main", "oAnne", "", noon)).who.id;
  const auto bo = s(people.followed("main", "oBo", "", noon)).who.id;
  s(desk.invite("main", "s3cret", role::admin, noon + 1h));
  CHECK(run_task(s.loop, desk.invite("main", "s3cret", role::editor, noon + 1h)).error() == errc::already_exists);
  CHECK_FALSE(s(desk.redeem("main", "wrong", anne, noon)));
  CHECK_FALSE(s(desk.redeem("other", "s3cret", anne, noon)));
  CHECK_FALSE(s(desk.redeem("main", "s3cret", anne, noon + 1h)));
  CHECK(run_task(s.loop, desk.redeem("main", "s3cret", subscriber_id{99}, noon)).error() == errc::not_found);
  CHECK(s(desk.redeem("main", "s3cret", anne, noon)) == role::admin);
  CHECK_FALSE(s(desk.redeem("main", "s3cret", bo, noon)));
  CHECK(s(people.find("main", "oAnne"))->desk_role == role::admin);
  CHECK(s(people.find("main", "oBo"))->desk_role == role::reader);
  s(desk.invite("main", "lesser", role::editor, noon + 1h));
  CHECK(s(desk.redeem("main", "lesser", anne, noon)) == role::admin);
  CHECK(s(people.desk("main")).size() == 1);
}

TEST_CASE("an invitation's secret is not in the file") {
  scratch folder;
  const std::string file = folder.path("a.db");
  {
    opened s(file);
    desk_store desk(*s.db);
    s(desk.invite("main", "a-very-secret-word", role::admin, noon));
  }
  std::string bytes;
  FILE* in = std::fopen(file.c_str(), "rb");
  REQUIRE(in);
  for (int c = std::fgetc(in); c != EOF; c = std::fgetc(in)) bytes += static_cast<char>(c);
  std::fclose(in);
  CHECK(bytes.size() > 4096);
  CHECK(bytes.find("a-very-secret-word") == std::string::npos);
}

TEST_CASE("the desk's log keeps commands short, newest first") {
  opened s;
  desk_store desk(*s.db);
  desk.log({noon, "main", "oAnne", "/status", true, "answered"});
  desk.log({noon, "main", "oMallory", "/send " + std::string(300, 'x') + "é", false, "refused"});
  desk.log({noon, "other", "oBo", "/status", true, "answered"});
  s(desk.invite("main", "x", role::editor, noon));  // what was logged before is written with it
  const auto entries = s(desk.log_of("main", 10));
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].openid == "oMallory");
  CHECK(entries[0].command.size() == 200);
  CHECK_FALSE(entries[0].allowed);
  CHECK(entries[1].command == "/status");
}

TEST_CASE("an account's codes are counted by what becomes of them, and those that end soon are listed, the next one first") {
  opened s;
  scene_store scenes(*s.db);
  const auto keep = [&](const std::string& account, const std::string& scene, std::optional<timestamp> expires) {
    scene_code code;
    code.account = account;
    code.scene = scene;
    code.created = noon - 24h;
    code.expires = expires;
    s(scenes.save(std::move(code)));
  };
  keep("main", "kiosque", std::nullopt);
  keep("main", "salon", noon + 48h);
  keep("main", "marché", noon + 24h);
  keep("main", "foire", noon + 24h * 20);
  keep("main", "hier", noon);
  keep("other", "leurs", noon + 1h);
  const auto counts = s(scenes.count("main", noon));
  CHECK(counts.permanent == 1);
  CHECK(counts.temporary == 3);
  CHECK(counts.ended == 1);
  const auto soon = s(scenes.ending("main", noon + 1s, noon + 72h));
  REQUIRE(soon.size() == 2);
  CHECK(soon[0].scene == "marché");
  CHECK(soon[1].scene == "salon");
}

TEST_CASE("what is asked after a message sees the allowance that it gave, though its update had been queued only") {
  scratch folder;
  opened s(folder.path("a.db"));
  subscriber_store people(*s.db);
  const timestamp at = from_unix_seconds(1'795'435'200);
  const auto first = s(people.followed("main", "o1", "", at)).who;
  s(people.contacted("main", "o1", contact::message, at));
  for (int i = 1; i <= 3; ++i) {
    const timestamp later = at + std::chrono::hours{i};
    const auto who = s(people.contacted("main", "o1", contact::message, later));
    CHECK(who.customer_messages.until == later + std::chrono::hours{48});
    CHECK(s(people.find("main", "o1"))->customer_messages.until == later + std::chrono::hours{48});
    CHECK(s(people.page("main", subscriber_id{0}, 10)).at(0).customer_messages.left == 5);
    CHECK(s(people.counts("main", later, later)).reachable_now == 1);
    CHECK(s(people.spend_allowance(first.id, later)));
  }
  // Two messages around a sending: the second gives all five again.
  s(people.contacted("main", "o1", contact::message, at + std::chrono::hours{5}));
  CHECK(s(people.spend_allowance(first.id, at + std::chrono::hours{5})));
  s(people.contacted("main", "o1", contact::message, at + std::chrono::hours{6}));
  CHECK(s(people.find("main", "o1"))->customer_messages.left == 5);
}
