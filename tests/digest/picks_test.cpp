// Editors' picks in the selection, and kept until the push.
#include "digest/pick_desk.hpp"

#include "base/log.hpp"
#include "digest/news_samples.hpp"
#include "store/ledger_store.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>

using namespace depeche;

namespace {

const timestamp morning = at("2026-11-23T08:00");

std::vector<std::int64_t> ids(const digest& d) {
  std::vector<std::int64_t> all;
  for (const digest_item& item : d.items) all.push_back(number(item.article));
  return all;
}

editor_pick placed(std::int64_t id, std::size_t place) { return {0, article_id{id}, pick_kind::placed, place, {}, {}, {}}; }
editor_pick removed(std::int64_t id) { return {0, article_id{id}, pick_kind::removed, 0, {}, {}, {}}; }

struct day {
  day() : index("fr"), articles(read_articles("fr")), e(make_edition("fr")) {
    add(801, "Le musée de la dentelle rouvre ses salles", "Les dentelles anciennes sont de retour au musée après les travaux.");
    add(802, "Une course de luges est prévue samedi", "Les luges partiront du col et descendront vers le village.");
    add(803, "Le prix du fromage augmente", "Les fromagers de la vallée demandent plus pour leurs tommes.");
    index.update(articles, timestamp::min());
  }
  void add(std::int64_t id, std::string title, std::string text) {
    articles.push_back(make_article(id, "source-" + std::to_string(id), std::move(title), std::move(text), morning - std::chrono::hours{2}));
  }
  built_digest build(const std::vector<editor_pick>& picks) { return build_digest(index, e, articles, {}, morning, picks); }
  news_index index;
  std::vector<article> articles;
  edition e;
};

struct picking_newsroom {
  picking_newsroom() {
    set_log_level(log_level::off);
    for (article a : read_articles("fr")) {
      a.id = article_id{};
      given.push_back(std::move(a));
    }
    store(articles.keep(given));
    board.pick_with(picks);
  }
  const edition& french() { return board.editions()[0]; }

  opened store;
  asio::thread_pool pool{1};
  manual_clock time{morning};
  article_store articles{*store.db};
  digest_store digests{*store.db};
  pick_store picks{*store.db};
  std::vector<edition> editions{make_edition("fr")};
  edition_board board{store.loop.get_executor(), pool.get_executor(), time, articles, digests, editions};
  pick_desk desk{time, picks, board, articles};
  std::vector<article> given;
};

}  // namespace

TEST_CASE("an item is moved to a place, and the last move stands exactly there") {
  day d;
  const auto before = ids(d.build({}).made);
  REQUIRE(before.size() >= 4);
  const auto once = ids(d.build({placed(before[2], 1)}).made);
  CHECK(once[0] == before[2]);
  CHECK(once[1] == before[0]);
  CHECK(once.size() == before.size());
  const auto twice = ids(d.build({placed(before[2], 1), placed(before[3], 1)}).made);
  CHECK(twice[0] == before[3]);
  CHECK(twice[1] == before[2]);
  CHECK(ids(d.build({placed(before[0], 99)}).made).back() == before[0]);
}

TEST_CASE("a removed item's story is out, and another one takes its room") {
  day d;
  d.e.items = 4;
  const auto before = ids(d.build({}).made);
  REQUIRE(before.size() == 4);
  const built_digest built = d.build({removed(before[1])});
  const auto after = ids(built.made);
  CHECK(std::find(after.begin(), after.end(), before[1]) == after.end());
  CHECK(after.size() == before.size());
  const auto& verdicts = built.chosen.verdicts;
  CHECK(std::any_of(verdicts.begin(), verdicts.end(), [&](const verdict& v) {
    return !v.chosen && number(d.index.at(v.article).id) == before[1] && v.why.starts_with("removed by an editor");
  }));
  // What was removed first and placed then is in.
  CHECK(ids(d.build({removed(before[1]), placed(before[1], 1)}).made)[0] == before[1]);
}

