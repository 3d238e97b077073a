#include "news/subscriber.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

TEST_CASE("a message gives five in 48 hours, a follow three in a minute") {
  const timestamp now = from_unix_seconds(1'700'000'000);
  const allowance wrote = after_contact({}, contact::message, now);
  CHECK(wrote.left == 5);
  CHECK(wrote.open_at(now + 47h));
  CHECK_FALSE(wrote.open_at(now + 48h));
  const allowance followed = after_contact({}, contact::follow, now);
  CHECK(followed.left == 3);
  CHECK_FALSE(followed.open_at(now + 1min));
}

TEST_CASE("a tap within an open 48-hour window does not shorten it") {
  const timestamp now = from_unix_seconds(1'700'000'000);
  const allowance wrote = after_contact({}, contact::message, now);
  const allowance tapped = after_contact(wrote, contact::menu_tap, now + 1h);
  CHECK(tapped.left == 5);
  CHECK(tapped.until == wrote.until);
}

TEST_CASE("a new message resets the allowance") {
  const timestamp now = from_unix_seconds(1'700'000'000);
  CHECK(after_contact({1, now + 1h}, contact::message, now).left == 5);
}

TEST_CASE("roles have names, and unknown names are none") {
  CHECK(role_named("admin") == role::admin);
  CHECK_FALSE(role_named("owner"));
  CHECK(role::admin > role::editor);
}
