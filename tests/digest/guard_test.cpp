#include "digest/guard_desk.hpp"

#include "base/log.hpp"
#include "digest/edition_board.hpp"
#include "digest/news_samples.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <set>

using namespace depeche;

namespace {

std::shared_ptr<const word_list> words(std::string_view text) { return std::make_shared<const word_list>(word_list::parse(text, "words.txt").value()); }

article plain() {
  article a = make_article(1, "agence", "Le pont rouvre", "Le pont a rouvert ce matin.", at("2026-11-23T07:00"));
  a.url = "https://example.org/1";
  return a;
}

// A newsroom whose French edition is guarded by a list.
struct guarded_newsroom {
  explicit guarded_newsroom(std::string_view list) {
    set_log_level(log_level::off);
    for (article a : read_articles("fr")) {
      a.id = article_id{};
      articles_given.push_back(std::move(a));
    }
    store(articles.keep(articles_given));
    use(list);
    board.guard_with(guard);
    guard.on_hold([this](const std::vector<hold>& holds) { told.insert(told.end(), holds.begin(), holds.end()); });
  }
  void use(std::string_view list) {
    guard_lists lists;
    lists.of_accounts["main"] = words(list);
    guard.use(std::move(lists));
  }
  std::shared_ptr<const digest> refresh() { return store(board.refresh(french())); }
  const edition& french() { return board.editions()[0]; }
  static bool holds(const digest& d, article_id id) {
    return std::any_of(d.items.begin(), d.items.end(), [&](const digest_item& item) {
      return item.article == id || std::any_of(item.related.begin(), item.related.end(), [&](const related_article& r) { return r.id == id; }) ||
             std::any_of(item.also_in.begin(), item.also_in.end(), [&](const telling& t) { return t.article == id; });
    });
  }

  opened store;
  asio::thread_pool pool{1};
  manual_clock time{at("2026-11-23T08:00")};
  article_store articles{*store.db};
  digest_store digests{*store.db};
  hold_store holds_kept{*store.db};
  std::vector<edition> editions{make_edition("fr")};
  guard_desk guard{time, holds_kept, editions, {}};
  edition_board board{store.loop.get_executor(), pool.get_executor(), time, articles, digests, editions};
  std::vector<article> articles_given;
  std::vector<hold> told;
};

// The longest word of a title, which the list then names.
std::string telling_word(const std::string& title) {
  std::string longest;
  each_word(title, [&](std::string_view w) {
    if (w.size() > longest.size()) longest = std::string(w);
  });
  return longest;
}

}  // namespace

TEST_CASE("a listed word is found in every part that readers see, with its reason and surroundings") {
  const guard_rules rules({{words("casino | jeux d'argent\n")}, false, false});
  CHECK(rules.examine(plain()).empty());
  const auto part_of = [&](auto change) {
    article a = plain();
    a.id = {};
    change(a);
    const auto reasons = rules.examine(a);
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].word == "casino");
    CHECK(reasons[0].note == "jeux d'argent");
    return reasons[0].part;
  };
  CHECK(part_of([](article& a) { a.title = "Le CASINO rouvre"; }) == held_part::title);
  CHECK(part_of([](article& a) { a.summary = "Un casino"; }) == held_part::summary);
  CHECK(part_of([](article& a) { a.text += "\n\nLe casino aussi."; }) == held_part::text);
  CHECK(part_of([](article& a) { a.html = "<p>Le ca<i>sino</i></p>"; }) == held_part::text);
  CHECK(part_of([](article& a) { a.related.push_back({"Un casino de plus", ""}); }) == held_part::related);
  article corrected = plain();
  corrected.title = "Le casino rouvre ses portes ce soir après des travaux";
  const auto reasons = rules.examine(corrected);  // the same id, other words
  REQUIRE(reasons.size() == 1);
  CHECK(to_line(reasons[0]) == "the word “casino” (jeux d'argent) in the title: “Le casino rouvre ses portes ce so…”");
  CHECK(rules.examine(plain()).empty());
}

