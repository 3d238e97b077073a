// What the guard holds does not leave, also when the push had begun before the word was listed.
#include "world.hpp"

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

void list_word(world& w, const std::string& word) {
  guard_lists lists;
  lists.of_accounts[account_name] = std::make_shared<const word_list>(word_list::parse(word + "\n", "words.txt").value());
  w.guard->use(std::move(lists));
}

}  // namespace

TEST_CASE("a push whose every item is held waits for the desk, and goes out after the release") {
  world w;
  w.followers(3);
  const push p = w.begin();
  list_word(w, "bibliothèque | travaux");
  w.start();
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports[0].problem.find("/release") != std::string::npos);
  CHECK(w.platform->delivered.empty());

  hold h;
  h.account = account_name;
  h.edition = "morning";
  h.reasons = {{hold_cause::word, "bibliothèque", "travaux", held_part::title, ""}};
  CHECK(w.run(w.held->note({h})).value().size() == 1);
  CHECK(w.run(w.guard->decide(account_name, article_id{}, hold_state::released, "oEditor")).value().has_value());
  w.pass(6min);
  CHECK(w.finish(p).sent == 3);
  CHECK(w.platform->last_text.find("bibliothèque") != std::string::npos);
}

TEST_CASE("an item that is held leaves the others to go out") {
  world w;
  w.followers(2);
  digest two = *w.issue();
  two.day = "2026-11-24";
  digest_item casino;
  casino.article = article_id{7};
  casino.title = "Le casino rouvre";
  two.items.push_back(casino);
  const auto stored = std::make_shared<const digest>(w.run(w.digests->save(two)).value());
  list_word(w, "casino");
  const push p = w.run(w.deliveries->begin(w.morning, stored, "morning/2026-11-24", "test")).value();
  w.start();
  CHECK(w.finish(p).sent == 2);
  CHECK(w.platform->last_text.find("bibliothèque") != std::string::npos);
  CHECK(w.platform->last_text.find("casino") == std::string::npos);
}
