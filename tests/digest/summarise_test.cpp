#include "digest/news_samples.hpp"
#include "digest/openings.hpp"
#include "digest/summarise.hpp"
#include "digest/terms.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>

using namespace depeche;

namespace {

std::string at_position(const std::string& text, const summary_sentence& s) {
  const std::size_t begin = bytes_of_code_points(text, s.begin), end = bytes_of_code_points(text, s.end);
  return text.substr(begin, end - begin);
}

std::vector<std::string> summary_of(std::string_view language, std::string_view title, const std::string& text, summary_wish wish) {
  std::vector<std::string> out;
  for (const auto& s : summarise(language, title, text, wish)) out.push_back(s.text);
  return out;
}

}  // namespace

TEST_CASE("a French summary leaves out asides and the site's furniture") {
  const auto a = read_articles("fr").at(0);
  CHECK(summary_of("fr", a.title, a.text, {.sentences = 2}) ==
        std::vector<std::string>{
            "Le pont des Arbalètes a rouvert lundi matin à la circulation, après dix-huit mois de travaux.",
            "Le chantier a coûté 14,5 millions d'euros, soit 3,5 % de plus que prévu, selon M. Armand Delcourt, adjoint à la voirie."});
  for (const std::string& s : summary_of("fr", a.title, a.text, {.sentences = 4})) CHECK(s.find("Lire aussi") == s.npos);
}

TEST_CASE("an English summary has no sentence that leans on one left out") {
  const auto a = read_articles("en").at(0);
  for (const std::string& s : summary_of("en", a.title, a.text, {.sentences = 3})) CHECK_FALSE(s.starts_with("However"));
}

TEST_CASE("a Chinese summary is made of whole Chinese sentences") {
  const auto a = read_articles("zh").at(0);
  const auto summary = summary_of("zh", a.title, a.text, {.sentences = 2});
  REQUIRE(summary.size() == 2);
  CHECK(summary[0] == "历时十八个月的修缮工程结束，青石桥今晨恢复通车。");
  for (const std::string& s : summary) CHECK((s.ends_with("。") || s.ends_with("。”")));
}

TEST_CASE("the wish for words is kept but for a first sentence that is longer by itself") {
  const std::string text = "Une phrase de six mots ici. Une autre qui en compte sept ici. Une fin.";
  CHECK(summary_of("fr", "", text, {.sentences = 3, .words = 9}).size() <= 2);
  for (std::size_t words = 1; words < 20; ++words) {
    std::size_t total = 0;
    const auto summary = summary_of("fr", "", text, {.sentences = 0, .words = words});
    REQUIRE(!summary.empty());
    for (const std::string& s : summary) total += count_words(s);
    CHECK((total <= words || summary.size() == 1));
  }
}

TEST_CASE("no text gives no summary and any other at least one sentence") {
  CHECK(summarise("fr", "Titre", "", {}).empty());
  CHECK(summarise("fr", "Titre", " \n\n ", {}).empty());
  CHECK(summary_of("fr", "", "Court", {}) == std::vector<std::string>{"Court"});
  CHECK(summary_of("xx", "", "!!!", {}) == std::vector<std::string>{"!!!"});
}

TEST_CASE("whatever the text every summary sentence stands at its position once and in order") {
  seeded_random random(21);
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, random_below(random, 400));
    const summary_wish wish{.sentences = random_below(random, 6), .words = random_below(random, 3) * 10};
    std::set<std::string> met;
    std::size_t end = 0;
    for (const auto& s : summarise(round % 3 ? "fr" : "zh", "中国 Le titre", text, wish)) {
      REQUIRE(at_position(text, s) == s.text);
      REQUIRE(s.begin >= end);
      REQUIRE(met.insert(s.text).second);
      end = s.end;
    }
    if (wish.sentences > 0) REQUIRE(met.size() <= wish.sentences);
  }
}

TEST_CASE("a sentence that stands twice in a text is summarised once") {
  const std::string text = "Le port rouvre mardi après la tempête. Les quais sont propres. Le port rouvre mardi après la tempête.";
  const auto summary = summary_of("fr", "Le port rouvre", text, {.sentences = 0});
  CHECK(summary == std::vector<std::string>{"Le port rouvre mardi après la tempête.", "Les quais sont propres."});
}

