// Urgent news: by rule and by hand, once a story, within the day's limit, outside quiet hours, and never by the daily mass send.
#include "world.hpp"

#include "base/localisation.hpp"
#include "deliver/quiet_hours.hpp"
#include "deliver/urgent_desk.hpp"

#include <boost/asio/thread_pool.hpp>

#include <algorithm>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

struct breaking {
  explicit breaking(const std::function<void(edition&)>& set = {}, wechat::account_kind kind = wechat::account_kind::service) : w(":memory:", kind) {
    if (set) set(w.morning);
    board = std::make_unique<edition_board>(w.io.get_executor(), pool.get_executor(), w.time, articles, *w.digests, std::vector<edition>{w.morning});
    board->guard_with(*w.guard);
    desk = std::make_unique<urgent_desk>(w.io.get_executor(), w.time, kept, *board, articles, *w.digests, *w.deliveries);
  }
  ~breaking() {
    if (!group) return;
    bool done = false;
    asio::co_spawn(w.io, group->drain(30s), [&](std::exception_ptr) { done = true; });
    w.until([&] { return done; });
  }
  void start() {
    w.start();
    group = std::make_unique<task_group>(w.io.get_executor());
    group->spawn("urgent", desk->run());
  }
  article_id keep(const std::string& title, const std::string& text, const std::string& source = "agence") {
    article a;
    a.source = source;
    a.key = title;
    a.url = "https://example.org/" + std::to_string(std::hash<std::string>{}(title));
    a.title = title;
    a.text = text;
    a.language = "fr";
    a.published = w.time.now() - 5min;
    a.first_seen = w.time.now();
    w.run(articles.keep({a})).value();
    return w.run(articles.find_at(a.url)).value()->id;
  }
  void look() {
    auto work = [this]() -> task<result<void>> {
      co_await desk->look();
      co_return result<void>{};
    };
    w.run(work()).value();
  }
  result<urgent_item> add(article_id id, bool at_night = false) { return w.run(desk->add(board->editions()[0], id, at_night, "oEditor")); }
  std::vector<urgent_item> listed() { return w.run(desk->list(account_name, 20)).value(); }
  std::size_t pushes() { return w.run(w.ledger->list(account_name, 20)).value().size(); }
  // Runs until the last one listed is no longer waiting.
  void settled() {
    w.until([&] { return listed().front().state != urgent_state::waiting; });
  }
  void all_sent(int messages) {
    w.until([&] {
      int n = 0;
      for (const auto& [who, times] : w.platform->delivered) n += times;
      return n >= messages;
    });
  }

  world w;
  asio::thread_pool pool{1};
  article_store articles{*w.db};
  urgent_store kept{*w.db};
  std::unique_ptr<edition_board> board;
  std::unique_ptr<urgent_desk> desk;
  std::unique_ptr<task_group> group;
};

timestamp paris(std::string_view text) { return parse_iso_time(text, "Europe/Paris").value(); }

const std::string fire_title = "Incendie au marché couvert";
const std::string fire_text = "Un incendie ravage le marché couvert depuis ce matin. Les pompiers évacuent le quartier de la gare.";

}  // namespace

TEST_CASE("quiet hours end at their time, over midnight and over a change of the clocks") {
  const std::string night = "22:00-07:00";
  CHECK(end_of_quiet(night, "Europe/Paris", paris("2026-11-23T23:30")) == paris("2026-11-24T07:00"));
  CHECK(end_of_quiet(night, "Europe/Paris", paris("2026-11-24T06:59")) == paris("2026-11-24T07:00"));
  CHECK(end_of_quiet(night, "Europe/Paris", paris("2026-11-23T22:00")) == paris("2026-11-24T07:00"));
  CHECK_FALSE(end_of_quiet(night, "Europe/Paris", paris("2026-11-24T07:00")).has_value());
  CHECK_FALSE(end_of_quiet(night, "Europe/Paris", paris("2026-11-24T12:00")).has_value());
  CHECK(end_of_quiet("12:00-14:00", "Europe/Paris", paris("2026-11-24T13:00")) == paris("2026-11-24T14:00"));
  // Nine hours of the clock are eight of the night on which it goes forward.
  CHECK(end_of_quiet(night, "Europe/Paris", paris("2027-03-27T22:00")) == paris("2027-03-27T22:00") + 8h);
  CHECK_FALSE(end_of_quiet("", "Europe/Paris", paris("2026-11-24T03:00")).has_value());
  CHECK(check_quiet_hours(night).has_value());
  for (const std::string bad : {"", "22-7", "22:00", "25:00-07:00", "22:00-07:60", "07:00-07:00", "a:b-c:d"}) CHECK(check_quiet_hours(bad).has_error());
}

