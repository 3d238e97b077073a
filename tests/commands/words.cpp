#include "commands/understand.hpp"
#include "commands/words.hpp"
#include "support/catch.hpp"

#include <set>

using namespace depeche;

namespace {
std::string_view id_of(std::string_view text) {
  const understood u = understand(text);
  return u.entry ? u.entry->id : std::string_view("");
}
}  // namespace

TEST_CASE("words are understood whatever their case, accents and width") {
  CHECK(fold_words("  RÉSUMÉ ") == "resume");
  CHECK(fold_words("／ＳＴＡＴＵＳ") == "/status");
  CHECK(fold_words("aujourd’hui") == "aujourd'hui");
}

TEST_CASE("the digest is asked for in three languages") {
  for (const char* text : {"digest", "Digest ", "résumé", "RESUME", "今日", "今日要闻", "日报", "aujourd’hui"}) CHECK(id_of(text) == "digest");
}

TEST_CASE("leaving and coming back are words in three languages") {
  for (const char* text : {"stop", "unsubscribe", "désabonner", "退订", "TD"}) CHECK(id_of(text) == "unsubscribe");
  for (const char* text : {"subscribe", "s’abonner", "订阅"}) CHECK(id_of(text) == "subscribe");
}

TEST_CASE("a bare number opens an item, other numbers don't") {
  CHECK(understand("3").item == 3);
  CHECK(understand("第3条").item == 3);
  CHECK(understand(" １２ ").item == 12);
  CHECK(understand("0").item == 0);
  CHECK(understand("2026").item == 0);
  CHECK(understand("3 tickets").item == 0);
}

TEST_CASE("a desk command keeps its argument as typed") {
  const understood u = understand("/QR  Metro-Line-2");
  REQUIRE(u.entry);
  CHECK(u.entry->id == "/qr");
  CHECK(u.argument == "Metro-Line-2");
}

TEST_CASE("yes and no are understood in three languages") {
  for (const char* text : {"yes", "Oui", "是", "好"}) CHECK(understand(text).confirms);
  for (const char* text : {"no", "non", "取消"}) CHECK(understand(text).declines);
}

TEST_CASE("nothing is understood from noise, however long") {
  CHECK(id_of("") == "");
  CHECK(id_of("   ") == "");
  CHECK(id_of(std::string(100'000, 'a')) == "");
  CHECK(id_of("\xFF\xFE\x80") == "");
}

TEST_CASE("every word of the table is folded, and means one command only") {
  std::set<std::string_view> seen;
  for (const auto& entry : command_table())
    for (const auto& word : entry.words) {
      INFO(word.text);
      CHECK(fold_words(word.text) == word.text);
      CHECK(seen.insert(word.text).second);
    }
}

TEST_CASE("every phrase stands in three languages with the same gaps") {
  for (int i = 0; i < static_cast<int>(phrase::count); ++i) {
    const auto gaps = [&](std::string_view language) {
      std::set<std::string> found;
      const std::string text(phrase_text(static_cast<phrase>(i), language));
      for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at) found.insert(text.substr(at, 3));
      return found;
    };
    INFO(phrase_text(static_cast<phrase>(i), "en"));
    CHECK(gaps("fr") == gaps("en"));
    CHECK(gaps("zh") == gaps("en"));
  }
}

TEST_CASE("the longest unused conversation is forgotten first") {
  conversations talks(2);
  talks.with(subscriber_id{1}).asked = std::make_unique<pending_send>();
  talks.with(subscriber_id{2}).asked = std::make_unique<pending_send>();
  talks.with(subscriber_id{1});
  talks.with(subscriber_id{3});
  CHECK(talks.with(subscriber_id{1}).asked);
  CHECK_FALSE(talks.with(subscriber_id{2}).asked);
}

TEST_CASE("Traditional and Simplified Chinese are asked for by their names") {
  for (const char* text : {"繁體", "繁体", "繁體中文", "简体", "簡體中文", "traditional", "Simplified"}) CHECK(id_of(text) == "language");
  for (const char* text : {"more", "Suite", "la suite", "更多", "继续"}) CHECK(id_of(text) == "more");
}
