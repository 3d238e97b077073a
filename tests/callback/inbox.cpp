#include "callback/inbox.hpp"

#include "store/opened.hpp"
#include "support/catch.hpp"
#include "wechat/message_xml.hpp"

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

TEST_CASE("two jobs that end in one second are two events, and a retry of either is that one") {
  const auto key = [](const std::string& about, const std::string& event) {
    const auto message = wechat::parse_message("<xml><ToUserName>gh_1</ToUserName><FromUserName>mphelper</FromUserName><CreateTime>7</CreateTime>"
                                               "<MsgType>event</MsgType><Event>" + event + "</Event>" + about + "</xml>");
    return inbox_key(message.value());
  };
  const std::pair<std::string, std::string> jobs[] = {
      {"MASSSENDJOBFINISH", "<MsgID>@</MsgID><Status>send success</Status>"},
      {"TEMPLATESENDJOBFINISH", "<MsgID>@</MsgID><Status>success</Status>"},
      {"PUBLISHJOBFINISH", "<PublishEventInfo><publish_id>@</publish_id><publish_status>0</publish_status></PublishEventInfo>"},
      {"subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List><TemplateId>t</TemplateId><MsgID>@</MsgID></List></SubscribeMsgSentEvent>"}};
  for (const auto& [event, about] : jobs) {
    INFO(event);
    const auto numbered = [&](const std::string& id) { return key(std::string(about).replace(about.find('@'), 1, id), event); };
    CHECK(numbered("5001") != numbered("5002"));
    CHECK(numbered("5001") == numbered("5001"));
  }
  // The older key, which rows on disk have.
  CHECK(key("<EventKey>poster</EventKey>", "SCAN") == "emphelper 7 scan poster");
}

TEST_CASE("a retry gets the stored reply, also when it overtakes the handler, and after a restart") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  const scratch folder;
  auto store = std::make_unique<inbox_store>(folder.path("in"), loop.get_executor(), loop.get_executor());
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), *store, time);
    auto opened = co_await box.open();
    CHECK(opened.value().empty());
    const auto first = box.accept("main", "m1", "<xml>1</xml>");
    CHECK(first.kind == inbox::delivery::first);
    const auto retry = box.accept("main", "m1", "<xml>1</xml>");
    CHECK(retry.kind == inbox::delivery::overtaking);
    CHECK_FALSE(retry.entry->done.is_open());
    const auto slow = box.accept("other", "m1", "<xml>1</xml>");
    CHECK(slow.kind == inbox::delivery::first);
    box.keep_early(slow.entry);
    auto kept = co_await box.settle(first.entry, "<xml>reply</xml>");
    CHECK(kept.has_value());
    CHECK(retry.entry->done.is_open());
    CHECK(retry.entry->row.reply == "<xml>reply</xml>");
    const auto later = box.accept("main", "m1", "<xml>1</xml>");
    REQUIRE(later.kind == inbox::delivery::repeated);
    const auto told = co_await box.recall(later.row, "main", "m1");
    CHECK(told.value() == "<xml>reply</xml>");
  });
  store.reset();
  store = std::make_unique<inbox_store>(folder.path("in"), loop.get_executor(), loop.get_executor());
  run(loop, [&]() -> task<> {
    inbox again(loop.get_executor(), *store, time);
    auto unsettled = co_await again.open();
    REQUIRE(unsettled.value().size() == 1);
    const auto left = unsettled.value().front();
    CHECK(left->row.account == "other");
    CHECK(left->row.body == "<xml>1</xml>");
    const auto retry = again.accept("main", "m1", "<xml>1</xml>");
    REQUIRE(retry.kind == inbox::delivery::repeated);
    const auto told = co_await again.recall(retry.row, "main", "m1");
    CHECK(told.value() == "<xml>reply</xml>");
    // What is being made up is at hand already: its retry waits for that, and nothing is done twice.
    const auto waiting = again.accept("other", "m1", "<xml>1</xml>");
    REQUIRE(waiting.kind == inbox::delivery::overtaking);
    CHECK(waiting.entry == left);
    auto kept = co_await again.settle(left, "<xml>made up</xml>");
    CHECK(kept.has_value());
    CHECK(waiting.entry->row.reply == "<xml>made up</xml>");
  });
}