TEST_CASE("a rule asks for all that it names") {
  edition e;
  e.language = "fr";
  article a;
  a.id = article_id{1};
  a.source = "agence";
  a.title = "Alertes aux crues";
  const auto urgent = [&] {
    edition rule = e;
    rule.keywords = e.urgent_keywords;
    subject_rules words(rule);
    return is_urgent_by_rule(e, a, words);
  };
  CHECK_FALSE(urgent());
  e.urgent_keywords = {"alerte"};
  CHECK(urgent());
  e.urgent_sources = {"mairie"};
  CHECK_FALSE(urgent());
  e.urgent_sources = {"mairie", "agence"};
  CHECK(urgent());
  e.urgent_priority = true;
  CHECK_FALSE(urgent());
  e.priorities["agence"] = source_priority::high;
  CHECK(urgent());
  e.sources = {"autre"};
  CHECK_FALSE(urgent());
}

TEST_CASE("breaking news by rule goes out once, marked, to who can be reached, and the daily digest leaves it out") {
  breaking b([](edition& e) { e.urgent_keywords = {"incendie"}; });
  b.w.followers(3);
  b.w.follower("silent", false);
  b.keep("Le conseil vote le budget", "Les élus ont adopté les dépenses de la commune.");
  const article_id fire = b.keep(fire_title, fire_text);
  b.start();
  b.look();
  b.all_sent(3);
  CHECK(b.w.platform->last_text.find("Urgent · Le Matin") != std::string::npos);
  CHECK(b.w.platform->last_text.find(fire_title) != std::string::npos);
  CHECK(b.w.platform->last_text.find("budget") == std::string::npos);
  CHECK(b.w.platform->delivered.count("silent") == 0);
  b.settled();
  b.look();
  CHECK(b.listed().size() == 1);
  CHECK(b.listed()[0].state == urgent_state::sent);
  CHECK(b.listed()[0].by == "rule");
  CHECK(b.pushes() == 1);

  const auto daily = b.w.run(b.board->refresh(b.board->editions()[0])).value();
  REQUIRE(daily->items.size() == 1);
  CHECK(daily->items[0].article != fire);
  CHECK(daily->urgent == 0);
  const auto why = b.board->why(b.board->editions()[0]);
  CHECK(std::any_of(why.begin(), why.end(), [](const std::string& line) { return line.find("sent on 2026-11-23, urgently") != line.npos; }));
  CHECK(b.w.run(b.w.digests->latest(account_name, "morning")).value()->id == daily->id);
  CHECK(b.w.run(b.w.digests->list(account_name, "", 10)).value().size() == 1);
}

TEST_CASE("the same story is not urgent twice, whoever tells it") {
  breaking b;
  b.w.followers(1);
  const article_id first = b.keep(fire_title, fire_text), second = b.keep("Incendie au marché couvert : le quartier évacué", fire_text, "mairie");
  b.start();
  REQUIRE(b.add(first).has_value());
  b.all_sent(1);
  b.settled();
  CHECK(b.add(first).error().code == errc::already_exists);
  CHECK(b.add(second).error().code == errc::already_exists);
  CHECK(b.pushes() == 1);
}

