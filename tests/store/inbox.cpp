#include "store/inbox_file.hpp"
#include "store/inbox_store.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <latch>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);

// An inbox as a process has it, in the folder of a test.
struct kept_inbox {
  explicit kept_inbox(const std::string& folder) : store(folder, loop.get_executor(), loop.get_executor()) { must(loop, store.open()); }
  template <class T>
  decltype(auto) operator()(task<T> work) {
    return must(loop, std::move(work));
  }
  asio::io_context loop;
  inbox_store store;
};

std::shared_ptr<inbox_row> row(std::string key, timestamp received, std::string body, std::string reply = {}) {
  auto made = std::make_shared<inbox_row>();
  made->account = "main";
  made->key = std::move(key);
  made->received = received;
  made->body = std::move(body);
  made->reply = std::move(reply);
  return made;
}

void write_at(const std::string& file, std::streamoff at, std::string_view bytes) {
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(at);
  out << bytes;
}

}  // namespace

TEST_CASE("a callback is in the inbox with its reply, and what was not answered is found after a restart") {
  scratch folder;
  {
    kept_inbox s(folder.path("in"));
    auto one = row("k1", noon, "<xml>你好</xml>");
    one->id = s.store.accept(one);
    s.store.accept(row("k2", noon + 1s, "<xml>2</xml>"));
    auto answered = std::make_shared<inbox_row>(*one);
    answered->reply = "<xml>Bonjour</xml>";
    const auto kept = s(s.store.settle(answered));
    CHECK(kept > one->id);
    s(s.store.keep(row("k3", noon + 2s, "<xml>3</xml>", "<xml>3!</xml>")));
  }
  // What is owed is known from start to start, without anything having come in between.
  for (int starts = 0; starts < 3; ++starts) {
    kept_inbox s(folder.path("in"));
    const auto owed = s(s.store.unsettled());
    REQUIRE(owed.size() == 1);
    CHECK(owed[0].key == "k2");
    CHECK(owed[0].body == "<xml>2</xml>");
    CHECK_FALSE(owed[0].settled);
    const auto recent = s(s.store.settled_since(noon, 10));
    REQUIRE(recent.size() == 2);
    CHECK(recent[0].key == "k1");
    CHECK(recent[1].key == "k3");
    CHECK(s(s.store.settled_since(noon, 1)).front().key == "k3");
    CHECK(s(s.store.settled_since(noon + 3s, 10)).empty());
    const auto found = s(s.store.find(recent[0].id));
    REQUIRE(found.has_value());
    CHECK(found->settled);
    CHECK(found->key == "k1");
    CHECK(found->reply == "<xml>Bonjour</xml>");
    CHECK(s(s.store.find(recent[1].id))->body == "<xml>3</xml>");
    CHECK_FALSE(s(s.store.find(owed[0].id)).has_value());
    CHECK_FALSE(s(s.store.find(recent[0].id + 1)).has_value());
    CHECK_FALSE(s(s.store.find(inbox_place{99, 0}.id())).has_value());
  }
  {
    kept_inbox s(folder.path("in"));
    // A file of its own for each run that has something to write; it knows what the ones before owe.
    s(s.store.keep(row("k4", noon + 3s, "4")));
  }
  kept_inbox s(folder.path("in"));
  CHECK(inbox_files(folder.path("in")).size() == 2);
  const auto owed = s(s.store.unsettled());
  REQUIRE(owed.size() == 1);
  auto late = std::make_shared<inbox_row>(owed[0]);
  s(s.store.settle(late));
  CHECK(s(s.store.unsettled()).empty());
  CHECK(s(s.store.settled_since(noon, 10)).size() == 4);
}

TEST_CASE("what a crash left half written is cut off, and all before it stays") {
  scratch folder;
  const std::string in = folder.path("in");
  std::int64_t last = 0;
  {
    kept_inbox s(in);
    s(s.store.keep(row("k1", noon, "<xml>1</xml>", "one")));
    last = s(s.store.keep(row("k2", noon, std::string(3000, 'x'), "two")));
  }
  const std::string file = inbox_file_name(in, 1);
  using std::filesystem::perms;
  CHECK((std::filesystem::status(file).permissions() & (perms::group_all | perms::others_all)) == perms::none);
  const auto size = std::filesystem::file_size(file);
  const auto whole = inbox_place::of(last);
  SECTION("cut in the last entry") { std::filesystem::resize_file(file, size - 1); }
  SECTION("cut in its head") { std::filesystem::resize_file(file, whole.offset + 7); }
  SECTION("a page of the last entry never reached the disk") { write_at(file, whole.offset + 1024, std::string(512, '\0')); }
  SECTION("a head that claims more than there is") { write_at(file, whole.offset + 8, "\xFF\xFF\xFF\x7F"); }
  SECTION("an unknown kind") { write_at(file, whole.offset + 12, "\x09"); }
  {
    kept_inbox s(in);
    const auto kept = s(s.store.settled_since(noon, 10));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].key == "k1");
    CHECK(std::filesystem::file_size(file) == whole.offset);
    s(s.store.keep(row("k3", noon, "3", "three")));
  }
  kept_inbox s(in);
  const auto kept = s(s.store.settled_since(noon, 10));
  REQUIRE(kept.size() == 2);
  CHECK(s(s.store.find(kept[1].id))->reply == "three");
}

