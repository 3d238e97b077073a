#include "commands/rest_of_answer.hpp"

#include "base/utf8.hpp"
#include "digest/cut.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

constexpr std::string_view hint = "… La suite : envoyez « suite ».";

std::string many(std::string_view line, int n) {
  std::string text;
  for (int i = 1; i <= n; ++i) text += std::to_string(i) + std::string(line) + "\n";
  return text;
}

}  // namespace

TEST_CASE("an answer of one chat text goes as it is, and leaves what waits in peace") {
  conversation talk;
  talk.rest = {"late"};
  CHECK(first_part(talk, std::string(2048, 'x'), hint, "fr").size() == 2048);
  CHECK(next_part(talk) == "late");
  CHECK(next_part(talk).empty());
}

TEST_CASE("a longer answer comes in parts that fit, whole and in order, in every language") {
  for (const auto& [line, language] : {std::pair{": la source ne répond pas depuis hier.", "fr"}, {": the source does not answer.", "en"},
                                       {"：来源自昨天起没有响应，今天上午仍未恢复。", "zh"}, {"没有句号也没有空格的一行字", "zh"}}) {
    INFO(line);
    conversation talk;
    talk.rest = {"what was left of another answer"};
    const std::string text = many(line, 150);
    std::string said;
    int parts = 0;
    for (std::string part = first_part(talk, text, hint, language); !part.empty(); part = next_part(talk)) {
      ++parts;
      CHECK(part.size() <= chat_text_limit);
      CHECK(is_utf8(part));
      const bool last = talk.rest.empty();
      CHECK(part.ends_with(hint) == !last);
      said += last ? part + "\n" : part.substr(0, part.size() - hint.size());
    }
    CHECK(parts > 2);
    CHECK(said == text);
  }
}
