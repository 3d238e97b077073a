// The other doors on the real binary: an editor's phone, the API over TLS, a watched folder.
#include "e2e/bot_and_platform.hpp"
#include "e2e/demo_bot.hpp"
#include "e2e/slow_server.hpp"
#include "support/catch.hpp"

#include <filesystem>

#include <poll.h>

using namespace e2e;

TEST_CASE("a slow page holds nobody up: the editor is told that it is on its way, and gets the rest as a message") {
  demo_bot d;
  const phone editor = d.editor("fr");
  slow_server slow;
  CHECK(contains(editor.say(slow.address + "/neige"), "en route"));
  std::string text;
  for (int i = 0; i < 10; ++i) text += "<p>La neige est tombée toute la nuit sur les hauteurs de la ville, et les bus ne circulent plus, paragraphe " + std::to_string(i) + ".</p>";
  slow.answer("<html lang=fr><head><title>La neige arrête les bus</title></head><body><article><h1>La neige arrête les bus</h1>" + text + "</article></body></html>");
  std::string late;
  CHECK(wait_for_change(d.sandbox, [&] {
    const auto told = editor.told("La neige");
    if (!told.empty()) late = told.back();
    return contains(late, "Gardé");
  }));
  CHECK(contains(late, "127.0.0.1"));
  CHECK(contains(late, "sans date"));
  CHECK(contains(editor.say("/drop " + article_in(late)), "Retiré : La neige arrête les bus"));
  CHECK(d.process.stop() == 0);
}

TEST_CASE("an editor writes, hands in and drops articles and adds a source from chat, a reader may not") {
  demo_bot d;
  const phone editor = d.editor("fr"), reader = d.reader("en");
  const std::string newspaper = d.addresses.at("phones").get<std::string>() + "newspaper";

  // A text of the editor's own.
  const std::string kept = editor.say(
      "/write Le marché déménage\nLe marché du samedi s'installe place de la Gare dès demain.\n\nLes travaux durent un an.");
  CHECK(contains(kept, "Gardé : Le marché déménage"));
  CHECK(contains(kept, "la rédaction"));
  CHECK(contains(kept, "place de la Gare"));
  CHECK(contains(kept, "Lu par : Le Matin"));
  const std::string id = article_in(kept);
  const auto page = d.pages.get("/a/" + id);
  CHECK(page.status == 200);
  CHECK(contains(page.body, "Le marché déménage"));
  CHECK(contains(editor.say("/write seulement un titre"), "première ligne"));
  CHECK(contains(editor.say("/retirer " + id), "Retiré : Le marché déménage"));
  CHECK(d.pages.get("/a/" + id).status == 404);
  CHECK(contains(editor.say("/drop " + id), "Il n’y a pas d’article " + id));
  CHECK(contains(editor.say("/drop tout"), "/drop 12"));

  // A link by itself: an article that a source brought, a feed, a list, nothing.
  speaker paper(newspaper.substr(0, newspaper.size() - std::string("/newspaper").size()), "");
  const std::string feed = paper.get("/newspaper/fr/rss.xml").body;
  const std::size_t item = feed.find("<item>");
  const std::size_t link = feed.find("<link>", item) + 6;
  const std::string address = feed.substr(link, feed.find("</link>", link) - link);
  CHECK(contains(editor.say("Regardez : " + address), "déjà là (courrier)"));
  CHECK(contains(editor.say(newspaper + "/en/atom.xml"), "/source add"));
  CHECK(contains(editor.say("/add " + newspaper + "/fr/rien.html"), "404"));
  CHECK(contains(editor.say("/ajouter"), "Donnez l’adresse"));
  CHECK(contains(editor.say("http://10.0.0.1/"), "n’a pas pu être lue"));

  // A source, after a yes.
  const std::string question = editor.say("/source add " + newspaper + "/en/atom.xml");
  CHECK(contains(question, "oui"));
  CHECK(contains(editor.say("non"), "rien n’a été ajouté"));
  CHECK(contains(editor.say("oui"), "rien à confirmer"));
  editor.say("/source add " + newspaper + "/en/atom.xml");
  CHECK(contains(editor.say("oui"), "est suivie"));
  CHECK(contains(editor.say("/source add " + newspaper + "/en/atom.xml"), "déjà suivie"));
  CHECK(contains(editor.say("/source add " + newspaper + "/en/rss.xml"), "déjà suivie : courier"));

  // A reader gets the ordinary help, and a refusal for the commands.
  CHECK(contains(reader.say(address), "“help”"));
  CHECK(contains(reader.say("/add " + address), "Sorry"));
  CHECK(contains(reader.say("/write A\nb"), "Sorry"));
  CHECK(d.process.stop() == 0);
}

