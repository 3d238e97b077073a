// Where a replay sends what was recorded. The whole journey is in tests/e2e.
#include "app/replay.hpp"

#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("a replay's address takes the account's name at its end, where it is wanted, or not at all") {
  CHECK(callback_address("https://host/wechat", false, "main") == "https://host/wechat/main");
  CHECK(callback_address("https://host/wechat//", false, "main") == "https://host/wechat/main");
  CHECK(callback_address("https://host", false, "main") == "https://host/main");
  CHECK(callback_address("https://host/wechat/?v=2", false, "main") == "https://host/wechat/main?v=2");
  CHECK(callback_address("https://host/{account}/push", false, "été") == "https://host/%C3%A9t%C3%A9/push");
  CHECK(callback_address("https://host/cb?of={account}", false, "main") == "https://host/cb?of=main");
  CHECK(callback_address("https://host/callback", true, "main") == "https://host/callback");
  CHECK(callback_address("https://host/callback/", true, "main") == "https://host/callback/");
}
