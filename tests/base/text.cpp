#include "base/log.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("trimming knows the blanks of three languages") {
  CHECK(trim("\u00A0 bonjour\u202F") == "bonjour");
  CHECK(trim("\u3000今日\u3000") == "今日");
  CHECK(squeeze_space(" a \n\t b\u00A0c ") == "a b c");
}

TEST_CASE("a failure is one line, whatever stands in it") {
  CHECK(to_line(fail(errc::bad_config, "missing", "a.toml:3: [server] listen", "set it")) == "missing: a.toml:3: [server] listen: set it");
  CHECK(to_line(fail(errc::io_failed, "two\nlines")) == "two lines");
}

TEST_CASE("what comes from outside is quoted without control characters, and cut") {
  CHECK(printable("a\nb\x01") == "a\\x0ab\\x01");
  CHECK(printable("今日要闻", 7) == "今日…");
  CHECK(shorten_id("o9AgO5Kd5ggOC-bXrbNODIiE3bGY") == "o9AgO5Kd…");
}
