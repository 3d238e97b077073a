// What a row costs in the store, on a real file with synchronous=FULL: the inbox (event and reply), and the ledger (plan,
// claim, settle). Prints microseconds a row, by the wall and of CPU, all threads together.
//   bench_store [FILE] [ROWS]
#include "store/inbox_store.hpp"
#include "store/ledger_store.hpp"
#include "store/subscriber_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

class stopwatch {
 public:
  explicit stopwatch(const char* what) : what_(what) {}
  void report(std::size_t rows) const {
    const double n = static_cast<double>(rows);
    const auto wall = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start_).count();
    const double cpu = static_cast<double>(std::clock() - cpu_) * 1e6 / CLOCKS_PER_SEC;
    std::printf("%-44s %8.2f us wall %8.2f us CPU a row\n", what_, wall / n, cpu / n);
  }

 private:
  const char* what_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

const timestamp noon = from_unix_seconds(1'795'435'200);
const std::string callback_body(380, 'x');
const std::string callback_reply(300, 'y');

// `together` callbacks are in flight at any time, as on a busy server.
task<> take_callbacks(inbox_store& inbox, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    auto row = std::make_shared<inbox_row>();
    row->account = "main";
    row->key = std::to_string(23456789012345678 + i);
    row->received = noon;
    row->body = callback_body;
    row->reply = callback_reply;
    auto kept = co_await inbox.keep(std::move(row));
    kept.value();
  }
}

void bench_inbox(asio::io_context& loop, const std::string& folder, std::size_t total, std::size_t together) {
  inbox_store inbox(folder, loop.get_executor(), loop.get_executor());
  asio::co_spawn(loop, inbox.open(), asio::detached);
  loop.run();
  loop.restart();
  const std::string what = "inbox, event and reply, " + std::to_string(together) + " at a time";
  const stopwatch watch(what.c_str());
  for (std::size_t i = 0; i < together; ++i) asio::co_spawn(loop, take_callbacks(inbox, total / together), asio::detached);
  loop.run();
  loop.restart();
  watch.report(total);
}

task<> follow_many(subscriber_store& people, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    const auto openid = "oBenchmark_" + std::to_string(100'000'000'000'000'0 + i);
    (co_await people.followed("main", openid, "", noon)).value();
    (co_await people.contacted("main", openid, contact::message, noon)).value();
  }
}

task<> push_all(ledger_store& ledger, std::size_t rows, std::size_t group) {
  push wanted;
  wanted.account = "main";
  wanted.key = "bench/" + std::to_string(group);
  const push begun = (co_await ledger.begin(wanted)).value();
  {
    const stopwatch watch("ledger plan, 500 a transaction");
    for (std::size_t i = 0; i < rows; i += 500) {
      std::vector<planned_delivery> planned;
      for (std::size_t n = i; n < i + 500; ++n)
        planned.push_back({subscriber_id{static_cast<std::int64_t>(n + 1)}, "customer_message", ""});
      (co_await ledger.plan(begun.id, std::move(planned), noon)).value();
    }
    watch.report(rows);
  }
  const std::string what = "ledger claim + settle, " + std::to_string(group) + " a transaction";
  const stopwatch watch(what.c_str());
  subscriber_id after{};
  for (std::size_t done = 0; done < rows;) {
    const auto claimed = (co_await ledger.claim(begun.id, "customer_message", group, noon, after)).value();
    after = claimed.up_to;
    std::vector<settled_delivery> results;
    for (const auto& c : claimed.people) results.push_back({c.subscriber, delivery_state::sent, 0, "", false, false});
    (co_await ledger.settle(begun.id, std::move(results), noon)).value();
    done += claimed.people.size();
    if (claimed.people.empty()) break;
  }
  watch.report(rows);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : (std::filesystem::temp_directory_path() / "depeche-bench-store.db").string();
  const std::size_t rows = argc > 2 ? std::stoul(argv[2]) : 100'000;
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file + tail);
  std::filesystem::remove_all(file + "-inbox");
  asio::io_context loop;
  const auto db = database::open(file, loop.get_executor()).value();
  for (const std::size_t together : {1, 10, 100, 250}) bench_inbox(loop, file + "-inbox", together == 1 ? rows / 20 : rows, together);
  subscriber_store people(*db);
  ledger_store ledger(*db);
  {
    const stopwatch watch("follow and contact, 100 at a time");
    for (std::size_t i = 0; i < 100; ++i)
      asio::co_spawn(loop, follow_many(people, i * rows / 100, (i + 1) * rows / 100), asio::detached);
    loop.run();
    loop.restart();
    watch.report(rows);
  }
  for (const std::size_t group : {500, 50}) {
    asio::co_spawn(loop, push_all(ledger, rows, group), asio::detached);
    loop.run();
    loop.restart();
  }
  return 0;
}