TEST_CASE("what has no source or no date is held, but for what the desk handed in") {
  const guard_rules rules({{}, true, true});
  article a = plain();
  CHECK(rules.examine(a).empty());
  a.published.reset();
  REQUIRE(rules.examine(a).size() == 1);
  CHECK(rules.examine(a)[0].cause == hold_cause::no_date);
  a.updated = at("2026-11-23T07:30");
  CHECK(rules.examine(a).empty());
  a.url.clear();
  REQUIRE(rules.examine(a).size() == 1);
  CHECK(rules.examine(a)[0].cause == hold_cause::no_source);
  a.author = "Anne Roux";
  CHECK(rules.examine(a).empty());
  a.author.clear();
  a.updated.reset();
  a.source = source_of_the_desk;
  CHECK(rules.examine(a).empty());
}

TEST_CASE("a held article is in no digest and no link, the desk is told once, and a release brings it back") {
  guarded_newsroom room("");
  const auto before = room.refresh();
  REQUIRE(before->items.size() > 2);
  const digest_item first = before->items[0];
  const std::string word = telling_word(first.title);
  room.use(word + " | à relire\n");
  // At once, before anything is composed anew.
  CHECK_FALSE(guarded_newsroom::holds(*room.board.current(room.french()), first.article));
  const auto after = room.refresh();
  CHECK_FALSE(guarded_newsroom::holds(*after, first.article));
  CHECK_FALSE(after->items.empty());
  const auto found = room.store(room.articles.find(first.article));
  REQUIRE(found.has_value());
  CHECK_FALSE(room.guard.shows("main", *found));
  REQUIRE_FALSE(room.told.empty());
  const auto told = std::find_if(room.told.begin(), room.told.end(), [&](const hold& h) { return h.article == first.article; });
  REQUIRE(told != room.told.end());
  CHECK(told->edition == "morning");
  CHECK(told->reasons[0].note == "à relire");
  const std::size_t count = room.told.size();
  room.refresh();
  CHECK(room.told.size() == count);
  const auto why = room.board.why(room.french());
  CHECK(std::any_of(why.begin(), why.end(), [&](const std::string& line) {
    return line.starts_with("! held") && line.find(word) != line.npos && line.find("/release " + std::to_string(number(first.article))) != line.npos;
  }));

  const auto released = room.store(room.guard.decide("main", first.article, hold_state::released, "oEditor"));
  REQUIRE(released.has_value());
  CHECK(released->decided_by == "oEditor");
  CHECK(released->decided_at == room.time.now());
  CHECK(room.guard.shows("main", *found));
  CHECK(guarded_newsroom::holds(*room.refresh(), first.article));
  CHECK(room.told.size() == count);
  CHECK_FALSE(room.store(room.guard.decide("main", first.article, hold_state::released, "oOther")).has_value());
  // It is let pass for this word; another one is another question.
  room.use(word + "\n" + telling_word(found->text) + "\n");
  CHECK_FALSE(guarded_newsroom::holds(*room.refresh(), first.article));
}

TEST_CASE("a list that no longer names it, or a correction, lets an article out by itself") {
  guarded_newsroom room("");
  const digest_item first = room.refresh()->items[0];
  room.use(telling_word(first.title) + "\n");
  room.refresh();
  CHECK_FALSE(room.store(room.guard.held("main", 100)).empty());
  room.use("");
  CHECK(guarded_newsroom::holds(*room.refresh(), first.article));
  CHECK(room.store(room.guard.held("main", 100)).empty());
}

TEST_CASE("what was sent before a word was listed is not shown any more") {
  guarded_newsroom room("");
  const auto sent = room.refresh();
  room.store(room.digests.make_final(sent->id));
  room.refresh();
  const digest_item& first = sent->items[0];
  const auto article_of = room.store(room.articles.find(first.article));
  // A word of its text that no title or summary shows.
  std::string hidden_word;
  std::string shown_words;
  for (const digest_item& item : sent->items) {
    shown_words += item.title + ' ';
    for (const auto& s : item.summary) shown_words += s.text + ' ';
    for (const auto& r : item.related) shown_words += r.title + ' ';
  }
  each_word(article_of->text, [&](std::string_view w) {
    if (w.size() > 5 && shown_words.find(w) == shown_words.npos) hidden_word = std::string(w);
  });
  if (hidden_word.empty()) hidden_word = telling_word(first.title);
  room.use(hidden_word + "\n");
  const auto now = room.refresh();
  CHECK(now->final);
  CHECK_FALSE(guarded_newsroom::holds(*now, first.article));
  CHECK(guarded_newsroom::holds(*room.store(room.digests.latest("main", "morning")), first.article));  // what is kept is what was sent
}