TEST_CASE("a summary of several texts takes what they agree on and no near copy twice") {
  const std::vector<std::string> texts = {
      "The dam at Corrie burst on Friday night after a week of rain. Twelve houses were flooded. The mayor likes tea.",
      "After a week of rain the dam at Corrie burst on Friday night. Rescue teams brought 40 people to safety by boat."};
  const auto summary = summarise_many("en", texts, {.sentences = 2});
  REQUIRE(summary.size() == 2);
  std::size_t about_the_dam = 0;
  for (const auto& s : summary) {
    CHECK(at_position(texts.at(s.doc), s.sentence) == s.sentence.text);
    if (s.sentence.text.find("burst") != std::string::npos) ++about_the_dam;
  }
  CHECK(about_the_dam == 1);
  CHECK(summarise_many("en", {}, {}).empty());
}

TEST_CASE("a very long text is summarised in time") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "Phrase numéro " + std::to_string(i) + " du long texte sur la ville. ";
  CHECK(summarise("fr", "La ville", text, {.sentences = 2}).size() == 2);
}

TEST_CASE("a wish for bytes is kept but for a first sentence that is longer by itself") {
  const auto a = read_articles("fr").at(0);
  for (std::size_t bytes = 20; bytes < 500; bytes += 37) {
    const auto summary = summary_of("fr", a.title, a.text, {.sentences = 0, .words = 0, .bytes = bytes});
    std::size_t total = 0;
    for (const std::string& s : summary) total += s.size() + (total ? 1 : 0);
    CHECK((total <= bytes || summary.size() == 1));
    CHECK(!summary.empty());
  }
}

TEST_CASE("a summary does not begin with a pronoun whose noun stands in the title") {
  const auto summary = summary_of("fr", "Grève des éboueurs : la direction de Nettéo et les syndicats se revoient",
                                  "Ils ne s'étaient plus parlé depuis quatre jours. La direction de Nettéo et les syndicats des éboueurs se retrouvent ce soir au "
                                  "dépôt. La grève des éboueurs dure depuis une semaine à Valbrune.",
                                  {.sentences = 1});
  REQUIRE(summary.size() == 1);
  CHECK_FALSE(summary[0].starts_with("Ils"));
}

TEST_CASE("ten texts on one event give a summary that fills its words with what most of them say") {
  const std::vector<std::string> asides = {"The mayor drinks a cup of black tea with milk at noon.", "A dog barked for hours.", "Old maps show a mill.",
                                           "Schools closed early.",           "The choir sang.",         "Prices of sand rose.",
                                           "Nobody likes mud.",               "A bakery gave bread.",    "The moon was full.",
                                           "Some fields were fallow."};
  std::vector<std::string> texts;
  for (const std::string& aside : asides)
    texts.push_back(aside + " The dam at Corrie burst on Friday night after a "
                    "week of heavy rain. Rescue teams in boats brought forty people from Corrie to safety.");
  const auto summary = summarise_many("en", texts, {.sentences = 0, .words = 29});
  std::string all;
  for (const auto& s : summary) all += s.sentence.text;
  CHECK(all.find("burst") != std::string::npos);
  CHECK(all.find("forty people") != std::string::npos);
  CHECK(all.find("milk") == std::string::npos);
}

TEST_CASE("a wish for words is used up as far as whole sentences go") {
  seeded_random random(3);
  const auto word = [&] {
    std::string made;
    for (int k = 0; k < 3; ++k) made += std::string(1, "bdfglmnprst"[random_below(random, 11)]) + "aeiou"[random_below(random, 5)];
    return made;
  };
  std::size_t used = 0, wished = 0;
  for (int round = 0; round < 60; ++round) {
    std::string text;
    for (int i = 0; i < 14; ++i) {
      std::string sentence = "The";
      for (std::size_t n = 10 + random_below(random, 22); n > 0; --n) sentence += " " + word();
      text += sentence + ". ";
    }
    const std::size_t most = 60 + random_below(random, 40);
    std::size_t told = 0;
    for (const std::string& s : summary_of("en", "The bridge and the river", text, {.sentences = 0, .words = most})) told += count_words(s);
    CHECK(told <= most);
    used += told, wished += most;
  }
  INFO(static_cast<double>(used) / static_cast<double>(wished));
  CHECK(used * 1000 >= wished * 950);  // without a second look 942
}