TEST_CASE("a pick comes in however old it is, and no more picks than the edition has items") {
  day d;
  d.e.items = 2;
  article old = make_article(900, "archive", "Le barrage de la Lézarde fête ses cent ans", "Le barrage a cent ans, et la vallée le fête.", morning - std::chrono::hours{24 * 20});
  old.language = "fr";
  d.articles.push_back(old);
  const built_digest built = d.build({placed(900, 0)});
  const auto with = ids(built.made);
  REQUIRE(with.size() == 2);
  CHECK(with[1] == 900);
  const auto& verdicts = built.chosen.verdicts;
  CHECK(std::any_of(verdicts.begin(), verdicts.end(), [](const verdict& v) { return v.chosen && v.why.find("picked by an editor") != v.why.npos; }));
  const auto first = ids(d.build({}).made);
  CHECK(ids(d.build({placed(first[0], 1), placed(first[1], 2), placed(900, 1)}).made).size() == 2);
  CHECK(ids(d.build({placed(900, 1)}).made)[0] == 900);
  CHECK(ids(d.build({placed(12345, 1)}).made) == first);  // nobody knows it
}

TEST_CASE("picks are kept for the day, explained, taken back, and refused once the push has begun") {
  picking_newsroom room;
  const auto before = room.store(room.board.refresh(room.french()));
  REQUIRE(before->items.size() >= 3);
  const article_id third = before->items[2].article;
  const picked moved = room.store(room.desk.place(room.french(), third, 1, "oEditor"));
  CHECK(moved.made->items[0].article == third);
  CHECK(room.board.current(room.french())->items[0].article == third);
  const auto why = room.board.why(room.french());
  CHECK(std::any_of(why.begin(), why.end(), [](const std::string& line) { return line.find("put at 1 by an editor") != line.npos; }));
  const picked out = room.store(room.desk.remove(room.french(), before->items[0].article, "oEditor"));
  CHECK(out.made->items[0].article == third);
  const auto listed = room.store(room.desk.list(room.french()));
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].by == "oEditor");
  CHECK(listed[0].at == morning);
  CHECK(listed[1].kind == pick_kind::removed);
  CHECK(listed[1].title == before->items[0].title);

  CHECK(room.store(room.desk.undo(room.french())).pick->kind == pick_kind::removed);
  CHECK(room.store(room.desk.undo(room.french())).made->items[0].article == before->items[0].article);
  CHECK_FALSE(room.store(room.desk.undo(room.french())).pick.has_value());

  const auto failed = [&](task<result<picked>> work) { return run_task(room.store.loop, std::move(work)).error().code; };
  CHECK(failed(room.desk.place(room.french(), article_id{99999}, 1, "o")) == errc::not_found);
  CHECK(failed(room.desk.place(room.french(), third, 99, "o")) == errc::invalid_argument);
  article english = make_article(0, "paper", "The bridge reopens", "The bridge is open.", morning);
  english.language = "en";
  room.store(room.articles.keep({english}));
  const auto all = room.store(room.articles.between({"paper"}, morning - std::chrono::hours{1}, morning, 1));
  CHECK(failed(room.desk.place(room.french(), all[0].id, 1, "o")) == errc::invalid_argument);

  // The push is written before the digest is frozen: from then on it is too late.
  ledger_store ledger{*room.store.db};
  push p;
  p.account = "main";
  p.edition = "morning";
  p.digest = before->id;
  p.key = "morning/" + before->day;
  room.store(ledger.begin(p));
  CHECK(failed(room.desk.place(room.french(), third, 1, "o")) == errc::already_exists);
  CHECK(failed(room.desk.remove(room.french(), third, "o")) == errc::already_exists);
  CHECK(failed(room.desk.undo(room.french())) == errc::already_exists);
  room.time.advance(std::chrono::hours{24});
  CHECK(room.store(room.desk.list(room.french())).empty());
}

TEST_CASE("a pick that was dropped afterwards is no item any more, and another source tells its story") {
  picking_newsroom room;
  const auto before = room.store(room.board.refresh(room.french()));
  const auto told = std::find_if(before->items.begin(), before->items.end(), [](const digest_item& item) { return !item.also_in.empty(); });
  REQUIRE(told != before->items.end());
  const article_id picked_one = told->article, other = told->also_in[0].article;
  room.store(room.desk.place(room.french(), picked_one, 1, "oEditor"));
  CHECK(room.store(room.articles.drop(picked_one)));
  const auto after = room.store(room.board.refresh(room.french()));
  const auto is_item = [&](article_id id) { return std::any_of(after->items.begin(), after->items.end(), [&](const digest_item& item) { return item.article == id; }); };
  CHECK_FALSE(is_item(picked_one));
  CHECK(is_item(other));
}
