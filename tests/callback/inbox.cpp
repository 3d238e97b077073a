#include "callback/inbox.hpp"

#include "store/database.hpp"
#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

using namespace depeche;

namespace {

template <class F>
void run(asio::io_context& loop, F work) {
  std::exception_ptr thrown;
  asio::co_spawn(loop, work(), [&](std::exception_ptr e) {
    thrown = e;
    loop.stop();
  });
  loop.restart();
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

TEST_CASE("a message has its id for a key, an event has who, when and what") {
  wechat::inbound_message m;
  m.msg_id = 42;
  m.from_user = "o1";
  CHECK(inbox_key(m) == "m42");
  m.msg_id = 0;
  m.create_time = 7;
  m.event = "scan";
  m.event_key = "poster";
  CHECK(inbox_key(m) == "eo1 7 scan poster");
}

TEST_CASE("a retry gets the stored reply, also when it overtakes the handler, and after a restart") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  auto db = database::open(":memory:", loop.get_executor()).value();
  inbox_store store(*db);
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), store, time);
    auto opened = co_await box.open();
    CHECK(opened.value().empty());
    const auto first = box.accept("main", "m1", "<xml>1</xml>");
    CHECK(first.first);
    const auto retry = box.accept("main", "m1", "<xml>1</xml>");
    CHECK_FALSE(retry.first);
    CHECK_FALSE(retry.entry->done.is_open());
    const auto slow = box.accept("other", "m1", "<xml>1</xml>");
    CHECK(slow.first);
    box.keep_early(slow.entry, "other", "m1");
    auto kept = co_await box.settle(first.entry, "main", "m1", "<xml>reply</xml>");
    CHECK(kept.has_value());
    CHECK(retry.entry->done.is_open());
    CHECK(retry.entry->reply == "<xml>reply</xml>");
  });
  run(loop, [&]() -> task<> {
    inbox again(loop.get_executor(), store, time);
    auto unsettled = co_await again.open();
    REQUIRE(unsettled.value().size() == 1);
    CHECK(unsettled.value().front().account == "other");
    const auto retry = again.accept("main", "m1", "<xml>1</xml>");
    CHECK_FALSE(retry.first);
    CHECK(retry.entry->reply == "<xml>reply</xml>");
  });
}

TEST_CASE("an abandoned entry is handled anew by the retry") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  auto db = database::open(":memory:", loop.get_executor()).value();
  inbox_store store(*db);
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), store, time);
    auto opened = co_await box.open();
    CHECK(opened.has_value());
    const auto first = box.accept("main", "m1", "x");
    box.abandon(first.entry);
    CHECK(first.entry->failed);
    CHECK(box.accept("main", "m1", "x").first);
  });
}
