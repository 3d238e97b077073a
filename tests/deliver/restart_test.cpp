// A crash in the middle of a push. The crash's database is a copy of the files as they stand while requests are in flight: what a
// process that is killed at that moment would leave behind.
#include "world.hpp"

#include <filesystem>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

class scratch_folder {
 public:
  scratch_folder() {
    std::string pattern = (fs::temp_directory_path() / "depeche-deliver-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~scratch_folder() { fs::remove_all(path_); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

void copy_as_left_by_a_crash(const std::string& from, const std::string& to) {
  fs::copy_file(from, to);
  if (fs::exists(from + "-wal")) fs::copy_file(from + "-wal", to + "-wal");
}

}  // namespace

TEST_CASE("after a crash what was at intent is unknown, the rest goes out, and nobody gets it twice") {
  const scratch_folder folder;
  std::map<std::string, int> delivered_before;
  push_id id{};
  {
    world w(folder.file("first.db"));
    w.followers(300);
    w.platform->script = [&w](const std::string&, int) { return scripted_answer{0, {}, w.platform->delivered.size() >= 120}; };
    w.start();
    const push p = w.begin();
    id = p.id;
    w.until([&] { return w.platform->delivered.size() == 124; });
    // Nothing moves any more: four answers are held, and all others are written when their time has come.
    w.until([&] { return w.books_now(id).sent == 120; }, [&] { w.pass(1s); });
    copy_as_left_by_a_crash(folder.file("first.db"), folder.file("second.db"));
    delivered_before = w.platform->delivered;
    w.platform->release();
  }
  world w(folder.file("second.db"));
  const books left = w.books_now(id);
  // Three groups of 64 were claimed: the four that were held and 68 that nobody had been asked for are at intent.
  CHECK(left.sent == 120);
  CHECK(left.intent == 72);
  CHECK(left.planned == 108);
  CHECK(left.unknown == 0);
  REQUIRE(w.run(w.deliveries->recover()).has_value());
  const books found = w.books_now(id);
  CHECK(found.intent == 0);
  CHECK(found.unknown == 72);
  CHECK(found.sent == 120);
  CHECK(found.planned == 108);
  w.start();
  const books b = w.finish(push{id, {}, {}, {}, {}, {}, {}, {}, {}});
  CHECK(b.unknown == 72);
  CHECK(b.sent == 228);
  CHECK(w.platform->delivered.size() == 108);
  for (const auto& [openid, times] : w.platform->delivered) {
    CHECK(times == 1);
    CHECK(delivered_before.count(openid) == 0);
  }
}

TEST_CASE("as much is claimed as goes out in a fortieth of a second, or a few times what is in flight") {
  const auto at_intent = [](int sends_a_millisecond) {
    world w;
    w.followers(2000);
    int sent = 0;
    w.platform->script = [&](const std::string&, int) {
      if (++sent % sends_a_millisecond == 0) w.time.advance(1ms);
      return scripted_answer{0, {}, sent >= 1000};
    };
    w.start();
    const push p = w.begin();
    w.until([&] { return sent == 1003; });
    const auto intent = w.books_now(p.id).intent;
    w.platform->release();
    CHECK(w.finish(p).sent == 2000);
    return intent;
  };
  CHECK(at_intent(1) <= 64 + 64);  // also what is sent and not settled yet
  const auto fast = at_intent(10);
  CHECK(fast >= 125);
  CHECK(fast <= 250 + 250);
}

TEST_CASE("a push whose planning a crash cut short is planned to the end") {
  const scratch_folder folder;
  push_id id{};
  {
    world w(folder.file("a.db"));
    w.followers(10);
    id = w.begin().id;  // delivery does not run
    std::vector<planned_delivery> half;
    for (const auto& s : w.run(w.subscribers->page(account_name, {}, 4)).value()) half.push_back({s.id, "customer_message", ""});
    REQUIRE(w.run(w.ledger->plan(id, half, w.time.now())).has_value());
  }
  world w(folder.file("a.db"));
  REQUIRE(w.run(w.deliveries->recover()).has_value());
  w.start();
  CHECK(w.finish(push{id, {}, {}, {}, {}, {}, {}, {}, {}}).sent == 10);
  for (const auto& [openid, times] : w.platform->requests) CHECK(times == 1);
}

TEST_CASE("a mass send that a crash left without an answer is repeated with its client id") {
  const scratch_folder folder;
  push_id id{};
  std::string client_id;
  {
    world w(folder.file("first.db"), wechat::account_kind::subscription);
    w.followers(5);
    w.platform->script = [](const std::string&, int) { return scripted_answer{0, {}, true}; };
    w.start();
    id = w.begin().id;
    w.until([&] { return !w.platform->client_ids.empty(); });
    client_id = w.platform->client_ids[0];
    copy_as_left_by_a_crash(folder.file("first.db"), folder.file("second.db"));
    w.platform->release();
  }
  world w(folder.file("second.db"), wechat::account_kind::subscription);
  w.platform->script = [](const std::string&, int) { return scripted_answer{45065}; };
  REQUIRE(w.run(w.deliveries->recover()).has_value());
  CHECK(w.books_now(id).intent == 5);
  w.start();
  w.until([&] { return w.platform->client_ids.size() == 1 && w.run(w.ledger->mass_of(id)).value()->msg_id == 77; });
  CHECK(w.platform->client_ids[0] == client_id);
  REQUIRE(w.run(w.deliveries->mass_finished(account_name, 77, "send success", 5, 5, 5, 0)).has_value());
  CHECK(w.finish(push{id, {}, {}, {}, {}, {}, {}, {}, {}}).sent == 5);
}