TEST_CASE("what an item goes on from is not named while it is held") {
  guarded_newsroom room("");
  digest d = *room.refresh();
  REQUIRE_FALSE(d.items.empty());
  d.items[0].continues = {article_id{99'000}, "Le casino ferme ses portes", "suite de l’article de mardi"};
  CHECK(room.guard.shown(d).items.at(0).continues.has_value());
  room.use("casino\n");
  CHECK_FALSE(room.guard.shown(d).items.at(0).continues.has_value());
}

TEST_CASE("an edition's own list holds for its readers, not for those of another edition") {
  guarded_newsroom room("");
  guard_lists lists;
  lists.of_editions["main/evening"] = words("pont\n");
  auto two = room.editions;
  two.push_back(make_edition("fr"));
  two[1].name = "evening";
  two[1].sources = {"agence"};
  guard_desk guard(room.time, room.holds_kept, two, std::move(lists));
  article a = plain();
  const guard_check morning = guard.check(two[0]), evening = guard.check(two[1]);
  CHECK(morning.open(a.id, morning.rules->examine(a)).empty());
  CHECK_FALSE(evening.open(a.id, evening.rules->examine(a)).empty());
  CHECK_FALSE(guard.shows("main", a));  // a page is everybody's
  a.source = "ailleurs";
  CHECK(guard.shows("main", a));
  CHECK(guard.shows("autre", a));
}

TEST_CASE("what the desk dropped is named nowhere from the next look on, also in what was sent, and comes back when it is handed in again") {
  guarded_newsroom room("");
  const auto before = room.refresh();
  const auto named_by = [](const digest& d) {
    std::set<article_id> ids;
    for (const digest_item& item : d.items) {
      ids.insert(item.article);
      for (const related_article& r : item.related) ids.insert(r.id);
      for (const telling& t : item.also_in) ids.insert(t.article);
      if (item.continues) ids.insert(item.continues->article);
    }
    return ids;
  };
  std::set<article_id> beside = named_by(*before);
  for (const digest_item& item : before->items) beside.erase(item.article);
  REQUIRE_FALSE(beside.empty());
  const article_id linked = *beside.begin(), last = before->items.back().article;
  const auto linked_text = room.store(room.articles.find(linked));
  for (const article_id id : {linked, last}) CHECK(room.store(room.articles.drop(id)));
  const auto after = room.refresh();
  for (const article_id id : {linked, last}) CHECK_FALSE(named_by(*after).contains(id));
  CHECK(after->items.size() + 1 == before->items.size());

  room.store(room.articles.keep_handed_in(*linked_text));
  CHECK(named_by(*room.refresh()).contains(linked));

  // What was sent stays as it was, but readers don't see in it what is no more.
  const auto sent = room.refresh();
  room.store(room.digests.make_final(sent->id));
  CHECK(room.store(room.articles.drop(sent->items[0].article)));
  const auto now = room.refresh();
  CHECK(now->final);
  CHECK_FALSE(named_by(*now).contains(sent->items[0].article));
  CHECK_FALSE(named_by(*room.board.cleared(sent)).contains(sent->items[0].article));
}

TEST_CASE("a dropped article is related to nothing any more, although the board still knows it") {
  guarded_newsroom room("");
  for (const int day : {10, 12}) {
    article a = make_article(0, "local", "Pont des Arbalètes : le chantier prend du retard", "Les travaux du pont des Arbalètes durent, et la réouverture du pont attend.",
                             at("2026-11-" + std::to_string(day) + "T09:00"));
    a.key = std::to_string(day), a.language = "fr", a.text += day == 10 ? " La crue a gêné le chantier." : " Une poutre manque encore.";
    room.store(room.articles.keep({a}));
  }
  auto short_issue = room.editions;
  short_issue[0].items = 1;
  edition_board board{room.store.loop.get_executor(), room.pool.get_executor(), room.time, room.articles, room.digests, short_issue};
  const auto before = room.store(board.refresh(board.editions()[0]));
  REQUIRE(before->items.size() == 1);
  REQUIRE_FALSE(before->items[0].related.empty());
  const article_id neighbour = before->items[0].related[0].id;
  CHECK(room.store(room.articles.drop(neighbour)));
  for (const related_article& r : room.store(board.refresh(board.editions()[0]))->items[0].related) CHECK(r.id != neighbour);
}
