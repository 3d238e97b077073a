#include "digest/news_samples.hpp"
#include "digest/sentences.hpp"
#include "support/catch.hpp"

#include "base/text.hpp"

using namespace depeche;

namespace {

std::vector<std::string> sentences(std::string_view text, std::string_view language = "fr") {
  std::vector<std::string> out;
  for (const text_span& s : sentence_spans(text, language)) out.emplace_back(text.substr(s.begin, s.end - s.begin));
  return out;
}
using list = std::vector<std::string>;

}  // namespace

TEST_CASE("French titles, decimals and initials end no sentence") {
  CHECK(sentences("M. Dupont annonce 3,5 % de hausse. Mme. Leroy et J.-P. Martin approuvent.") ==
        list{"M. Dupont annonce 3,5 % de hausse.", "Mme. Leroy et J.-P. Martin approuvent."});
  CHECK(sentences("Il est né en 52 av. J.-C. à Rome. Voir art. 12 du code.") == list{"Il est né en 52 av. J.-C. à Rome.", "Voir art. 12 du code."});
}

TEST_CASE("a French quote stays with its marks and with who says it") {
  CHECK(sentences("« Quoi ! » s'écrie-t-il. Il sort.") == list{"« Quoi ! » s'écrie-t-il.", "Il sort."});
  CHECK(sentences("« Nous partons. Nous reviendrons », a dit le maire. La salle applaudit.") ==
        list{"« Nous partons. Nous reviendrons », a dit le maire.", "La salle applaudit."});
}

TEST_CASE("what follows a closed quote in a capital begins anew") {
  CHECK(sentences("Il a ajouté : « Rien n’est prêt. » Puis il est parti.") == list{"Il a ajouté : « Rien n’est prêt. »", "Puis il est parti."});
  CHECK(sentences("« Rien n’est prêt ! » La salle rit. « Nous verrons… » conclut-il.") ==
        list{"« Rien n’est prêt ! »", "La salle rit.", "« Nous verrons… » conclut-il."});
  CHECK(sentences("Elle a crié : « Au feu ! » et couru. « Est-ce sûr ? », demande Mme Roy.") ==
        list{"Elle a crié : « Au feu ! » et couru.", "« Est-ce sûr ? », demande Mme Roy."});
}

TEST_CASE("addresses, scores, sums and dialogue keep their points") {
  CHECK(sentences("Voir https://a.b/c.d?e=f. Le score est de 2-1 (mi-temps : 1-0). Il paie 1.200,50 euros.") ==
        list{"Voir https://a.b/c.d?e=f.", "Le score est de 2-1 (mi-temps : 1-0).", "Il paie 1.200,50 euros."});
  CHECK(sentences("– Bonjour, dit-elle.\n– Bonsoir ! répondit-il.\nElle sortit.") == list{"– Bonjour, dit-elle.", "– Bonsoir ! répondit-il.", "Elle sortit."});
}

TEST_CASE("English abbreviations end a sentence only before a word that begins one") {
  CHECK(sentences("U.S. officials met Mr. Smith in the U.S. The talks went on.", "en") ==
        list{"U.S. officials met Mr. Smith in the U.S.", "The talks went on."});
  CHECK(sentences("Some towns, e.g. Paris, waited until 5 p.m. on Monday. Acme Inc. They won 3.5 points.", "en") ==
        list{"Some towns, e.g. Paris, waited until 5 p.m. on Monday.", "Acme Inc.", "They won 3.5 points."});
}

TEST_CASE("Chinese sentences end at full-width marks, and quotes stay whole") {
  CHECK(sentences("今天下雨了！真的吗？是的，增长3.5%。", "zh") == list{"今天下雨了！", "真的吗？", "是的，增长3.5%。"});
  CHECK(sentences("他说：“桥面加宽了。我们还换了路灯。”居民欢迎。", "zh") == list{"他说：“桥面加宽了。我们还换了路灯。”", "居民欢迎。"});
  CHECK(sentences("天气很好。“我们会赢。”教练说。比赛开始。", "zh") == list{"天气很好。", "“我们会赢。”教练说。", "比赛开始。"});
}

TEST_CASE("Traditional Chinese names its speakers as Simplified does") {
  CHECK(sentences("「今天天氣很好。」他說。『真的嗎？』她問道。行政院表示，預算有3,500萬元。", "zh") ==
        list{"「今天天氣很好。」他說。", "『真的嗎？』她問道。", "行政院表示，預算有3,500萬元。"});
}

TEST_CASE("a line ends a sentence unless the next goes on in lower case") {
  CHECK(sentences("Un titre\nLe texte commence\nici et finit.\n\nautre paragraphe") ==
        list{"Un titre", "Le texte commence\nici et finit.", "autre paragraphe"});
  CHECK(sentences("1. Premier point. 2. Deuxième point.") == list{"1. Premier point.", "2. Deuxième point."});
}

TEST_CASE("every character but white space is in exactly one sentence") {
  seeded_random random(11);
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, random_below(random, 200));
    std::size_t end = 0;
    for (const text_span& s : sentence_spans(text, "fr")) {
      REQUIRE(s.begin >= end);
      REQUIRE(s.begin < s.end);
      REQUIRE(trim(std::string_view(text).substr(end, s.begin - end)).empty());
      REQUIRE(is_utf8(std::string_view(text).substr(s.begin, s.end - s.begin)));
      end = s.end;
    }
    REQUIRE(trim(std::string_view(text).substr(end)).empty());
  }
}

TEST_CASE("ill-formed bytes neither stop nor break sentence detection") {
  const std::string text = "Avant \xC3\x28 apr\xE9s. \xFF\xFE Suite\x80.";
  std::size_t total = 0;
  for (const text_span& s : sentence_spans(text, "fr")) total += s.end - s.begin;
  CHECK(total >= text.size() - 2);
}
