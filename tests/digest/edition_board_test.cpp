#include "digest/edition_board.hpp"
#include "digest/news_samples.hpp"
#include "digest/render.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/thread_pool.hpp>

using namespace depeche;

namespace {

// A newsroom on an empty database, at eight in the morning.
struct newsroom {
  opened store;
  asio::thread_pool pool{1};
  manual_clock time{at("2026-11-23T08:00")};
  article_store articles{*store.db};
  digest_store digests{*store.db};
  std::vector<edition> editions{make_edition("fr"), make_edition("en")};
  edition_board board{store.loop.get_executor(), pool.get_executor(), time, articles, digests, named()};

  newsroom() {
    for (const std::string language : {"fr", "en"}) store(articles.keep(unstored(language)));
  }
  std::vector<edition> named() {
    editions[1].name = "english";
    return editions;
  }
  static std::vector<article> unstored(const std::string& language) {
    auto all = read_articles(language);
    for (article& a : all) a.id = article_id{};
    return all;
  }
  const edition& french() { return board.editions()[0]; }
  void refresh_all() {
    auto work = [&]() -> task<result<int>> {
      co_await board.refresh_all();
      co_return 0;
    };
    store(work());
  }
};

}  // namespace

TEST_CASE("editions are found by name and by a reader's language") {
  newsroom room;
  CHECK(room.board.find("main", "english") == &room.board.editions()[1]);
  CHECK(room.board.find("main", "evening") == nullptr);
  CHECK(room.board.for_language("main", "en") == &room.board.editions()[1]);
  CHECK(room.board.for_language("main", "zh") == &room.board.editions()[0]);
  CHECK(room.board.for_language("other", "fr") == nullptr);
}

TEST_CASE("of two Chinese editions a reader gets the one in the script that was asked for") {
  newsroom room;
  std::vector<edition> both{make_edition("zh"), make_edition("zh")};
  both[0].name = "jianti", both[0].script = chinese_script::simplified;
  both[1].name = "fanti", both[1].script = chinese_script::traditional;
  const edition_board board(room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, both);
  CHECK(board.for_language("main", "zh-Hant")->name == "fanti");
  CHECK(board.for_language("main", "zh-Hans")->name == "jianti");
  CHECK(board.for_language("main", "zh")->name == "jianti");
  CHECK(board.is_for(board.editions()[1], "zh_TW"));
  CHECK_FALSE(board.is_for(board.editions()[0], "zh_TW"));
  CHECK_FALSE(board.is_for(board.editions()[1], "zh"));
  CHECK_FALSE(board.is_for(board.editions()[1], "fr"));
}

TEST_CASE("a refreshed digest is stored and current") {
  newsroom room;
  CHECK(room.board.current(room.french()) == nullptr);
  const auto made = room.store(room.board.refresh(room.french()));
  CHECK(number(made->id) > 0);
  CHECK(!made->items.empty());
  CHECK(room.board.current(room.french()) == made);
  const auto stored = room.store(room.digests.latest("main", "morning"));
  REQUIRE(stored.has_value());
  CHECK(stored->id == made->id);
}

TEST_CASE("the text that readers get is the current digest's, also after a new digest or new templates") {
  newsroom room;
  template_set templates = template_set::load("").value();
  const auto text = [&] { return room.board.current_text(room.french(), templates, "Le Fil", "https://news.example.org").text; };
  const auto expected = [&] { return render_chat_digest(templates, *room.board.current(room.french()), "Le Fil", "https://news.example.org"); };
  room.store(room.board.refresh(room.french()));
  const std::string first = text();
  CHECK(first == expected());
  CHECK(text() == first);
  room.store(room.articles.keep({make_article(0, "local", "Nouvelle de la matinée", "Une nouvelle toute fraîche arrive.", at("2026-11-23T08:30"))}));
  room.time.set(at("2026-11-23T09:00"));
  room.store(room.board.refresh(room.french()));
  CHECK(text() == expected());
  CHECK(text() != first);
  const auto before = templates.identity();
  templates = template_set::load("").value();
  CHECK(templates.identity() != before);
  CHECK(text() == expected());
  CHECK(room.board.current_text(room.french(), templates, "Autre", "https://news.example.org").text.find("Autre") != std::string::npos);
}

TEST_CASE("a final digest of today stays as it is") {
  newsroom room;
  const auto sent = room.store(room.board.refresh(room.french()));
  room.store(room.digests.make_final(sent->id));
  room.store(room.articles.keep({make_article(0, "local", "Nouvelle de la matinée", "Une nouvelle toute fraîche arrive.", at("2026-11-23T08:30"))}));
  room.time.set(at("2026-11-23T09:00"));
  const auto again = room.store(room.board.refresh(room.french()));
  CHECK(again->final);
  CHECK(again->items.size() == sent->items.size());
}

