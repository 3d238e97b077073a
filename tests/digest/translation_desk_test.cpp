// Articles of other languages on their way into an edition: what is asked, kept, corrected, withdrawn, and what readers see of it.
#include "digest/build_digest.hpp"
#include "digest/edition_board.hpp"
#include "digest/guard.hpp"
#include "digest/item_text.hpp"
#include "digest/news_samples.hpp"
#include "digest/translation_desk.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <map>
#include <set>

using namespace depeche;

namespace {

// Answers from a table by title; what isn't there is refused.
class interpreter final : public translator {
 public:
  task<translation> translate(translation_wish wish) override {
    asked.push_back(wish.original.title);
    last = wish;
    translation out;
    const auto known = answers.find(wish.original.title);
    out.what = known == answers.end() ? translation::kind::refused : translation::kind::words;
    if (known != answers.end()) out.words = known->second;
    if (lost.contains(wish.original.title)) out.what = translation::kind::no_answer;
    if (busy) out.what = translation::kind::nobody_asks;
    if (meanwhile) co_await meanwhile();
    co_return out;
  }
  std::map<std::string, translated_words> answers;
  std::vector<std::string> asked;
  translation_wish last;
  std::set<std::string> lost;
  std::function<task<>()> meanwhile;
  bool busy = false;
};

const translated_words ferry{"Le ferry de nuit reprend lundi",
                             "Le ferry de nuit entre les deux îles reprend lundi, après trois mois de travaux au port. Il partira à 22 heures.\n\nLes billets coûtent 14 euros."};

article ferry_in_english() {
  article a = make_article(0, "islander", "Night ferry resumes on Monday",
                           "The night ferry between the two islands resumes on Monday, after three months of works at the port. It will leave at 22:00.\n\nTickets cost 14 euros.",
                           at("2026-11-23T06:00"));
  a.language = "en";
  a.key = "ferry";
  a.url = "https://islander.example/ferry";
  a.html = "<p>The night ferry</p>";
  a.related = {{"More ferries", ""}};
  return a;
}

struct newsroom {
  opened store;
  asio::thread_pool pool{1};
  manual_clock time{at("2026-11-23T08:00")};
  article_store articles{*store.db};
  digest_store digests{*store.db};
  edition_board board{store.loop.get_executor(), pool.get_executor(), time, articles, digests, editions()};
  interpreter by;
  task_group group{store.loop.get_executor()};
  translation_desk desk{store.loop.get_executor(), time, articles, board.editions(), by, group, [this](const edition&, const article& a) { return a.title != hidden; }};
  std::string hidden;

  static std::vector<edition> editions() {
    std::vector<edition> all{make_edition("fr"), make_edition("fr"), make_edition("en")};
    all[0].translate = {"en", "zh"};
    all[1].name = "own";
    all[2].name = "english";
    return all;
  }
  newsroom() { by.answers["Night ferry resumes on Monday"] = ferry; }
  void keep(article a) { store(articles.keep({std::move(a)})); }
  translation_desk::report look() { return run_task(store.loop, desk.look()); }
  std::vector<article> french() {
    article_filter f;
    f.language = "fr";
    return store(articles.list(f));
  }
  std::vector<std::string> titles(std::size_t edition) {
    const auto made = store(board.refresh(board.editions()[edition]));
    std::vector<std::string> out;
    for (const digest_item& item : made->items) out.push_back(item.title);
    return out;
  }
};

}  // namespace

TEST_CASE("an article in a language that an edition takes stands beside its original, translated once") {
  newsroom room;
  room.keep(ferry_in_english());
  CHECK(room.look().kept == 1);
  CHECK(room.by.last.from == "en");
  CHECK(room.by.last.to == "fr");
  const auto made = room.french();
  REQUIRE(made.size() == 1);
  CHECK(made[0].title == ferry.title);
  CHECK(made[0].text == ferry.text);
  CHECK(made[0].translated_from == "en");
  CHECK(made[0].translation_of == room.store(room.articles.find_at("https://islander.example/ferry"))->id);
  CHECK(made[0].source == "islander");
  CHECK(made[0].published == at("2026-11-23T06:00"));
  CHECK(made[0].html.empty());
  CHECK(made[0].related.empty());
  CHECK(room.look().kept == 0);
  CHECK(room.by.asked.size() == 1);
  // A source's own articles are what its feed is compared with.
  CHECK(room.store(room.articles.heads("islander", room.time.now(), 10)).size() == 1);
  CHECK(room.store(room.articles.news_times("islander", room.time.now(), 10)).size() == 1);
}

