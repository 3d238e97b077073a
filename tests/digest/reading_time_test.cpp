#include "digest/reading_time.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

std::string times(const std::string& text, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("reading takes a minute for 230 words or 400 characters of Chinese") {
  CHECK(reading_time(times("mot ", 230)) == 60s);
  CHECK(reading_time(times("l’été aujourd'hui ", 115)) == 60s);
  CHECK(reading_time(times("青石桥，", 133) + "桥") == 60s);
  CHECK(reading_time(times("word ", 115) + times("字", 200)) == 60s);
}

TEST_CASE("what has no words takes no time, one word takes some, and people are told whole minutes") {
  CHECK(reading_time("") == 0s);
  CHECK(reading_time(" … — !") == 0s);
  CHECK(reading_time("mot") == 1s);
  CHECK(reading_minutes(5s) == 1);
  CHECK(reading_minutes(89s) == 1);
  CHECK(reading_minutes(90s) == 2);
}