TEST_CASE("a reply is never given to another callback whose key has the same hash") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  inbox_store store("", loop.get_executor(), loop.get_executor());
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), store, time);
    auto opened = co_await box.open();
    CHECK(opened.has_value());
    const auto first = box.accept("main", "m1", "<xml>1</xml>");
    auto kept = co_await box.settle(first.entry, "<xml>reply</xml>");
    CHECK(kept.has_value());
    // As if "m2" had the hash of "m1".
    std::string body = "<xml>2</xml>";
    const auto told = co_await box.recall(first.entry->row.id, "main", "m2");
    CHECK_FALSE(told.value().has_value());
    const auto anew = box.accept_anew("main", "m2", std::move(body));
    CHECK(anew.kind == inbox::delivery::first);
    CHECK(anew.entry->row.body == "<xml>2</xml>");
  });
}

TEST_CASE("a key is forgotten after an hour, and the body of a repeated delivery is left where it is") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  inbox_store store("", loop.get_executor(), loop.get_executor());
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), store, time);
    auto opened = co_await box.open();
    CHECK(opened.has_value());
    const auto first = box.accept("main", "m1", "<xml>1</xml>");
    auto kept = co_await box.settle(first.entry, "");
    CHECK(kept.has_value());
    std::string body = "<xml>1</xml>";
    CHECK(box.accept("main", "m1", std::move(body)).kind == inbox::delivery::repeated);
    CHECK(body == "<xml>1</xml>");  // NOLINT: taken only when new
    time.advance(std::chrono::minutes{61});
    const auto other = box.accept("main", "m2", "<xml>2</xml>");
    auto settled = co_await box.settle(other.entry, "");
    CHECK(settled.has_value());
    CHECK(box.remembered() == 1);
    CHECK(box.accept("main", "m1", std::move(body)).kind == inbox::delivery::first);
  });
}

TEST_CASE("an abandoned entry is handled anew by the retry") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  inbox_store store("", loop.get_executor(), loop.get_executor());
  run(loop, [&]() -> task<> {
    inbox box(loop.get_executor(), store, time);
    auto opened = co_await box.open();
    CHECK(opened.has_value());
    const auto first = box.accept("main", "m1", "x");
    box.abandon(first.entry);
    CHECK(first.entry->failed);
    CHECK(box.accept("main", "m1", "x").kind == inbox::delivery::first);
  });
}

TEST_CASE("an event whose handler failed and whose retry was answered is not handled a third time after a restart") {
  asio::io_context loop(1);
  manual_clock time(from_unix_seconds(1'700'000'000));
  const scratch folder;
  for (int starts = 0; starts < 3; ++starts) {
    inbox_store store(folder.path("in"), loop.get_executor(), loop.get_executor());
    run(loop, [&]() -> task<> {
      inbox box(loop.get_executor(), store, time);
      auto unsettled = co_await box.open();
      if (starts == 0) {
        const auto first = box.accept("main", "m1", "<xml>1</xml>");
        box.keep_early(first.entry);
        box.abandon(first.entry);
        const auto lost = box.accept("main", "m2", "<xml>2</xml>");
        box.keep_early(lost.entry);
        box.abandon(lost.entry);
        const auto retry = box.accept("main", "m1", "<xml>1</xml>");
        REQUIRE(retry.kind == inbox::delivery::first);
        auto kept = co_await box.settle(retry.entry, "<xml>one</xml>");
        CHECK(kept.has_value());
        co_return;
      }
      REQUIRE(unsettled.value().size() == 1);
      CHECK(unsettled.value().front()->row.key == "m2");
      const auto again = box.accept("main", "m1", "<xml>1</xml>");
      REQUIRE(again.kind == inbox::delivery::repeated);
      const auto told = co_await box.recall(again.row, "main", "m1");
      CHECK(told.value() == "<xml>one</xml>");
    });
  }
}
