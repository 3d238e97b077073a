#include "digest/word_list.hpp"

#include "base/random.hpp"
#include "base/text.hpp"
#include "digest/news_samples.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <set>

using namespace depeche;

namespace {

std::vector<std::string> found(const word_list& list, std::string_view text) {
  std::vector<std::string> words;
  for (const word_hit& hit : list.find(fold_text(text), 100)) words.push_back(list.at(hit.entry).word);
  return words;
}

word_list parsed(std::string_view text) { return word_list::parse(text, "words.txt").value(); }

// Every place tried by itself: what the automaton must agree with.
std::set<std::string> slowly_found(const word_list& list, std::string_view text) {
  std::set<std::string> words;
  const std::u32string letters = fold_text(text).letters;
  for (std::size_t entry = 0; entry < list.size(); ++entry)
    if (letters.find(fold_text(list.at(entry).word).letters) != letters.npos) words.insert(list.at(entry).word);
  return words;
}

}  // namespace

TEST_CASE("width, case, accents and script do not hide a listed word") {
  const word_list list = parsed("台湾\nsecret défense\nABC大学\n");
  for (const std::string text : {"臺灣", "台　湾", "台 湾", "台\u200B湾", "台\uFEFF湾", "台*湾", "台·湾", "臺_灣", "去台\n湾看看"}) {
    INFO(text);
    CHECK(found(list, text) == std::vector<std::string>{"台湾"});
  }
  for (const std::string text : {"SECRET DÉFENSE", "ＳＥＣＲＥＴ　ＤＥＦＥＮＳＥ", "le Secret\u00A0défense.", "se\u00ADcret de\u0301fense", "secret \n defense"}) {
    INFO(text);
    CHECK(found(list, text) == std::vector<std::string>{"secret défense"});
  }
  for (const std::string text : {"abc 大學", "ＡＢＣ大学", "在ABC\u200D大 學里"}) {
    INFO(text);
    CHECK(found(list, text) == std::vector<std::string>{"ABC大学"});
  }
}

TEST_CASE("a word in letters counts whole, Chinese wherever it stands, nothing across an empty line") {
  const word_list list = parsed("cul\nsex\n六四\n");
  CHECK(found(list, "la culture, le calcul, Essex, culs").empty());
  CHECK(found(list, "cul-de-sac") == std::vector<std::string>{"cul"});
  CHECK(found(list, "“SEX”") == std::vector<std::string>{"sex"});
  CHECK(found(list, "他说sex。") == std::vector<std::string>{"sex"});
  CHECK(found(list, "一九八六四月") == std::vector<std::string>{"六四"});
  CHECK(found(list, "十六\n\n四月").empty());
  CHECK(found(list, "十六，四月").empty());
}

TEST_CASE("entries that begin, end or lie in one another are all found, each once and where it stands first") {
  const word_list list = parsed("人民\n人民广场\n民广\n广场\n");
  const auto words = found(list, "在人民广场，人民广场");
  CHECK(std::set<std::string>(words.begin(), words.end()) == std::set<std::string>{"人民", "人民广场", "民广", "广场"});
  CHECK(words.size() == 4);
  const folded_text text = fold_text("在人民广场");
  const auto hits = list.find(text, 1);
  REQUIRE(hits.size() == 1);
  CHECK(text.places[hits[0].begin] == std::string("在").size());
}

TEST_CASE("the automaton finds what trying every place finds") {
  seeded_random random(20261129);
  for (int round = 0; round < 200; ++round) {
    const auto some = [&](std::size_t longest) {
      static const std::vector<std::string> letters = {"甲", "乙", "丙"};
      std::string text;
      for (std::size_t n = 1 + random_below(random, longest); n > 0; --n) text += letters[random_below(random, 3)];
      return text;
    };
    std::string lines;
    for (std::size_t n = 1 + random_below(random, 8); n > 0; --n) lines += some(5) + '\n';
    const word_list list = parsed(lines);
    const std::string text = some(40);
    INFO(lines << text);
    const auto words = found(list, text);
    CHECK(std::set<std::string>(words.begin(), words.end()) == slowly_found(list, text));
  }
}

TEST_CASE("a list has reasons and comments, and names the line that is bad") {
  const word_list list = parsed("\xEF\xBB\xBF# what we look at twice\n\ncasino | jeux d'argent\r\n赌场|赌博\nCASINO | again\n");
  REQUIRE(list.size() == 2);
  CHECK(list.at(0).word == "casino");
  CHECK(list.at(0).reason == "jeux d'argent");
  CHECK(list.at(1).reason == "赌博");
  CHECK(word_list::parse("ok\n\n | no word\n", "w.txt").error().where == "w.txt:3");
  CHECK(word_list::parse("ok\n\u200B*\n", "w.txt").error().where == "w.txt:2");
  CHECK(word_list::parse("\xC3(\n", "w.txt").error().what == "not UTF-8");
  CHECK(word_list::parse(std::string(201, 'a'), "w.txt").error().code == errc::too_large);
  CHECK(word_list::load("/nowhere/words.txt").error().code == errc::bad_config);
  CHECK(word_list::parse("", "w.txt").value().size() == 0);
}

TEST_CASE("any text is folded with a place for every letter") {
  seeded_random random(7);
  const word_list list = parsed("a\n的\né b\n");
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, 120);
    const folded_text folded = fold_text(text);
    REQUIRE(folded.letters.size() == folded.places.size());
    CHECK(std::is_sorted(folded.places.begin(), folded.places.end()));
    for (const word_hit& hit : list.find(folded, 10)) CHECK(hit.end <= folded.letters.size());
  }
  CHECK(fold_text("").letters.empty());
  CHECK(fold_text("  \n\n ").letters.size() <= 1);
}

TEST_CASE("HTML is looked at as it is seen") {
  CHECK(fold_text(seen_text("<p>敏<b>感</b>词 &amp; co</p><p>deux</p><img alt=\"vu &lt;ici&gt;\" src=\"x\">")).letters ==
        fold_text("敏感词 & co\n\ndeux\n\nvu <ici>").letters);
  CHECK(seen_text("<").empty());
}
