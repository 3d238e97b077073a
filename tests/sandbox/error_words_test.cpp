// Both sides' tables of codes were written apart: what the platform says, and what the client makes of it.
#include "sandbox/error_words.hpp"

#include "support/catch.hpp"
#include "wechat/errcode.hpp"

using namespace depeche;

TEST_CASE("every code that the sandbox has words for is one that the client has a reaction to") {
  int known = 0;
  for (int code = -10; code < 300'000; ++code) {
    if (code == 0 || sandbox::usual_words(code) == "refused") continue;
    INFO(code);
    ++known;
    CHECK_FALSE(wechat::describe_errcode(code).meaning.empty());
  }
  CHECK(known > 150);
  for (const int code : {9001002, 268487001, 268487002, 268488001}) CHECK(sandbox::usual_words(code) == "system busy");
}
