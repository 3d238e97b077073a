// Addresses and files that people hand in, over a real loopback server, a real folder and the real store.
#include "base/localisation.hpp"
#include "data_file.hpp"
#include "ingest/intake.hpp"
#include "ingest/watched_folder.hpp"
#include "net/listener.hpp"
#include "net/router.hpp"
#include "store/database.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

using namespace depeche;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string long_text() {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += "<p>Le vieux pont de pierre, fermé depuis l'hiver dernier, a rouvert ce matin devant une foule de riverains, paragraphe " + std::to_string(i) + ".</p>";
  return text;
}

std::string article_page() {
  return "<html lang=fr><head><title>Le pont rouvre</title><meta property='og:type' content='article'><meta property='article:published_time' "
         "content='2026-11-23T08:00:00Z'><link rel=alternate type='application/rss+xml' href='/rss.xml'></head><body><article><h1>Le pont rouvre</h1>" +
         long_text() + "</article></body></html>";
}

struct world {
  asio::io_context loop;
  asio::thread_pool pool{1};
  manual_clock time{*parse_iso_time("2026-11-23T12:00")};
  router routes;
  std::unique_ptr<listener> server;
  std::string address;
  std::map<std::string, http_response> answers;
  int hits = 0;
  std::unique_ptr<database> db = database::open(":memory:", loop.get_executor()).value();
  article_store articles{*db};
  std::unique_ptr<https_client> client;
  int changes = 0;
  std::unique_ptr<intake> door;

  explicit world(address_guard guard = address_guard::open()) {
    routes.add("GET", "/{path...}", [this](http_request request) -> task<http_response> {
      ++hits;
      const auto found = answers.find(request.path);
      if (found == answers.end()) co_return text_response(404, "none");
      co_return found->second;
    });
    listener_options at;
    at.address = "127.0.0.1";
    at.port = 0;
    server = start_listener(loop.get_executor(), std::move(at), routes).value();
    address = "http://127.0.0.1:" + std::to_string(server->port());
    https_client_options options;
    options.guard = std::move(guard);
    client = make_https_client(loop.get_executor(), std::move(options)).value();
    door = std::make_unique<intake>(pool.get_executor(), time, *client, articles, [this] { ++changes; }, 0ms);
  }

  template <class T>
  T run(task<T> work) {
    return run_task(loop, std::move(work));
  }

  result<taken_article> take(const std::string& path) {
    handed_in what;
    what.url = address + path;
    return run(door->take(std::move(what)));
  }
  std::size_t stored() { return static_cast<std::size_t>(run(articles.count()).value()); }
};

