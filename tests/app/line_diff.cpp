#include "app/line_diff.hpp"

#include "support/catch.hpp"

using depeche::line_diff;

TEST_CASE("a changed line is shown gone and new, between those that stay") {
  CHECK(line_diff("un\ndeux\ntrois", "un\nzwei\ntrois") == "  un\n- deux\n+ zwei\n  trois\n");
}

TEST_CASE("lines that were added or taken away are shown alone") {
  CHECK(line_diff("今日", "今日\n明日") == "  今日\n+ 明日\n");
  CHECK(line_diff("a\nb", "b") == "- a\n  b\n");
}

TEST_CASE("equal texts differ in nothing") { CHECK(line_diff("a\nb", "a\nb") == "  a\n  b\n"); }