TEST_CASE("in quiet hours urgent news waits until they end, unless the editor says now") {
  breaking b([](edition& e) { e.quiet = "22:00-07:00"; });
  b.w.time.set(paris("2026-11-23T23:00"));
  b.w.followers(2);
  const article_id fire = b.keep(fire_title, fire_text), flood = b.keep("La rivière déborde sur la route du col", "L'eau monte et coupe la route du col.");
  b.start();
  CHECK(b.w.run(b.desk->forecast(b.board->editions()[0], fire)).value().quiet_until == paris("2026-11-24T07:00"));
  REQUIRE(b.add(fire).has_value());
  REQUIRE(b.add(flood, true).has_value());
  b.all_sent(2);
  CHECK(b.w.platform->last_text.find("rivière") != std::string::npos);
  CHECK(b.pushes() == 1);
  b.w.time.set(paris("2026-11-24T06:59"));
  b.desk->ring();
  b.w.deliveries->ring();
  b.w.until([&] { return b.listed().size() == 2; });
  CHECK(b.pushes() == 1);
  b.w.time.set(paris("2026-11-24T07:00"));
  b.desk->ring();
  b.all_sent(4);
  CHECK(b.w.platform->last_text.find(fire_title) != std::string::npos);
  const auto items = b.listed();
  CHECK(items[1].day == "2026-11-24");
}

TEST_CASE("no more urgent items a day than the edition allows") {
  breaking b([](edition& e) {
    e.urgent_per_day = 1;
    e.urgent_keywords = {"incendie", "rivière"};
  });
  b.w.followers(1);
  b.keep(fire_title, fire_text);
  b.keep("La rivière déborde sur la route du col", "L'eau monte et coupe la route du col.");
  b.start();
  b.look();
  b.w.until([&] {
    const auto items = b.listed();
    return items.size() == 2 && std::none_of(items.begin(), items.end(), [](const urgent_item& u) { return u.state == urgent_state::waiting; });
  });
  const auto items = b.listed();
  CHECK(std::count_if(items.begin(), items.end(), [](const urgent_item& u) { return u.state == urgent_state::sent; }) == 1);
  CHECK(std::count_if(items.begin(), items.end(), [](const urgent_item& u) { return u.why == "the day's limit was reached"; }) == 1);
  const article_id more = b.keep("Un pont s'effondre", "Le pont de la scierie s'est effondré.");
  CHECK(b.add(more).error().code == errc::not_allowed);
  b.w.pass(24h);
  b.w.follower("fresh");
  CHECK(b.add(more).has_value());
}

TEST_CASE("an account of mass sends keeps its daily one for the digest, and says so when nobody is left to reach") {
  breaking b({}, wechat::account_kind::subscription);
  const article_id fire = b.keep(fire_title, fire_text);
  b.w.follower("silent", false);
  const auto nobody = b.add(fire);
  REQUIRE(nobody.has_error());
  CHECK(nobody.error().code == errc::not_allowed);
  CHECK(nobody.error().what.find("mass send") != std::string::npos);
  b.w.followers(1);
  b.start();
  REQUIRE(b.add(fire).has_value());
  b.all_sent(1);
  CHECK(b.w.platform->client_ids.empty());
  CHECK(b.w.platform->delivered.count("*") == 0);
}