// A folder of its own, watched by a clock that the test drives.
struct watched : world {
  watched() {
    std::string name = (fs::temp_directory_path() / "depeche-inbox-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder = name;
    what.name = "wire";
    what.folder = folder.string();
    what.language = "fr";
    inbox = std::make_unique<watched_folder>(loop.get_executor(), pool.get_executor(), time, *door, what);
  }
  ~watched() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  void put(const std::string& name, const std::string& content) { std::ofstream(folder / name, std::ios::binary) << content; }
  std::size_t look() { return run(inbox->look()); }
  // Two looks: the first sees, the second finds nothing changed.
  std::size_t look_twice() {
    const std::size_t first = look();
    return first + look();
  }
  bool is_there(const std::string& name) { return fs::exists(folder / name); }
  std::string content(const std::string& name) {
    std::ifstream in(folder / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  fs::path folder;
  inbox_folder what;
  std::unique_ptr<watched_folder> inbox;
};

}  // namespace

TEST_CASE("a link to an article is fetched and kept as the desk's, once") {
  world w;
  w.answers["/pont"] = html_response(200, article_page());
  const auto taken = w.take("/pont?utm_source=chat");
  REQUIRE(taken.has_value());
  CHECK(taken->outcome == keep_outcome::added);
  CHECK(taken->what.source == "desk");
  CHECK(taken->what.title == "Le pont rouvre");
  CHECK(taken->what.language == "fr");
  CHECK(iso_time(*taken->what.published) == "2026-11-23T08:00:00Z");
  CHECK(number(taken->what.id) > 0);
  CHECK(w.changes == 1);
  CHECK(w.take("/pont").value().outcome == keep_outcome::unchanged);
  CHECK(w.changes == 1);
  CHECK(w.stored() == 1);
}

TEST_CASE("an address that a source brought already is that article") {
  world w;
  w.answers["/pont"] = html_response(200, article_page());
  article polled;
  polled.source = "courrier";
  polled.key = "guid-1";
  polled.url = w.address + "/pont";
  polled.title = "Le pont rouvre enfin";
  polled.text = "Le vieux pont a rouvert.";
  polled.first_seen = w.time.now();
  const article_id id = w.run(w.articles.keep_handed_in(polled)).value().id;
  const auto taken = w.take("/pont");
  REQUIRE(taken.has_value());
  CHECK(taken->outcome == keep_outcome::unchanged);
  CHECK(taken->what.id == id);
  CHECK(w.stored() == 1);
}

TEST_CASE("the words of who hands it in go before the page's") {
  world w;
  w.answers["/pont"] = html_response(200, article_page());
  handed_in what;
  what.url = w.address + "/pont";
  what.title = "Mon titre";
  what.source = "cms";
  const auto taken = w.run(w.door->take(what));
  REQUIRE(taken.has_value());
  CHECK(taken->what.title == "Mon titre");
  CHECK(taken->what.source == "cms");
  CHECK(taken->what.text.find("vieux pont") != std::string::npos);
}

TEST_CASE("what a link is when it is no article is said") {
  world w;
  w.answers["/rss.xml"] = text_response(200, data_file("latin1.xml"));
  w.answers["/error"] = html_response(200, "<html><head><title>Page introuvable</title></head><body><h1>Erreur 404</h1><p>La page demandée n'existe pas.</p></body></html>");
  std::string list = "<html><head><title>Une</title><link rel=alternate type='application/rss+xml' href='/rss.xml'></head><body>";
  for (int i = 0; i < 40; ++i) list += "<h2><a href='/a" + std::to_string(i) + "'>Titre numéro " + std::to_string(i) + "</a></h2>";
  w.answers["/"] = html_response(200, list + "</body></html>");
  const auto feed = w.run(w.door->look(w.address + "/rss.xml"));
  REQUIRE(feed.has_value());
  CHECK(feed->kind == link_kind::feed);
  CHECK(feed->feed == w.address + "/rss.xml");
  CHECK(feed->feed_entries == 1);
  CHECK(w.take("/rss.xml").error() == errc::page_unrecognised);
  CHECK(w.take("/error").error() == errc::page_unrecognised);
  const auto front = w.run(w.door->look(w.address + "/"));
  REQUIRE(front.has_value());
  CHECK(front->kind == link_kind::list);
  CHECK(front->feed == w.address + "/rss.xml");
  CHECK(w.take("/nowhere").error().what.find("404") != std::string::npos);
  CHECK(w.stored() == 0);
}

TEST_CASE("a link into the house is refused by the guard of the poller") {
  world w{address_guard()};
  CHECK(w.take("/pont").error() == errc::address_refused);
  CHECK(w.hits == 0);
}

TEST_CASE("a dropped article tells the board, and a text given whole is not fetched") {
  world w;
  handed_in what;
  what.url = w.address + "/pont";
  what.title = "Le pont";
  what.text = "Il rouvre.";
  const auto taken = w.run(w.door->take(what));
  REQUIRE(taken.has_value());
  CHECK(w.hits == 0);
  CHECK(w.run(w.door->drop(taken->what.id)).value());
  CHECK(w.changes == 2);
  CHECK_FALSE(w.run(w.door->drop(taken->what.id)).value());
  CHECK(w.changes == 2);
}

TEST_CASE("files of every kind become articles and move to done") {
  watched w;
  w.put("dump.txt", "Dernière mise à jour à 11h09 le 23/11\nLe conseil municipal a voté lundi la réouverture du pont de pierre, fermé depuis un an.\n"
                    "Les travaux ont coûté deux millions d'euros, selon la mairie de la ville.\nLes tramways passeront dès demain matin.\n");
  w.put("page.html", article_page());
  w.put("note.md", "# 大桥重新开放\n\n今天早上大桥重新开放，第一班电车通过。\n");
  w.put("two.json", R"([{"id":"1","title":"One","text":"The first."},{"id":"2","title":"Two","text":"The second."}])");
  CHECK(w.look() == 0);  // seen
  CHECK(w.stored() == 0);
  CHECK(w.look() == 4);
  CHECK(w.stored() == 5);
  for (const char* name : {"done/dump.txt", "done/page.html", "done/note.md", "done/two.json"}) CHECK(w.is_there(name));
  for (const char* name : {"dump.txt", "page.html", "note.md", "two.json"}) CHECK_FALSE(w.is_there(name));
  article_filter wire;
  wire.source = "wire";
  CHECK(w.run(w.articles.list(wire)).value().size() == 5);
}

TEST_CASE("what can't be read moves to failed with a line that says why") {
  watched w;
  w.put("bad.json", R"({"title":"T","text":"t","published":"yesterday"})");
  w.put("photo.jpg", "\xFF\xD8");
  w.put("empty.txt", "");
  w.put("huge.html", std::string(5 * 1024 * 1024, 'x'));
  w.put("half.json", R"([{"title":"Good","text":"It is kept."},{"title":"","text":"no title"}])");
  CHECK(w.look_twice() == 5);
  CHECK(w.content("failed/bad.json.problem").find("published") != std::string::npos);
  CHECK(w.content("failed/photo.jpg.problem").find(".txt, .html, .md or .json") != std::string::npos);
  CHECK(w.content("failed/huge.html.problem").find("4 MiB") != std::string::npos);
  CHECK(w.content("failed/half.json.problem").find("[1].title") != std::string::npos);
  CHECK(w.is_there("failed/empty.txt"));
  CHECK(w.stored() == 1);
}

TEST_CASE("a file that is still being written is left until it stops changing") {
  watched w;
  w.put("note.md", "# Titre\n\nLe début");
  CHECK(w.look() == 0);
  w.put("note.md", "# Titre\n\nLe début et la suite.");
  CHECK(w.look() == 0);
  CHECK(w.look() == 1);
  CHECK(w.stored() == 1);
  // Names that programs write under before they rename.
  for (const char* name : {".note.md", "a.md.tmp", "b.part", "c.md~"}) w.put(name, "# T\n\nt");
  CHECK(w.look_twice() == 0);
  fs::rename(w.folder / "a.md.tmp", w.folder / "a.md");
  CHECK(w.look_twice() == 1);
}

TEST_CASE("links and folders in the inbox are never followed") {
  watched w;
  const fs::path outside = w.folder / "done" / "secret";
  fs::create_directories(outside.parent_path());
  std::ofstream(outside) << "# S\n\nsecret";
  fs::create_symlink(outside, w.folder / "link.md");
  fs::create_directory(w.folder / "folder.md");
  CHECK(w.look_twice() == 0);
  CHECK(w.stored() == 0);
}

TEST_CASE("a second file of a name is put beside the first, and corrects its article") {
  watched w;
  w.put("a.json", R"({"id":"1","title":"One","text":"The first."})");
  CHECK(w.look_twice() == 1);
  w.put("a.json", R"({"id":"1","title":"One, corrected","text":"The first."})");
  CHECK(w.look_twice() == 1);
  CHECK(w.is_there("done/a.json"));
  CHECK(w.is_there("done/a-2.json"));
  CHECK(w.stored() == 1);
  article_filter wire;
  wire.source = "wire";
  const auto rows = w.run(w.articles.list(wire)).value();
  CHECK(rows.at(0).title == "One, corrected");
  CHECK(w.run(w.articles.revisions(rows.at(0).id)).value().size() == 1);
}

TEST_CASE("an address in a file is fetched, and one that does not answer is tried a few times") {
  watched w;
  w.answers["/pont"] = html_response(200, article_page());
  w.put("link.json", "{\"url\":\"" + w.address + "/pont\"}");
  CHECK(w.look_twice() == 1);
  CHECK(w.stored() == 1);
  w.put("dead.json", R"({"url":"http://127.0.0.1:1/x"})");
  CHECK(w.look() == 0);
  for (int i = 0; i < 4; ++i) CHECK(w.look() == 0);
  CHECK(w.look() == 1);
  CHECK(w.is_there("failed/dead.json.problem"));
}

TEST_CASE("a folder that can't be made is said, and nothing else happens") {
  watched w;
  std::ofstream(w.folder / "file") << "x";
  inbox_folder nowhere = w.what;
  nowhere.folder = (w.folder / "file" / "inbox").string();
  watched_folder inbox(w.loop.get_executor(), w.pool.get_executor(), w.time, *w.door, nowhere);
  CHECK(w.run(inbox.look()) == 0);
}