TEST_CASE("readers of the edition that wants it see it, marked, others don't") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  CHECK(room.titles(0) == std::vector{ferry.title});
  CHECK(room.titles(1).empty());
  CHECK(room.titles(2) == std::vector<std::string>{"Night ferry resumes on Monday"});
  const auto shown = room.board.current(room.board.editions()[0]);
  CHECK(shown->items[0].translated_from == "en");
  CHECK(summary_text(*shown, 0, 1).starts_with("(traduit de l’anglais par IA) Le ferry de nuit"));
  CHECK(shown->items[0].summary[0].text.starts_with("Le ferry de nuit"));
  // As it is stored and read again.
  const auto kept = room.store(room.digests.latest("main", "morning"));
  CHECK(kept->items[0].translated_from == "en");
}

TEST_CASE("a correction of the original is translated again, and is a correction") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  article corrected = ferry_in_english();
  corrected.title = "Night ferry resumes on Tuesday";
  corrected.updated = at("2026-11-23T07:30");
  room.keep(corrected);
  translated_words later = ferry;
  later.title = "Le ferry de nuit reprend mardi";
  room.by.answers[corrected.title] = later;
  CHECK(room.look().kept == 1);
  const auto made = room.french();
  REQUIRE(made.size() == 1);
  CHECK(made[0].title == later.title);
  CHECK(made[0].updated == at("2026-11-23T07:30"));
  CHECK(room.store(room.articles.revisions(made[0].id)).size() == 1);
}

TEST_CASE("what a source changes of an article's address, picture and times alone is its translation's too, which is not asked for again") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  article moved = ferry_in_english();
  moved.url = "https://islander.example/2026/ferry";
  moved.image = "https://islander.example/ferry.jpg";
  moved.published = at("2026-11-23T07:00");
  moved.updated = at("2026-11-23T07:15");
  moved.first_seen = at("2026-11-23T07:20");
  room.keep(moved);
  CHECK(room.look().kept == 0);
  CHECK(room.by.asked.size() == 1);
  const auto made = room.french();
  REQUIRE(made.size() == 1);
  CHECK(made[0].title == ferry.title);
  CHECK(made[0].url == moved.url);
  CHECK(made[0].image == moved.image);
  CHECK(made[0].published == moved.published);
  CHECK(made[0].updated == moved.updated);
  CHECK(news_time(made[0]) == at("2026-11-23T07:00"));
}

TEST_CASE("a text that comes after its summary is translated too, and the summary's translation stays until then") {
  newsroom room;
  article brief = ferry_in_english();
  brief.summary = "The night ferry between the two islands resumes on Monday.";
  brief.text.clear();
  room.by.answers[brief.title] = {ferry.title, "Le ferry de nuit entre les deux îles reprend lundi."};
  room.keep(brief);
  room.look();
  CHECK(room.french().at(0).summary == "Le ferry de nuit entre les deux îles reprend lundi.");
  room.keep(ferry_in_english());
  CHECK(room.french().size() == 1);
  room.by.answers[brief.title] = ferry;
  CHECK(room.look().kept == 1);
  CHECK(room.french().at(0).text == ferry.text);
  CHECK(room.look().kept == 0);
  CHECK(room.by.asked.size() == 2);
}

TEST_CASE("a summary that is all there is, and is corrected, is translated again") {
  newsroom room;
  article brief = ferry_in_english();
  brief.text.clear();
  brief.summary = "The night ferry resumes on Monday, for 14 euros.";
  room.by.answers[brief.title] = {ferry.title, "Le ferry de nuit reprend lundi, pour 14 euros."};
  room.keep(brief);
  room.look();
  brief.summary = "The night ferry resumes on Monday, for 15 euros.";
  room.by.answers[brief.title] = {ferry.title, "Le ferry de nuit reprend lundi, pour 15 euros."};
  room.keep(brief);
  CHECK(room.look().kept == 1);
  CHECK(room.french().at(0).summary == "Le ferry de nuit reprend lundi, pour 15 euros.");
  // Nobody reads what it said before, though the new words can't be had.
  brief.summary = "The night ferry resumes on Monday, for 16 euros.";
  room.by.answers.clear();
  room.keep(brief);
  CHECK(room.french().empty());
  CHECK(room.look().refused == 1);
  CHECK(room.french().empty());
}

