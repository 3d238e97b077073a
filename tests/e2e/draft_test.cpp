// A mass send in the form of a draft, the whole way on the real binary: pictures, draft, job, the phones, the books.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

json received(const phone& who, const std::string& kind) {
  json found = json::array();
  const json messages = who.messages();
  for (const json& m : messages)
    if (m.at("kind") == kind) found.push_back(m);
  return found;
}

// As many as the edition's digest has, a draft's eight at most: how many of the sandbox's articles are out yet depends on the hour.
std::size_t articles_wanted(const bot_and_platform& w, const std::string& edition) {
  const auto preview = w.run({"digest", "preview", "--edition", edition, "--as", "json"});
  INFO(preview.err);
  REQUIRE(preview.code == 0);
  const std::size_t items = json::parse(preview.out).at("items").size();
  REQUIRE(items >= 4);
  return std::min<std::size_t>(items, 8);
}

json articles_on(const phone& who) { return received(who, "article"); }

}  // namespace

TEST_CASE("a mass send as a draft reaches every phone once, as articles, and its cover is uploaded once") {
  bot_and_platform w;
  w.add_setting("window = \"14d\"\n", "form = \"draft\"\n");
  w.add_setting("name = \"main\"\n", "kind = \"subscription\"\n");
  w.sandbox->order("/sandbox/v1/account", {{"profile", "subscription"}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "en", invitation::word), reader(*w.sandbox, "en");
  reader.follow();

  const std::string previewed = desk.say("/preview draft");
  CHECK(articles_on(reader).empty());
  CHECK(desk.say("/preview card") == "Here is the preview.");
  const json cards = received(desk, "news");
  REQUIRE(cards.size() == 1);
  CHECK(cards[0].at("articles").size() == 1);
  CHECK(received(reader, "news").empty());

  const std::string question = desk.say("/send e0");
  INFO(previewed << question);
  REQUIRE(contains(desk.say("yes"), "going out"));
  REQUIRE(wait_for_change(*w.sandbox, [&] { return !articles_on(reader).empty(); }));
  const json got = articles_on(reader);
  INFO(got.dump());
  CHECK(got.size() == 1);
  REQUIRE(got[0].at("articles").size() == articles_wanted(w, "e0"));
  for (const json& article : got[0].at("articles")) {
    CHECK_FALSE(article.at("title").get<std::string>().empty());
    CHECK_FALSE(article.at("picture").get<std::string>().empty());
  }

  json push;
  REQUIRE(wait_for_change(*w.sandbox, [&] {
    push = w.ledger({"push", "list", "--limit", "1"}).front();
    return push.at("state") == "done";
  }));
  INFO(push.dump());
  CHECK(push.at("sent") == 2);
  CHECK(push.at("unknown") == 0);
  const json calls = json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body).at("calls");
  INFO(calls.dump(1));
  // The preview's draft is gone again, the push's was used up.
  CHECK(calls.at("/cgi-bin/draft/add").at("calls") == 2);
  CHECK(calls.at("/cgi-bin/draft/delete").at("calls") == 1);
  CHECK(calls.at("/cgi-bin/message/mass/sendall").at("calls") == 1);
  CHECK(calls.at("/cgi-bin/material/add_material").at("calls") == 1);
}

TEST_CASE("digest send in the form of a draft ends by itself, beside a bot, with pictures that were uploaded once") {
  bot_and_platform w(2);
  // A picture on the web: a code's, made while the account may have codes.
  REQUIRE(w.run({"qr", "--scene", "poster", "--png", w.folder.file("poster.png")}).code == 0);
  w.add_setting("window = \"14d\"\n", "form = \"draft\"\n");
  w.add_setting("name = \"main\"\n", "kind = \"subscription\"\n");
  w.sandbox->order("/sandbox/v1/account", {{"profile", "subscription"}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const json article = {{"title", "The poster by the bridge"},
                        {"text",
                         "The poster by the bridge was renewed on Monday. It shows the way to the market hall.\n\nIt will stay "
                         "until spring, says the "
                         "council of Valbrune, and then be given to the school."},
                        {"language", "en"},
                        {"image", "https://127.0.0.1:" + std::to_string(w.port) + "/qr/poster.png"}};
  write_file(w.folder.file("poster.json"), article.dump());
  const auto added = w.run({"article", "add", w.folder.file("poster.json")});
  INFO(added.out << added.err);
  REQUIRE(added.code == 0);
  const phone readers[] = {phone(*w.sandbox, "en"), phone(*w.sandbox, "en")};
  for (const phone& reader : readers) reader.follow();

  const auto sent = w.run({"digest", "send", "--edition", "e0"});
  INFO(sent.out << sent.err);
  CHECK(sent.code == 0);
  CHECK(contains(sent.out, "sent 2, failed 0, unknown 0, skipped 0"));
  const std::size_t wanted = articles_wanted(w, "e0");
  for (const phone& reader : readers) {
    const json got = articles_on(reader);
    REQUIRE(got.size() == 1);
    CHECK(got[0].at("articles").size() == wanted);
  }
  const auto calls = [&] { return json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body).at("calls"); };
  const json once = calls();
  INFO(once.dump(1));
  CHECK(once.at("/cgi-bin/draft/add").at("calls") == 1);
  CHECK(once.at("/cgi-bin/message/mass/sendall").at("calls") == 1);
  CHECK(once.at("/cgi-bin/media/uploadimg").at("calls") == 1);
  CHECK(once.at("/cgi-bin/material/add_material").at("calls") == 2);  // the picture's cover, and a drawn one for the others

  // The day's mass send is used up: the second says so and ends too, and its picture is there already.
  const auto refused = w.run({"digest", "send", "--edition", "e1"});
  INFO(refused.out << refused.err);
  CHECK(contains(refused.out, "sent 0, failed 2"));
  CHECK(contains(refused.err, "45028"));
  CHECK(calls().at("/cgi-bin/media/uploadimg").at("calls") == 1);
  CHECK(articles_on(readers[0]).size() == 1);
  CHECK(bot->stop() == 0);
}

TEST_CASE("a draft for the console is made once, also when the platform's answer was lost") {
  bot_and_platform w;
  w.add_setting("name = \"main\"\n", "kind = \"personal\"\n");
  w.sandbox->order("/sandbox/v1/account", {{"profile", "personal"}});
  w.sandbox->order("/sandbox/v1/faults", {{"kind", "timeout_after_commit"}, {"path", "/cgi-bin/draft/add"}, {"ms", 1}});
  const auto lost = w.run({"digest", "draft", "--edition", "e0"});
  INFO(lost.out << lost.err);
  CHECK(lost.code == 1);
  CHECK(contains(lost.err, "/cgi-bin/draft/add"));
  for (int i = 0; i < 2; ++i) CHECK(w.run({"digest", "draft", "--edition", "e0"}).out == "in the account's draft box already\n");
  // A publication is not for this account: it says so, and where its draft is.
  const auto published = w.run({"digest", "publish", "--edition", "e0"});
  CHECK(published.code == 1);
  INFO(published.err);
  CHECK(contains(published.err, "has no publishing"));
  CHECK(contains(published.err, "its draft is in the account's box"));
  CHECK(w.run({"digest", "draft", "--edition", "none"}).code == 2);
  const json calls = json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body).at("calls");
  CHECK_FALSE(calls.contains("/cgi-bin/freepublish/submit"));
}
