#include "digest/news_samples.hpp"
#include "digest/terms.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  each_word(text, [&](std::string_view w) { out.emplace_back(w); });
  return out;
}
using list = std::vector<std::string>;

}  // namespace

TEST_CASE("words are cut at spaces and marks, and Chinese ones by the dictionary") {
  CHECK(words("L'été, aujourd’hui : 3,5 % (1.200)") == list{"L'été", "aujourd’hui", "3,5", "1.200"});
  CHECK(words("中国经济A350增长") == list{"中国", "经济", "A350", "增长"});
  CHECK(count_words("中国经济增长 very much") == 5);
}

TEST_CASE("French forms of one word are one term, whatever the elision, accents and case") {
  vocabulary fr("fr");
  CHECK(fr.terms("L'élection") == fr.terms("d’élections"));
  CHECK(fr.terms("ELECTION") == fr.terms("élection"));
  CHECK(fr.terms("qu'il est de la").empty());
  CHECK(fr.terms("aujourd'hui").size() == 1);
}

TEST_CASE("English forms of one word are one term") {
  vocabulary en("en");
  CHECK(en.terms("government's elections") == en.terms("Government election"));
  CHECK(en.terms("the of and it's").empty());
}

TEST_CASE("full-width digits and letters are read as plain ones") {
  vocabulary zh("zh");
  CHECK(zh.terms("增长３５") == zh.terms("增长35"));
}
