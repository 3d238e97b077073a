// Editions fire at their times, once, whatever the clock does.
#include "deliver/scheduler.hpp"

#include "world.hpp"

#include "base/localisation.hpp"
#include "store/article_store.hpp"
#include "store/setting_store.hpp"

#include <boost/asio/thread_pool.hpp>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

timestamp paris(const std::string& text) { return parse_iso_time(text, "Europe/Paris").value(); }

// A world whose morning edition goes out at eight, with news of every day.
struct newsroom {
  explicit newsroom(const std::string& file = ":memory:", const std::string& now = "2026-11-23T07:00", bool approval = false) : w(file) {
    w.time.set(paris(now));
    w.morning.schedule = "0 8 * * *";
    w.morning.approval = approval;
    board = std::make_unique<edition_board>(w.io.get_executor(), pool.get_executor(), w.time, articles, digests,
                                            std::vector<edition>{w.morning});
    auto prepare = [this]() -> task<> { return fetch(); };
    clockwork = std::make_unique<scheduler>(w.io.get_executor(), w.time, *board, *w.deliveries, settings, prepare);
    approvals = std::make_unique<approval_desk>(w.time, settings, *board, digests);
    clockwork->approve_with(*approvals, [this](const edition&, std::shared_ptr<const digest> issue, timestamp firing) {
      REQUIRE_FALSE(issue->items.empty());
      asked.push_back(firing);
    });
    w.start();
    group.spawn("scheduler", clockwork->run());
    // The scheduler has read its settings once it has written or found them.
    w.until([&] { return w.run(settings.get("schedule/main/morning")).value().has_value(); });
  }
  ~newsroom() {
    bool done = false;
    asio::co_spawn(w.io, group.drain(10s), [&](std::exception_ptr) { done = true; });
    w.until([&] { return done; });
    w.stop();
  }

  // The latest news, of the moment.
  task<> fetch() {
    ++fetched;
    if (quiet) co_return;
    article a;
    a.source = "mairie";
    a.key = "news" + std::to_string(fetched);
    a.title = "Nouvelle numéro " + std::to_string(fetched);
    a.language = "fr";
    a.first_seen = w.time.now() - 1min;
    a.text = "Le conseil municipal a voté le budget de la bibliothèque numéro " + std::to_string(fetched) + " lundi soir.";
    std::vector<article> all{a};
    const auto kept = co_await articles.keep(std::move(all));
    REQUIRE(kept.has_value());
  }

  void clock_to(const std::string& text) {
    w.time.set(paris(text));
    clockwork->ring();
    w.deliveries->ring();
    w.io.poll();  // both have looked
  }
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const auto& p : w.run(w.ledger->list(account_name, 100)).value()) all.insert(all.begin(), p.key);
    return all;
  }
  // Until the scheduler has settled on what it made last.
  void until_fired(const std::string& local) {
    const std::string want = iso_time(paris(local));
    w.until([&] { return w.run(settings.get("schedule/main/morning")).value() == want; });
  }

  world w;
  asio::thread_pool pool{1};
  article_store articles{*w.db};
  digest_store digests{*w.db};
  setting_store settings{*w.db};
  std::unique_ptr<edition_board> board;
  std::unique_ptr<scheduler> clockwork;
  std::unique_ptr<approval_desk> approvals;
  std::vector<timestamp> asked;  // for approval, of which firing
  task_group group{w.io.get_executor()};
  int fetched = 0;
  bool quiet = false;
};

using words = std::vector<std::string>;

task<result<int>> run_task(task<> work) {
  co_await std::move(work);
  co_return 0;
}

}  // namespace

TEST_CASE("an edition goes out at its hour with the latest news, once") {
  newsroom n;
  n.w.followers(3);
  CHECK(n.keys().empty());
  CHECK(n.clockwork->next(n.w.morning) == paris("2026-11-23T08:00"));
  n.clock_to("2026-11-23T08:00");
  n.until_fired("2026-11-23T08:00");
  CHECK(n.keys() == words{"morning/2026-11-23"});
  CHECK(n.fetched == 1);
  n.w.until([&] { return n.w.reports.size() == 1; });
  CHECK(n.w.reports[0].counts.sent == 3);
  CHECK(n.w.platform->last_text.find("Nouvelle num\xc3\xa9ro 1") != std::string::npos);
  CHECK(n.clockwork->next(n.w.morning) == paris("2026-11-24T08:00"));
}

TEST_CASE("at the very first start nothing is made up") {
  newsroom n(":memory:", "2026-11-23T08:30");
  n.clock_to("2026-11-23T09:00");
  n.clock_to("2026-11-24T08:00");
  n.until_fired("2026-11-24T08:00");
  CHECK(n.keys() == words{"morning/2026-11-24"});
}

