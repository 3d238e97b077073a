// A mass send in the form of a draft, the whole way on the real binary: pictures, draft, job, the phones, the books.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

json received(const json& phone, const std::string& kind) {
  json found = json::array();
  for (const json& m : phone.at("messages"))
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

json articles_on(const json& phone) { return received(phone, "article"); }

}  // namespace

TEST_CASE("a mass send as a draft reaches every phone once, as articles, and its cover is uploaded once") {
  bot_and_platform w;
  const std::string settings = w.folder.file("depeche.toml");
  write_file(settings, replaced(read_file(settings), "window = \"14d\"\n", "window = \"14d\"\nform = \"draft\"\n"));
  write_file(settings, replaced(read_file(settings), "name = \"main\"\n", "name = \"main\"\nkind = \"subscription\"\n"));
  w.sandbox->order("/sandbox/v1/account", {{"profile", "subscription"}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const auto invited = w.run({"admin", "invite"});
  INFO(invited.err);
  REQUIRE(invited.code == 0);
  // An account without codes enrols by words.
  INFO(invited.out);
  const std::size_t word = invited.out.find("desk-");
  REQUIRE(word != std::string::npos);
  const auto phone = [&] { return "/sandbox/v1/phones/" + w.sandbox->order("/sandbox/v1/phones", {{"language", "en"}}).at("phone").dump(); };
  const std::string desk = phone(), reader = phone();
  w.sandbox->order(desk + "/follow", json::object());
  w.sandbox->order(desk + "/say", {{"text", invited.out.substr(word, invited.out.find_first_of(" \n", word) - word)}});
  w.sandbox->order(reader + "/follow", json::object());

  const json previewed = w.sandbox->order(desk + "/say", {{"text", "/preview draft"}});
  CHECK(previewed.at("outcome") == "replied");
  CHECK(articles_on(w.sandbox->ask(reader)).empty());
  CHECK(w.sandbox->order(desk + "/say", {{"text", "/preview card"}}).at("reply").at("content") == "Here is the preview.");
  const json cards = received(w.sandbox->ask(desk), "news");
  REQUIRE(cards.size() == 1);
  CHECK(cards[0].at("articles").size() == 1);
  CHECK(received(w.sandbox->ask(reader), "news").empty());

  const json question = w.sandbox->order(desk + "/say", {{"text", "/send e0"}});
  INFO(previewed.dump() << question.dump());
  const json asked = w.sandbox->order(desk + "/say", {{"text", "yes"}});
  INFO(asked.dump());
  REQUIRE(asked.at("reply").at("content").get<std::string>().find("going out") != std::string::npos);
  REQUIRE(wait_for_change(*w.sandbox, [&] { return !articles_on(w.sandbox->ask(reader)).empty(); }));
  const json got = articles_on(w.sandbox->ask(reader));
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
  const std::string settings = w.folder.file("depeche.toml");
  write_file(settings, replaced(read_file(settings), "window = \"14d\"\n", "window = \"14d\"\nform = \"draft\"\n"));
  write_file(settings, replaced(read_file(settings), "name = \"main\"\n", "name = \"main\"\nkind = \"subscription\"\n"));
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
  std::vector<std::string> phones;
  for (int i = 0; i < 2; ++i) {
    phones.push_back("/sandbox/v1/phones/" + w.sandbox->order("/sandbox/v1/phones", {{"language", "en"}}).at("phone").dump());
    w.sandbox->order(phones.back() + "/follow", json::object());
  }

  const auto sent = w.run({"digest", "send", "--edition", "e0"});
  INFO(sent.out << sent.err);
  CHECK(sent.code == 0);
  CHECK(sent.out.find("sent 2, failed 0, unknown 0, skipped 0") != std::string::npos);
  const std::size_t wanted = articles_wanted(w, "e0");
  for (const std::string& phone : phones) {
    const json got = articles_on(w.sandbox->ask(phone));
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
  CHECK(refused.out.find("sent 0, failed 2") != std::string::npos);
  CHECK(refused.err.find("45028") != std::string::npos);
  CHECK(calls().at("/cgi-bin/media/uploadimg").at("calls") == 1);
  CHECK(articles_on(w.sandbox->ask(phones[0])).size() == 1);
  CHECK(bot->stop() == 0);
}

TEST_CASE("a draft for the console is made once, also when the platform's answer was lost") {
  bot_and_platform w;
  const std::string settings = w.folder.file("depeche.toml");
  write_file(settings, replaced(read_file(settings), "name = \"main\"\n", "name = \"main\"\nkind = \"personal\"\n"));
  w.sandbox->order("/sandbox/v1/account", {{"profile", "personal"}});
  w.sandbox->order("/sandbox/v1/faults", {{"kind", "timeout_after_commit"}, {"path", "/cgi-bin/draft/add"}, {"ms", 1}});
  const auto lost = w.run({"digest", "draft", "--edition", "e0"});
  INFO(lost.out << lost.err);
  CHECK(lost.code == 1);
  CHECK(lost.err.find("/cgi-bin/draft/add") != std::string::npos);
  for (int i = 0; i < 2; ++i) CHECK(w.run({"digest", "draft", "--edition", "e0"}).out == "in the account's draft box already\n");
  // A publication is not for this account: it says so, and where its draft is.
  const auto published = w.run({"digest", "publish", "--edition", "e0"});
  CHECK(published.code == 1);
  INFO(published.err);
  CHECK(published.err.find("has no publishing") != std::string::npos);
  CHECK(published.err.find("its draft is in the account's box") != std::string::npos);
  CHECK(w.run({"digest", "draft", "--edition", "none"}).code == 2);
  const json calls = json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body).at("calls");
  CHECK_FALSE(calls.contains("/cgi-bin/freepublish/submit"));
}
