#include "digest/cut.hpp"
#include "digest/news_samples.hpp"
#include "support/catch.hpp"

#include "base/text.hpp"

using namespace depeche;

namespace {

std::string without_space(std::string_view text) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = pos;
    next_code_point(text, pos);
    if (!trim(text.substr(at, pos - at)).empty()) out += text.substr(at, pos - at);
  }
  return out;
}

std::size_t times(std::string_view text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t pos = text.find(word); pos != text.npos; pos = text.find(word, pos + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a text is cut after the last sentence that fits") {
  const std::string text = "Première phrase, de 3,5 %. M. Dupont parle ensuite. La troisième est longue.";
  CHECK(cut_at_sentence(text, 200, "fr") == text);
  CHECK(cut_at_sentence(text, 60, "fr") == "Première phrase, de 3,5 %. M. Dupont parle ensuite.");
  CHECK(cut_at_sentence(text, 40, "fr") == "Première phrase, de 3,5 %.");
  CHECK(cut_at_sentence("今天下雨。明天天晴。后天", 20, "zh") == "今天下雨。");
}

TEST_CASE("without a sentence that fits a text is cut after a word with an ellipsis, else between characters") {
  CHECK(cut_at_sentence("un mot puis un autre encore", 16, "fr") == "un mot puis…");
  CHECK(cut_at_sentence("一二三四五六七八九十", 14, "zh") == "一二三…");
  CHECK(cut_at_sentence("anticonstitutionnellement", 10, "fr") == "anticonsti");
  CHECK(cut_at_sentence("éééé", 3, "fr") == "é");
  CHECK(cut_at_sentence("mot", 0, "fr").empty());
}

TEST_CASE("a link is kept whole or left out") {
  const std::string text = "Voici le journal.\n<a href=\"https://x.org/d/7\">Lire. Tout. Ici</a>";
  CHECK(cut_at_sentence(text, text.size() - 1, "fr") == "Voici le journal.");
  CHECK(cut_at_sentence("<a href=\"https://x.org\">Lire tout</a> et plus", 20, "fr").empty());
}

TEST_CASE("whatever the text a cut is within its limit and well-formed and a beginning of it") {
  seeded_random random(5);
  for (int round = 0; round < 500; ++round) {
    const std::string text = random_text(random, random_below(random, 300));
    const std::size_t limit = random_below(random, 400);
    const std::string cut = cut_at_sentence(text, limit, round % 2 ? "fr" : "zh");
    REQUIRE(cut.size() <= limit);
    REQUIRE(is_utf8(cut));
    REQUIRE((text.starts_with(cut) || (cut.ends_with("…") && text.starts_with(cut.substr(0, cut.size() - 3)))));
    if (text.find("<a h") == text.npos && !trim(text).empty() && limit > 8) REQUIRE(!cut.empty());
  }
}

TEST_CASE("split pieces hold the whole text within the limit and no half of a link") {
  seeded_random random(6);
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, random_below(random, 400));
    const std::size_t limit = 64 + random_below(random, 300);
    std::string joined;
    for (const std::string& piece : split_at_sentences(text, limit, "en")) {
      REQUIRE(piece.size() <= limit);
      REQUIRE(!piece.empty());
      REQUIRE(is_utf8(piece));
      joined += piece;
      const std::string link = "<a href=\"https://x.y/z\">mot</a>";
      if (text.find("<a ") == text.find(link)) REQUIRE(times(piece, link) >= times(piece, "<a href=\"https://x.y/z\">mot"));
    }
    REQUIRE(without_space(joined) == without_space(text));
  }
}