TEST_CASE("a clock that jumps over several firings makes the last one, when it is not long ago") {
  newsroom n;
  n.clock_to("2026-11-26T10:00");
  n.until_fired("2026-11-26T08:00");
  CHECK(n.keys() == words{"morning/2026-11-26"});
}

TEST_CASE("a firing that was missed by over six hours is left") {
  newsroom n;
  n.clock_to("2026-11-23T20:00");
  n.clock_to("2026-11-24T08:00");
  n.until_fired("2026-11-24T08:00");
  CHECK(n.keys() == words{"morning/2026-11-24"});
}

TEST_CASE("a clock that goes back sends nothing twice, and fires again when the next day comes") {
  newsroom n;
  n.w.followers(2);
  n.clock_to("2026-11-23T08:00");
  n.until_fired("2026-11-23T08:00");
  n.w.until([&] { return n.w.reports.size() == 1; });
  n.clock_to("2026-11-23T06:00");
  n.clock_to("2026-11-23T08:00:30");
  n.w.until([&] { return n.fetched == 2; });
  n.clock_to("2026-11-24T08:00");
  n.until_fired("2026-11-24T08:00");
  CHECK(n.keys() == words{"morning/2026-11-23", "morning/2026-11-24"});
  n.w.until([&] { return n.w.reports.size() == 2; });
  CHECK(n.w.platform->requests["o0"] == 2);  // a message each day
}

TEST_CASE("an edition with nothing new is not sent") {
  newsroom n;
  n.quiet = true;
  n.clock_to("2026-11-23T08:00");
  n.until_fired("2026-11-23T08:00");
  CHECK(n.keys().empty());
}

TEST_CASE("an edition that asks for approval waits for it, tells the desk before and at its hour, and sends what was approved") {
  newsroom n(":memory:", "2026-11-23T07:00", true);
  n.w.followers(1);
  n.w.run(run_task(n.fetch())).value();
  const edition& morning = n.board->editions()[0];
  n.clock_to("2026-11-23T07:29");
  CHECK(n.asked.empty());
  n.clock_to("2026-11-23T07:30");
  n.w.until([&] { return n.asked.size() == 1; });
  CHECK(n.asked[0] == paris("2026-11-23T08:00"));
  n.clock_to("2026-11-23T08:00");
  n.w.until([&] { return n.asked.size() == 2; });
  const int fetched = n.fetched;
  for (const std::string minute : {"01", "02", "30"}) n.clock_to("2026-11-23T08:" + minute);
  CHECK(n.keys().empty());
  CHECK(n.asked.size() == 2);
  CHECK(n.fetched == fetched);  // what waits is not fetched for every minute

  const auto approved = n.w.run(n.approvals->approve(morning, "oEditor")).value();
  CHECK(approved->final);
  CHECK(n.w.run(n.approvals->of(morning)).value()->by == "oEditor");
  n.w.run(run_task(n.fetch())).value();  // news that came later is for the next issue
  CHECK(n.w.run(n.board->refresh(morning)).value()->items.size() == approved->items.size());
  n.clock_to("2026-11-23T08:31");
  n.until_fired("2026-11-23T08:00");
  CHECK(n.keys() == words{"morning/2026-11-23"});
  CHECK(n.w.run(n.approvals->withdraw(morning)).error().code == errc::already_exists);

  // Approved before its hour it goes out at its hour; each day needs its own.
  n.clock_to("2026-11-24T07:00");
  n.w.run(run_task(n.fetch())).value();
  CHECK_FALSE(n.w.run(n.approvals->of(morning)).value().has_value());
  CHECK_FALSE(n.w.run(n.approvals->withdraw(morning)).value());
  n.w.run(n.approvals->approve(morning, "oEditor")).value();
  CHECK(n.w.run(n.approvals->withdraw(morning)).value());
  CHECK_FALSE(n.w.run(n.board->refresh(morning)).value()->final);
  n.w.run(n.approvals->approve(morning, "oEditor")).value();
  n.clock_to("2026-11-24T07:45");
  n.clock_to("2026-11-24T08:00");
  n.until_fired("2026-11-24T08:00");
  CHECK(n.keys() == words{"morning/2026-11-23", "morning/2026-11-24"});
  CHECK(n.asked.size() == 2);
}

TEST_CASE("without approval within six hours an issue is left, and an edition that asks for none has none") {
  newsroom n(":memory:", "2026-11-23T07:40", true);
  n.clock_to("2026-11-23T08:00");
  n.w.until([&] { return !n.asked.empty(); });
  n.clock_to("2026-11-23T14:10");
  n.clock_to("2026-11-24T07:00");
  CHECK(n.keys().empty());
  edition other = n.board->editions()[0];
  other.approval = false;
  CHECK(n.w.run(n.approvals->approve(other, "o")).error().code == errc::not_allowed);
}