TEST_CASE("a sentence leans back by a word that points there, not by one that begins alike") {
  for (const char* text : {"他们表示，工程将于明年完工。", "但居民并不同意。", "也有商户选择停业。", "而去年同期只有三百件。", "并要求有关部门整改。", "该项目投资两亿元。"})
    CHECK(leans_back(text, "zh"));
  for (const char* text : {"也门局势再度紧张。", "并购交易已经完成。", "市图书馆从一月起外借电钻。"}) CHECK_FALSE(leans_back(text, "zh"));
  CHECK(leans_back("En effet, le pont a rouvert.", "fr"));
  CHECK(leans_back("« Il n’y a pas de doute », dit-elle.", "fr"));
  CHECK_FALSE(leans_back("Ilya Morel préside la séance.", "fr"));
  CHECK(leans_back("However, the bridge reopened.", "en"));
  CHECK_FALSE(leans_back("Hermitage visitors may come again.", "en"));
  for (const char* text : {"對此，市長表示同意。", "這些居民都不同意。", "與此同時，工程仍在進行。", "不過，票價沒有變。"}) CHECK(leans_back(text, "zh"));
  for (const char* text : {"Ce dernier a démenti.", "Lui n’a rien vu.", "Tous deux ont été relâchés.", "Par conséquent, la ligne ferme.", "Dès lors, tout change.", "C’est pourquoi le pont ferme."})
    CHECK(leans_back(text, "fr"));
  for (const char* text : {"Luigi Moretti préside.", "Tous les ponts ferment.", "Donchéry vote dimanche."}) CHECK_FALSE(leans_back(text, "fr"));
  for (const char* text : {"Both were released.", "Consequently, the line closes.", "In turn, the council voted.", "Since then, nothing has moved.", "Indeed, it rained."})
    CHECK(leans_back(text, "en"));
  for (const char* text : {"Botham scored twice.", "Since 1931 the clock has run."}) CHECK_FALSE(leans_back(text, "en"));
}

TEST_CASE("a fact is told once where a summary is for people: the standfirst and the text begin with the same") {
  struct sample {
    const char *language, *text, *again;
  };
  const sample samples[] = {
      {"fr", "À 5 h 12 ce matin, la rame 214 a franchi le pont avec 63 personnes à bord. Après six ans de chantier, le tramway relie enfin les deux rives.\n\n"
             "À 5 h 12, la première rame de la nouvelle ligne de tramway s’est élancée vers la rive gauche. L’exploitant attend 28 000 voyageurs par jour.",
       "s’est élancée"},
      {"en", "The river peaked at 2.50am at 4.62 metres and the town stayed dry. The new barrier held for 19 hours.\n\n"
             "At 2.50am the water stood at 4.62 metres, and then it fell. Residents of the quays were back at home by noon.",
       "the water stood"},
      {"zh", "洪峰于凌晨2时50分过境，水位4.62米。首次启用的水闸连续关闭十九个小时，老城安然无恙。\n\n"
             "凌晨2时50分，河水升至4.62米，为四十年来最高。码头居民中午前已经回家。",
       "河水升至"}};
  for (const sample& s : samples) {
    INFO(s.language);
    const auto told = [&](const summary_wish& wish) {
      std::string all;
      for (const auto& sentence : summarise(s.language, "", s.text, wish)) all += sentence.text + "|";
      return all;
    };
    CHECK(told({.sentences = 4}).find(s.again) != std::string::npos);
    const std::string once = told({.sentences = 3, .told_once = true});
    INFO(once);
    CHECK(once.find(s.again) == std::string::npos);
    CHECK(std::count(once.begin(), once.end(), '|') == 3);
  }
}
