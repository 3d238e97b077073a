#include "base/utf8.hpp"
#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("well-formed UTF-8 is told from the ill-formed kinds") {
  CHECK(is_utf8("Dépêche 要闻 🗞"));
  CHECK_FALSE(is_utf8("\xC0\xAF"));          // overlong
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  CHECK_FALSE(is_utf8("\xE4\xBD"));          // cut
  CHECK_FALSE(is_utf8("\x80"));              // a tail without a head
}

TEST_CASE("repair keeps what is well-formed and replaces each maximal subpart once") {
  CHECK(repair_utf8("a\xE4\xBDz") == "a\xEF\xBF\xBDz");
  CHECK(repair_utf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(repair_utf8("今日") == "今日");
}

TEST_CASE("truncation by bytes never cuts a character") {
  CHECK(truncate_bytes("今日要闻", 7) == "今日");
  CHECK(truncate_bytes("é", 1).empty());
  CHECK(truncate_bytes("abc", 3) == "abc");
}

TEST_CASE("code points are counted and addressed, ill-formed bytes one each") {
  CHECK(count_code_points("été 🗞") == 5);
  CHECK(bytes_of_code_points("été", 2) == 3);
  CHECK(count_code_points("\xFF\xFF") == 2);
}