TEST_CASE("a file that a crash left empty is no reason not to start") {
  scratch folder;
  const std::string in = folder.path("in");
  {
    kept_inbox s(in);
    s.store.accept(row("k1", noon, "1"));
  }
  std::ofstream(inbox_file_name(in, 2)) << std::string(4096, '\0');
  std::ofstream(in + "/notes.txt") << "not ours";
  kept_inbox s(in);
  REQUIRE(s(s.store.unsettled()).size() == 1);
  s(s.store.keep(row("k2", noon, "2")));
  CHECK(inbox_files(in) == std::vector<std::uint32_t>{1, 3});
  CHECK(std::filesystem::exists(in + "/notes.txt"));
}

TEST_CASE("files follow each other when they are full, and old ones go but for what is owed a reply") {
  scratch folder;
  const std::string in = folder.path("in");
  const std::string body(200'000, 'b');
  kept_inbox s(in);
  s.store.accept(row("owed", noon, "o"));
  for (int i = 0; i < 250; ++i) s(s.store.keep(row(std::to_string(i), noon + i * 1s, body, std::to_string(i))));
  CHECK(inbox_files(in).size() == 4);
  const auto recent = s(s.store.settled_since(noon + 80s, 1000));
  REQUIRE(recent.size() == 170);
  CHECK(s(s.store.find(recent[0].id))->reply == "80");
  CHECK(s(s.store.prune(noon)) == 0);
  CHECK(s(s.store.prune(noon + 500h)) == 3);
  // The first is still there, for the event in it.
  CHECK(inbox_files(in) == std::vector<std::uint32_t>{1});
  s(s.store.keep(row("new", noon + 501h, "n")));
  CHECK(inbox_files(in) == std::vector<std::uint32_t>{1, 5});
  // A day later another file, though this one is not full.
  s(s.store.keep(row("next day", noon + 526h, "n")));
  CHECK(inbox_files(in) == std::vector<std::uint32_t>{1, 5, 6});
  CHECK(s(s.store.prune(noon + 526h)) == 0);
  CHECK(s(s.store.prune(noon + 526h + 1ms)) == 2);
  CHECK(inbox_files(in) == std::vector<std::uint32_t>{1});
}

TEST_CASE("a disk that refuses is told to who waits, and the next callback is kept in another file") {
  scratch folder;
  const std::string in = folder.path("in");
  kept_inbox s(in);
  const auto first = s(s.store.keep(row("k1", noon, "1", "one")));
  // No file may grow beyond this: what a full disk would answer, in the middle of a write.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{600, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const auto refused = run_task(s.loop, s.store.keep(row("k2", noon, std::string(4000, 'x'))));
  const auto again = run_task(s.loop, s.store.keep(row("k2", noon, std::string(4000, 'x'))));
  setrlimit(RLIMIT_FSIZE, &before);
  REQUIRE(refused.has_error());
  CHECK(refused.error() == errc::io_failed);
  CHECK(again.has_error());
  const auto kept = s(s.store.keep(row("k2", noon, std::string(4000, 'x'), "two")));
  CHECK(s(s.store.find(first))->reply == "one");
  CHECK(s(s.store.find(kept))->reply == "two");
}

TEST_CASE("two processes do not share an inbox, and a folder that can't be is a setting to mend") {
  scratch folder;
  kept_inbox s(folder.path("in"));
  asio::io_context loop;
  inbox_store second(folder.path("in"), loop.get_executor(), loop.get_executor());
  const auto refused = run_task(loop, second.open());
  REQUIRE(refused.has_error());
  CHECK(to_line(refused.error()).find("another depeche serves with this database") != std::string::npos);
  std::ofstream(folder.path("file")) << "x";
  inbox_store third(folder.path("file"), loop.get_executor(), loop.get_executor());
  CHECK(run_task(loop, third.open()).error() == errc::bad_config);
}

TEST_CASE("an inbox without a folder leaves nothing behind") {
  asio::io_context loop;
  auto store = std::make_unique<inbox_store>("", loop.get_executor(), loop.get_executor());
  must(loop, store->open());
  const auto id = must(loop, store->keep(row("k", noon, "b", "r")));
  CHECK(must(loop, store->find(id))->reply == "r");
}

TEST_CASE("a retry's reply is found while the pool composes") {
  scratch folder;
  asio::io_context loop;
  asio::thread_pool pool(1);
  inbox_store store(folder.path("in"), loop.get_executor(), pool.get_executor());
  must(loop, store.open());
  const auto id = must(loop, store.keep(row("k", noon, "b", "r")));
  std::latch composed(1);
  asio::post(pool, [&] { composed.wait(); });
  CHECK(must(loop, store.find(id))->reply == "r");
  composed.count_down();
  pool.join();
}

TEST_CASE("an owed event that can't be read any more is said once, and owed no longer") {
  scratch folder;
  const std::string in = folder.path("in");
  {
    kept_inbox s(in);
    s.store.accept(row("lost", noon, "1"));
    s(s.store.keep(row("kept", noon, "2")));
  }
  {
    kept_inbox s(in);
    s(s.store.keep(row("next", noon, "3")));
  }
  std::filesystem::remove(inbox_file_name(in, 1));
  {
    kept_inbox s(in);
    CHECK(s(s.store.unsettled()).empty());
    s(s.store.keep(row("after", noon, "4")));
  }
  std::string bytes;
  CHECK(read_entry(in, {2, 0}, bytes)->body.size() > 1);
  CHECK(read_entry(in, {3, 0}, bytes)->body.empty());
}