TEST_CASE("stored digests are current after a start even when nothing new came") {
  newsroom room;
  const auto made = room.store(room.board.refresh(room.french()));
  room.time.advance(std::chrono::hours{24 * 7});
  edition_board later{room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, room.editions};
  auto work = [&]() -> task<result<int>> {
    co_await later.refresh_all();
    co_return 0;
  };
  room.store(work());
  REQUIRE(later.current(room.french()));
  CHECK(later.current(room.french())->id == made->id);
}

TEST_CASE("a digest of more articles than are read at a time is the one of all of them at once") {
  newsroom room;
  std::vector<article> many;
  for (int i = 0; i < 1000; ++i) {
    const std::string n = std::to_string(i), place = std::to_string(i % 97);
    many.push_back(make_article(0, "source" + std::to_string(i % 7), "Le conseil de la ville " + place + " vote le dossier " + n,
                                "Le dossier " + n + " de la ville " + place + " est adopté après un long débat. Le maire de la ville " + place +
                                    " parle d’un progrès pour le quartier " + std::to_string(i % 13) + ".",
                                at("2026-11-22T08:00") + std::chrono::minutes{(i * 37) % 1400}));
  }
  room.store(room.articles.keep(many));
  const auto made = room.store(room.board.refresh(room.french()));
  auto all = room.store(room.articles.between({}, at("2026-10-25T08:00"), room.time.now(), 5000));
  const digest expected = build_digest(room.french(), all, {}, room.time.now());
  REQUIRE(made->items.size() == expected.items.size());
  for (std::size_t i = 0; i < expected.items.size(); ++i) {
    CHECK(made->items[i].article == expected.items[i].article);
    CHECK(made->items[i].related.size() == expected.items[i].related.size());
    CHECK(made->items[i].also_in.size() == expected.items[i].also_in.size());
  }
}

TEST_CASE("editions of one language that are composed at once don't get in each other's way") {
  newsroom room;
  room.editions.push_back(make_edition("fr"));
  room.editions.back().name = "soir";
  edition_board board{room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, room.editions};
  const auto one = room.store(room.board.refresh(room.french()));
  std::size_t met = 0;
  task_group group(room.store.loop.get_executor());
  auto ask = [&](const edition& e) -> task<> {
    const auto made = co_await board.refresh(e);
    if (made.has_value() && (*made)->items.size() == one->items.size()) ++met;
  };
  for (const edition& e : board.editions())
    if (e.language == "fr") group.spawn("asker", ask(e));
  auto work = [&]() -> task<result<int>> {
    co_await group.drain(std::chrono::seconds{20});
    co_return 0;
  };
  room.store(work());
  CHECK(met == 2);
}

TEST_CASE("all editions are refreshed together") {
  newsroom room;
  room.refresh_all();
  for (const edition& e : room.board.editions()) CHECK(room.board.current(e));
}

TEST_CASE("who asks while a digest is composed gets that same digest") {
  newsroom room;
  std::vector<std::shared_ptr<const digest>> got;
  for (int i = 0; i < 3; ++i)
    asio::co_spawn(room.store.loop, room.board.refresh(room.french()),
                   [&](std::exception_ptr, result<std::shared_ptr<const digest>> made) { got.push_back(made.value()); });
  room.store.loop.restart();
  room.store.loop.run();
  REQUIRE(got.size() == 3);
  CHECK(got[0] == got[1]);
  CHECK(got[1] == got[2]);
}

TEST_CASE("a source goes by the config's title, else by what its feed calls itself, else by its name") {
  newsroom room;
  source_state state;
  state.source = "local";
  state.title = "Le Courrier de Valbrune - Toute l'actualité de la vallée";
  room.store(room.articles.save_state(state));
  state.source = "agence";
  state.title = "Une agence";
  room.store(room.articles.save_state(state));
  room.editions[0].source_titles = {{"agence", "Agence du Val"}};
  edition_board board{room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, room.editions};
  const auto made = room.store(board.refresh(board.editions()[0]));
  CHECK(board.source_title("local") == "Le Courrier de Valbrune");
  CHECK(board.source_title("agence") == "Agence du Val");
  CHECK(board.source_title("inconnue") == "inconnue");
  REQUIRE(!made->items.empty());
  for (const auto& item : made->items) CHECK(item.source_title == board.source_title(item.source));
}

TEST_CASE("the reasons of a skipped day begin with the rule, and the digest of before stays") {
  newsroom room;
  const auto before = room.store(room.board.refresh(room.french()));
  room.editions[0].thin = thin_day::skip;
  room.editions[0].thin_below = 8;
  edition_board board{room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, room.editions};
  const auto made = room.store(board.refresh(board.editions()[0]));
  CHECK(made->items.empty());
  REQUIRE(!board.why(board.editions()[0]).empty());
  CHECK(board.why(board.editions()[0]).front().starts_with("a thin day: "));
  CHECK(room.store(room.digests.latest("main", "morning"))->id == before->id);
}
