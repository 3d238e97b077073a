// What one person gets of a push: nothing twice, in the Chinese that was asked for.
#include "world.hpp"

#include "base/localisation.hpp"
#include "deliver/deliver_due.hpp"
#include "deliver/known_items.hpp"
#include "deliver/last_issue.hpp"

#include <map>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

digest_item item(std::int64_t id, const std::string& title) {
  digest_item i;
  i.article = article_id{id};
  i.title = title;
  i.source = "gazette";
  i.summary.push_back({title + ", selon la mairie.", 0, 1});
  return i;
}

std::shared_ptr<const digest> issue_of(world& w, const std::string& edition, const std::string& language, std::vector<digest_item> items) {
  digest d;
  d.account = account_name;
  d.edition = edition;
  d.language = language;
  d.zone = "Europe/Paris";
  d.day = local_day(w.time.now(), d.zone);
  d.composed_at = w.time.now();
  d.items = std::move(items);
  return std::make_shared<const digest>(w.run(w.digests->save(std::move(d))).value());
}

books send(world& w, const std::string& name, std::shared_ptr<const digest> what) {
  edition e = w.morning;
  e.name = name;
  e.language = what->language;
  const push p = w.run(w.deliveries->begin(e, what, name + "/" + what->day, "test")).value();
  return w.finish(p);
}

}  // namespace

TEST_CASE("what another edition sent to a person is not sent to that person again, and keeps its number for the others") {
  world w;
  w.follower("both");
  w.start();
  const digest_item bridge = item(1, "Le pont rouvre"), nuts = item(2, "La noix se vend bien"), tools = item(3, "Des outils à la bibliothèque");
  CHECK(send(w, "matin", issue_of(w, "matin", "fr", {bridge, nuts})).sent == 1);
  w.follower("new");  // came after the morning's push
  std::map<std::string, std::string> got;
  w.platform->script = [&](const std::string& openid, int) {
    got[openid] = w.platform->last_text;
    return scripted_answer{};
  };
  const auto evening = issue_of(w, "soir", "fr", {nuts, tools});
  CHECK(send(w, "soir", evening).sent == 2);
  CHECK(got["both"].find("noix") == std::string::npos);
  CHECK(got["both"].find("\n2. Des outils") != std::string::npos);
  CHECK(got["both"].find("1 sujet ") != std::string::npos);
  CHECK(got["new"].find("\n1. La noix") != std::string::npos);
  CHECK(got["new"].find("\n2. Des outils") != std::string::npos);
}

TEST_CASE("an issue in which nothing is new to a person is left out for that person, with the reason") {
  world w;
  const subscriber both = w.follower("both");
  w.start();
  const digest_item bridge = item(1, "Le pont rouvre");
  send(w, "matin", issue_of(w, "matin", "fr", {bridge}));
  w.follower("new");
  edition evening = w.morning;
  evening.name = "soir";
  const auto d = issue_of(w, "soir", "fr", {bridge});
  const push p = w.run(w.deliveries->begin(evening, d, "soir/x", "test")).value();
  const books b = w.finish(p);
  CHECK(b.sent == 1);
  CHECK(b.skipped == 1);
  CHECK(w.run(w.ledger->row(p.id, both.id)).value()->reason == "got all of it already");
  CHECK(w.platform->requests["both"] == 1);
}

TEST_CASE("an article that another told as well counts as told") {
  digest morning, evening;
  morning.items = {item(1, "Le pont rouvre")};
  morning.items[0].also_in.push_back({article_id{5}, "radio", "Radio Val"});
  evening.items = {item(4, "La noix"), item(5, "Le pont des Arbalètes a rouvert")};
  CHECK(told_again(evening, morning) == std::vector<std::size_t>{1});
}