TEST_CASE("a correction that comes while the article is translated is translated at the next look") {
  newsroom room;
  room.keep(ferry_in_english());
  article corrected = ferry_in_english();
  corrected.title = "Night ferry resumes on Tuesday";
  translated_words later = ferry;
  later.title = "Le ferry de nuit reprend mardi";
  room.by.answers[corrected.title] = later;
  room.by.meanwhile = [&]() -> task<> { co_await room.articles.keep({corrected}); };
  CHECK(room.look().kept == 0);
  CHECK(room.french().empty());
  CHECK(room.look().kept == 1);
  REQUIRE(room.french().size() == 1);
  CHECK(room.french()[0].title == later.title);
}

TEST_CASE("what is dropped takes its translations with it, and a dropped translation stays away") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  const article original = *room.store(room.articles.find_at("https://islander.example/ferry"));
  CHECK(room.store(room.articles.drop(original.id)));
  CHECK(room.french().empty());
  const auto back = room.store(room.articles.keep_handed_in(ferry_in_english()));
  CHECK(back.id == original.id);
  CHECK(room.look().kept == 1);
  REQUIRE(room.french().size() == 1);
  CHECK(room.store(room.articles.drop(room.french()[0].id)));
  article corrected = ferry_in_english();
  corrected.updated = at("2026-11-23T07:30");
  room.keep(corrected);
  CHECK(room.look().kept == 0);
  CHECK(room.french().empty());
  CHECK(room.store(room.articles.find(original.id)).has_value());
}

TEST_CASE("a refused translation is not asked for at every look, one that could not be had now is") {
  newsroom room;
  article other = ferry_in_english();
  other.title = "Nobody can translate this";
  other.key = "other";
  room.keep(other);
  CHECK(room.look().refused == 1);
  CHECK(room.look().refused == 0);
  CHECK(room.by.asked.size() == 1);
  room.by.busy = true;
  room.keep(ferry_in_english());
  const auto report = room.look();
  CHECK(report.later);
  CHECK(report.kept == 0);
  room.by.busy = false;
  CHECK(room.look().kept == 1);
}

TEST_CASE("what is held, old, of another source or in an unwanted language is not translated") {
  newsroom room;
  room.hidden = "Night ferry resumes on Monday";
  room.keep(ferry_in_english());
  article old = ferry_in_english();
  old.key = "old";
  old.title = "Old";
  old.published = old.first_seen = at("2026-11-20T06:00");
  room.keep(old);
  article french = ferry_in_english();
  french.key = "french";
  french.language = "fr";
  french.title = "Titre";
  room.keep(french);
  CHECK(room.look().kept == 0);
  CHECK(room.by.asked.empty());
  room.hidden.clear();
  CHECK(room.look().kept == 1);
}

TEST_CASE("a long body is translated as far as whole paragraphs reach, or sentences where one paragraph is that long") {
  newsroom room;
  article a = ferry_in_english();
  a.text.clear();
  for (int i = 0; i < 20; ++i) a.text += (i == 0 ? "" : "\n\n") + std::string(999, 'x') + ".";
  room.keep(a);
  room.look();
  CHECK(room.by.last.original.text.size() == 11 * 1002 - 2);
  a.text = "LONDON (Agency)\n\n";
  for (int i = 0; i < 400; ++i) a.text += "The night ferry will leave at 22:00 on most days. ";
  a.updated = at("2026-11-23T07:00");
  room.keep(a);
  room.look();
  CHECK(room.by.last.original.text.size() > 11'000);
  CHECK(room.by.last.original.text.ends_with("on most days."));
}

TEST_CASE("a correction takes the old translation out at once, also when the new one is refused, and the new one says when") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  const article_id id = room.french()[0].id;
  article corrected = ferry_in_english();
  corrected.text = "The night ferry does not resume at all.";
  room.keep(corrected);
  CHECK(room.french().empty());
  const auto withdrawn = room.store(room.articles.dropped());
  CHECK(std::find(withdrawn.begin(), withdrawn.end(), id) != withdrawn.end());
  room.by.answers.clear();
  CHECK(room.look().refused == 1);
  CHECK(room.french().empty());
  corrected.text = "The night ferry resumes later.";
  room.keep(corrected);
  room.by.answers[corrected.title] = {"Le ferry de nuit reprend lundi", "Le ferry reprendra plus tard."};
  room.time.set(at("2026-11-23T09:15"));
  CHECK(room.look().kept == 1);
  REQUIRE(room.french().size() == 1);
  CHECK(room.french()[0].id == id);
  CHECK(room.store(room.articles.revisions(id))[0].replaced_at == at("2026-11-23T09:15"));
}

