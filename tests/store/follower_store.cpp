// Followers that the platform lists: added, filled in, brought back, never against a later leaving.
#include "store/follower_store.hpp"

#include "store/subscriber_store.hpp"
#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

using namespace depeche;

namespace {

const timestamp listed_at = from_unix_seconds(1'700'000'000);

listed_follower follower(const std::string& openid, std::vector<std::int64_t> tags = {}) {
  return {openid, from_unix_seconds(1'600'000'000), "zh", "poster", std::move(tags)};
}

template <class F>
void with_stores(F&& work) {
  asio::io_context loop;
  auto db = database::open(":memory:", loop.get_executor()).value();
  subscriber_store people(*db);
  follower_store listing(*db);
  std::exception_ptr thrown;
  asio::co_spawn(loop, work(people, listing), [&](std::exception_ptr e) { thrown = e; });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

TEST_CASE("a listed follower whom nobody knew is added with language, scene, history and tags") {
  with_stores([](subscriber_store& people, follower_store& listing) -> task<> {
    std::vector<listed_tag> tags{{7, "老读者"}, {9, "abonnés"}};
    auto named = co_await listing.keep_tags("main", std::move(tags));
    REQUIRE(named.has_value());
    std::vector<listed_follower> some{follower("oA", {7, 9}), follower("oB")};
    auto kept = co_await listing.keep("main", std::move(some), listed_at);
    CHECK(kept.value().added == 2);
    auto found = co_await people.find("main", "oA");
    const auto who = found.value();
    REQUIRE(who.has_value());
    CHECK(who->following);
    CHECK(who->language == "zh");
    CHECK(who->first_scene == "poster");
    CHECK(who->followed_at == from_unix_seconds(1'600'000'000));
    auto history = co_await people.history(who->id);
    CHECK(history.value().size() == 1);
    auto theirs = co_await listing.tags_of(who->id);
    CHECK(theirs.value() == std::vector<std::string>{"abonnés", "老读者"});
  });
}

TEST_CASE("listing again adds nobody, keeps what people chose, and takes tags away") {
  with_stores([](subscriber_store& people, follower_store& listing) -> task<> {
    auto followed = co_await people.followed("main", "oA", "", listed_at);
    const auto id = followed.value().who.id;
    auto chosen = co_await people.set_language(id, "fr");
    REQUIRE(chosen.has_value());
    for (int i = 0; i < 2; ++i) {
      std::vector<listed_follower> some{follower("oA", {7})};
      auto kept = co_await listing.keep("main", std::move(some), listed_at);
      CHECK(kept.value().known == 1);
      CHECK(kept.value().added == 0);
    }
    auto found = co_await people.find("main", "oA");
    CHECK(found.value()->language == "fr");
    CHECK(found.value()->first_scene == "poster");
  });
}

TEST_CASE("who was thought gone is back, but not who left after the listing began") {
  with_stores([](subscriber_store& people, follower_store& listing) -> task<> {
    auto gone = co_await people.unfollowed("main", "oEarlier", listed_at - std::chrono::hours{1});
    auto leaving = co_await people.unfollowed("main", "oLater", listed_at + std::chrono::seconds{5});
    REQUIRE(gone.has_value());
    REQUIRE(leaving.has_value());
    std::vector<listed_follower> some{follower("oEarlier"), follower("oLater")};
    auto kept = co_await listing.keep("main", std::move(some), listed_at);
    CHECK(kept.value().revived == 1);
    auto earlier = co_await people.find("main", "oEarlier");
    auto later = co_await people.find("main", "oLater");
    CHECK(earlier.value()->following);
    CHECK_FALSE(later.value()->following);
  });
}