TEST_CASE("people who know the same are told the same") {
  known_items known;
  known.add({0, 2}, {subscriber_id{1}, subscriber_id{2}});
  known.add({1}, {subscriber_id{2}, subscriber_id{3}});
  CHECK(known.new_to(subscriber_id{1}, 4) == std::vector<std::size_t>{1, 3});
  CHECK(known.new_to(subscriber_id{2}, 4) == std::vector<std::size_t>{3});
  CHECK(known.new_to(subscriber_id{3}, 4) == std::vector<std::size_t>{0, 2, 3});
  CHECK(known.new_to(subscriber_id{9}, 2) == std::vector<std::size_t>{0, 1});
  known.add({3}, {subscriber_id{2}});
  CHECK(known.new_to(subscriber_id{2}, 4).empty());
  CHECK(known.kind_of(subscriber_id{9}) == 0);
}

TEST_CASE("a reader of Traditional Chinese gets a push in it, with a link to such a page") {
  world w;
  const subscriber hant = w.follower("hant");
  REQUIRE(w.run(w.subscribers->set_language(hant.id, "zh-Hant")).has_value());
  const subscriber plain = w.follower("plain");
  REQUIRE(w.run(w.subscribers->set_language(plain.id, "zh")).has_value());
  std::map<std::string, std::string> got;
  w.platform->script = [&](const std::string& openid, int) {
    got[openid] = w.platform->last_text;
    return scripted_answer{};
  };
  w.start();
  digest_item one = item(1, "市图书馆外借电钻");
  one.summary = {{"市民捐赠了三百件工具。", 0, 11}};
  CHECK(send(w, "zaobao", issue_of(w, "zaobao", "zh", {one})).sent == 2);
  CHECK(got["plain"].find("市图书馆外借电钻") != std::string::npos);
  CHECK(got["plain"].find("script") == std::string::npos);
  CHECK(got["hant"].find("市圖書館外借電鑽") != std::string::npos);
  CHECK(got["hant"].find("/d/1?script=hant\"") != std::string::npos);
  CHECK(got["hant"].size() <= 2048);
}

TEST_CASE("who answers a push means that push: what was left out of it for this person, and an urgent item that came after it") {
  world w;
  const subscriber both = w.follower("both");
  w.start();
  const digest_item bridge = item(1, "Le pont rouvre"), nuts = item(2, "La noix se vend bien"), tools = item(3, "Des outils à la bibliothèque");
  const auto morning = issue_of(w, "matin", "fr", {bridge, nuts});
  send(w, "matin", morning);
  const subscriber late = w.follower("new");
  w.time.advance(1h);
  const timestamp before_evening = w.time.now();
  w.time.advance(1h);
  const auto evening = issue_of(w, "soir", "fr", {nuts, tools});
  send(w, "soir", evening);
  sent_issues sent(*w.digests, *w.ledger);
  const auto last_to = [&](const subscriber& who, timestamp after) { return w.run(sent.last_to(who, after)).value(); };
  const last_issues reader = last_to(both, timestamp{});
  REQUIRE(reader.of_a_day);
  CHECK(reader.of_a_day->issue->id == evening->id);
  CHECK(reader.of_a_day->told == std::vector<std::size_t>{1});
  CHECK(reader.of_a_day->sent == w.time.now());
  CHECK(last_to(late, before_evening).of_a_day->told.empty());  // all of it
  CHECK(last_to(both, before_evening).of_a_day->issue == reader.of_a_day->issue);
  CHECK_FALSE(last_to(both, w.time.now()).of_a_day);

  w.time.advance(1h);
  digest fire = *evening;
  fire.id = {}, fire.urgent = 7, fire.items = {item(9, "La scierie est en feu")};
  const auto urgent = std::make_shared<const digest>(w.run(w.digests->save(std::move(fire))).value());
  edition e = as_urgent(w.morning);
  e.name = "soir";
  w.finish(w.run(w.deliveries->begin(e, urgent, "soir!7", "test")).value());
  const last_issues now = last_to(both, timestamp{});
  REQUIRE(now.urgent);
  CHECK(now.urgent->issue->items[0].article == article_id{9});
  CHECK(now.of_a_day->issue->id == evening->id);
}