TEST_CASE("an original that goes while it is translated leaves nothing behind") {
  newsroom room;
  room.keep(ferry_in_english());
  const article original = *room.store(room.articles.find_at("https://islander.example/ferry"));
  bool dropped = false;
  room.by.meanwhile = [&]() -> task<> {
    if (!std::exchange(dropped, true)) co_await room.articles.drop(original.id);
  };
  room.look();
  CHECK(room.french().empty());
  CHECK(dropped);
}

TEST_CASE("one that can't be had this time holds up no other") {
  newsroom room;
  article other = ferry_in_english();
  other.key = "other";
  other.title = "This one times out";
  room.by.lost = {other.title};
  room.keep(ferry_in_english());
  room.keep(other);
  CHECK(room.look().kept == 1);
  CHECK(room.look().kept == 0);
  CHECK(room.by.asked.size() == 3);
}

TEST_CASE("what an edition's guard holds of the original is held in its translation") {
  guard_settings settings;
  settings.lists = {std::make_shared<const word_list>(word_list::parse("harbour | port\n", "words.txt").value())};
  const guard_rules strict(settings);
  article a = ferry_in_english();
  a.language = "fr";
  a.title = "Le port est fermé";
  a.text = "Le port est fermé.";
  CHECK(strict.examine(a).empty());
  a.original = "The harbour is closed";
  CHECK(strict.examine(a).size() == 1);
}

TEST_CASE("more articles than one page holds are all translated") {
  newsroom room;
  std::vector<article> many;
  for (int i = 0; i < 123; ++i) {
    article a = ferry_in_english();
    a.key = "n" + std::to_string(i);
    a.url.clear();
    many.push_back(std::move(a));
  }
  room.store(room.articles.keep(many));
  CHECK(room.look().kept == 123);
}

TEST_CASE("a story is told by who wrote it, where one did, and no sentence of a translation stands in its summary") {
  newsroom room;
  room.keep(ferry_in_english());
  room.look();
  article own = make_article(0, "gazette", "Le ferry de nuit reprend lundi",
                             "Le ferry de nuit entre les deux îles reprend lundi après trois mois de travaux au port. Le bateau partira à 22 heures.",
                             at("2026-11-23T05:00"));
  own.language = "fr";
  own.key = "own";
  room.keep(own);
  room.titles(0);
  const auto shown = room.board.current(room.board.editions()[0]);
  REQUIRE(shown->items.size() == 1);
  CHECK(shown->items[0].source == "gazette");
  CHECK(shown->items[0].translated_from.empty());
  REQUIRE(shown->items[0].also_in.size() == 1);
  CHECK(shown->items[0].also_in[0].source == "islander");
  for (const summary_sentence& s : shown->items[0].summary) CHECK(number(s.article) == 0);
}

TEST_CASE("readers are told in their language from which one a machine translated") {
  CHECK(translation_note("en", "fr") == "traduit de l’anglais par IA");
  CHECK(translation_note("zh", "fr") == "traduit du chinois par IA");
  CHECK(translation_note("fr", "en") == "translated from French by AI");
  CHECK(translation_note("fr", "zh-Hant") == "AI译自法语");
  digest d;
  d.language = "zh";
  digest_item item;
  item.translated_from = "fr";
  item.summary = {{"夜间渡轮周一恢复。", 0, 9}};
  d.items = {item};
  CHECK(summary_text(d, 0, 1) == "【AI译自法语】夜间渡轮周一恢复。");
}