TEST_CASE("a program posts articles over TLS, and files in the inbox become articles") {
  bot_and_platform w;
  const std::string token = "a-token-of-thirty-two-characters";
  w.add_tables("[api]\ntoken = \"" + token + "\"\n[[inbox]]\nname = \"wire\"\nfolder = \"inbox\"\nevery = \"1s\"\n");
  const auto bot = w.serve();
  w.wait_until_it_answers();
  speaker api("https://127.0.0.1:" + std::to_string(w.port), w.folder.file("sandbox-cert.pem"));
  using headers = std::vector<std::pair<std::string, std::string>>;
  const headers with_token = {{"Authorization", "Bearer " + token}};
  const std::string article = R"({"title":"The bridge reopens","text":"The old bridge has reopened this morning, the mayor said.","language":"en"})";
  const std::chrono::seconds limit{20};
  CHECK(api.exchange("POST", "/api/v1/articles", article).status == 401);
  const auto made = api.exchange("POST", "/api/v1/articles", article, limit, with_token);
  INFO(made.body);
  REQUIRE(made.status == 201);
  const json kept = json::parse(made.body).at("article");
  CHECK(api.get("/a/" + std::to_string(kept.at("id").get<int>())).status == 200);
  CHECK(api.exchange("POST", "/api/v1/articles", article, limit, with_token).status == 200);
  CHECK(api.exchange("POST", "/api/v1/articles", std::string(5 << 20, ' '), limit, with_token).status == 413);

  write_file(w.folder.file("inbox/note.md.part"), "# From the wire\n\nIt rains in the harbour.\n");
  std::filesystem::rename(w.folder.file("inbox/note.md.part"), w.folder.file("inbox/note.md"));
  for (int i = 0; i < 1000 && !std::filesystem::exists(w.folder.file("inbox/done/note.md")); ++i)
    ::poll(nullptr, 0, 10);  // files move when they move: there is no event to wait for from outside
  CHECK(std::filesystem::exists(w.folder.file("inbox/done/note.md")));
  const json listed = json::parse(api.exchange("GET", "/api/v1/articles?source=wire", "", limit, with_token).body);
  REQUIRE(listed.at("articles").size() == 1);
  CHECK(listed.at("articles")[0].at("title") == "From the wire");

  // The same articles by hand.
  const std::string id = std::to_string(kept.at("id").get<int>());
  const auto shown = w.run({"article", "show", id});
  CHECK(contains(shown.out, "The bridge reopens"));
  json corrected = json::parse(article);
  corrected["text"] = "The old bridge will reopen tomorrow, the mayor said.";
  CHECK(json::parse(api.exchange("POST", "/api/v1/articles", corrected.dump(), limit, with_token).body).at("outcome") == "corrected");
  CHECK(contains(w.run({"article", "show", id}).out, "corrected on"));
  CHECK(contains(w.run({"article", "list", "--source", "wire"}).out, "From the wire"));
  write_file(w.folder.file("page.md"), "# 港口下雨\n\n今天港口下雨。\n");
  CHECK(contains(w.run({"article", "add", w.folder.file("page.md")}).out, "港口下雨"));
  CHECK(w.run({"article", "drop", id}).code == 0);
  CHECK(w.run({"article", "show", id}).code == 1);
  CHECK(bot->stop() == 0);
}
