#include "base/chinese_script.hpp"

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("a tag says which Chinese is wanted") {
  for (const char* tag : {"zh-Hant", "zh_TW", "zh-HK", "ZH-hant-TW", "zh-MO"}) CHECK(script_of(tag) == chinese_script::traditional);
  for (const char* tag : {"zh-Hans", "zh_CN", "zh-SG"}) CHECK(script_of(tag) == chinese_script::simplified);
  for (const char* tag : {"zh", "", "fr-FR", "zhx-Hant", "en", "zh-"}) CHECK(script_of(tag) == chinese_script::as_written);
  CHECK(language_tag("zh", chinese_script::traditional) == "zh-Hant");
  CHECK(language_tag("zh", chinese_script::as_written) == "zh");
  CHECK(language_tag("fr", chinese_script::traditional) == "fr");
}

TEST_CASE("text is turned into the script that was asked for, and back") {
  const std::string simplified = "市图书馆从一月起外借电钻和锯子，市民捐赠了三百件工具。", traditional = "市圖書館從一月起外借電鑽和鋸子，市民捐贈了三百件工具。";
  CHECK(in_script(simplified, chinese_script::traditional) == traditional);
  CHECK(in_script(traditional, chinese_script::simplified) == simplified);
  CHECK(in_script(simplified, chinese_script::as_written) == simplified);
  CHECK(in_script("Le Matin : le pont rouvre", chinese_script::traditional) == "Le Matin : le pont rouvre");
}

TEST_CASE("addresses stay what they are") {
  CHECK(in_script("<a href=\"https://news.example.org/图书馆\">图书馆</a> http 门 https", chinese_script::traditional) ==
        "<a href=\"https://news.example.org/图书馆\">圖書館</a> http 門 https");
  CHECK(in_script("见 http://例子.example/开 门", chinese_script::traditional) == "見 http://例子.example/开 門");
}

TEST_CASE("any text stays well-formed") {
  seeded_random random(9);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (std::size_t n = random_below(random, 60); n > 0; --n) {
      if (random_below(random, 8) == 0) text += "http://x";
      append_code_point(text, static_cast<char32_t>(random_below(random, 3) ? 0x4E00 + random_below(random, 0x5000) : 0x20 + random_below(random, 0xD7E0)));
    }
    CHECK(is_utf8(in_script(text, chinese_script::traditional)));
    CHECK(is_utf8(in_script(text, chinese_script::simplified)));
  }
}

TEST_CASE("lines without Chinese keep their quotation marks in either script") {
  const std::string mixed = "He said “no”.\n他说“不”。\n« Non »";
  const std::string traditional = in_script(mixed, chinese_script::traditional);
  CHECK(traditional.starts_with("He said “no”.\n他說"));
  CHECK(traditional.ends_with("\n« Non »"));
  CHECK(in_script("", chinese_script::traditional).empty());
  CHECK(in_script("头", chinese_script::traditional) == "頭");
}