TEST_CASE("what is held or in another language is not urgent, and a crash after the push was written sends nothing twice") {
  breaking b;
  b.w.followers(2);
  const article_id fire = b.keep(fire_title, fire_text);
  guard_lists lists;
  lists.of_accounts[account_name] = std::make_shared<const word_list>(word_list::parse("incendie\n", "w.txt").value());
  b.w.guard->use(std::move(lists));
  CHECK(b.add(fire).error().code == errc::not_allowed);
  b.w.guard->use({});
  CHECK(b.add(article_id{999}).error().code == errc::not_found);

  // As it stands after such a crash: composed, kept, begun, and still waiting.
  urgent_item u;
  u.account = account_name;
  u.edition = "morning";
  u.article = fire;
  u.title = fire_title;
  u.day = "2026-11-23";
  u = b.w.run(b.kept.add(u)).value();
  digest made = b.w.run(b.board->compose_urgent(b.board->editions()[0], fire)).value().made;
  made.urgent = u.id;
  const auto stored = std::make_shared<const digest>(b.w.run(b.w.digests->save(made)).value());
  CHECK(stored->urgent == u.id);
  CHECK(stored->day == "2026-11-23");
  CHECK(push_key(*stored) == "morning/2026-11-23!" + std::to_string(u.id));
  REQUIRE(b.w.run(b.w.deliveries->begin(b.board->editions()[0], stored, push_key(*stored), "urgent")).has_value());
  b.start();
  b.all_sent(2);
  b.settled();
  CHECK(b.listed()[0].state == urgent_state::sent);
  CHECK(b.pushes() == 1);
  for (const auto& [who, times] : b.w.platform->delivered) CHECK(times == 1);
}

TEST_CASE("the desk hears of what a rule found that waits or went out, and of what an editor wanted and did not go out") {
  breaking b([](edition& e) {
    e.urgent_keywords = {"incendie"};
    e.quiet = "22:00-07:00";
    e.urgent_per_day = 1;
  });
  std::vector<urgent_item> told;
  b.desk->on_news([&](const urgent_item& u) { told.push_back(u); });
  b.w.followers(1);
  b.w.time.set(paris("2026-11-23T23:00"));
  b.keep(fire_title, fire_text);
  b.keep("Incendie à la scierie", "Un incendie a détruit la scierie des Aubaines. Les voisins racontent la nuit.");
  b.look();
  REQUIRE(told.size() == 1);  // one a day may go out: of a second nobody is woken
  CHECK(told[0].state == urgent_state::waiting);
  CHECK(told[0].by == urgent_by_rule);
  b.look();
  CHECK(told.size() == 1);
  b.start();
  b.w.time.set(paris("2026-11-24T07:00"));
  b.w.followers(1);
  b.desk->ring();
  b.w.until([&] { return told.size() == 2; });
  CHECK(told[1].state == urgent_state::sent);
}

TEST_CASE("where an edition asks for approval the rule proposes, and an editor's word sends") {
  breaking b([](edition& e) {
    e.urgent_keywords = {"incendie"};
    e.approval = true;
  });
  std::vector<urgent_item> told;
  b.desk->on_news([&](const urgent_item& u) { told.push_back(u); });
  b.w.followers(1);
  const article_id fire = b.keep(fire_title, fire_text);
  b.start();
  b.look();
  REQUIRE(told.size() == 1);
  CHECK(told[0].why.find("/urgent") != std::string::npos);
  CHECK(b.listed()[0].state == urgent_state::left_out);
  CHECK(b.pushes() == 0);
  REQUIRE(b.add(fire).has_value());
  b.all_sent(1);
  b.settled();
  CHECK(b.listed().size() == 1);
  CHECK(b.listed()[0].by == "oEditor");
  CHECK(b.add(fire).error().code == errc::already_exists);
}

TEST_CASE("what was added without a running bot is sent at once by who added it, or waits for quiet hours to end") {
  breaking b([](edition& e) { e.quiet = "22:00-07:00"; });
  b.w.followers(1);
  b.w.start();
  const article_id fire = b.keep(fire_title, fire_text);
  const auto sent = b.w.run(b.desk->send_now(b.add(fire).value())).value();
  CHECK(sent.state == urgent_state::sent);
  b.all_sent(1);
  b.w.time.set(paris("2026-11-23T23:00"));
  b.w.followers(1);
  const article_id flood = b.keep("Crue de la Vesprée", "La Vesprée déborde ce soir dans le faubourg des Lavandières.");
  CHECK(b.w.run(b.desk->send_now(b.add(flood).value())).value().state == urgent_state::waiting);
}
