// What a machine translated, against what it translated: good translations pass, whatever the two languages; those that say something else don't.
#include "base/utf8.hpp"
#include "digest/news_samples.hpp"
#include "digest/number_values.hpp"
#include "digest/translation_check.hpp"
#include "support/catch.hpp"

#include <map>
#include <string>
#include <vector>

using namespace depeche;

namespace {

std::vector<number_values> in_digits(std::string_view text, std::string_view language = "en") { return values_in_digits(text_of_numbers(text), language); }
bool knows(std::string_view text, double value, std::string_view language = "en") {
  return values_known(text_of_numbers(text), language).contains(static_cast<std::int64_t>(value * 1000));
}

struct article_in {
  std::string title;
  std::vector<std::string> paragraphs;
  translated_words words() const {
    translated_words w{title, ""};
    for (const std::string& p : paragraphs) w.text += (w.text.empty() ? "" : "\n\n") + p;
    return w;
  }
  std::string written() const { return title + "\n\n" + words().text + "\n"; }
};

// The same news three times, as a newspaper in each of the languages would write it.
const article_in english{
    "Council passes harbour budget of £4.2bn",
    {"The city council passed the harbour budget of £4.2bn on Monday night at 10:30 p.m., after two hours of debate. Mayor Ann Lee said that the quays would be rebuilt by 2028.",
     "Some 12,000 people live beside the old port. In the 1990s there were twenty-five thousand, and the last shipyard, which employed 1,200 workers, closed on December 27, 1998.",
     "\"It is the largest investment in the city since the metro,\" said Lee. The vote was 61 to 34, with three members absent. The opposition wants 3.5 percent of the money for schools."}};
const article_in french{
    "Le conseil adopte un budget du port de 4,2 milliards de livres",
    {"Le conseil municipal a adopté lundi soir à 22 h 30, après deux heures de débat, le budget du port, de 4,2 milliards de livres. La maire, Ann Lee, a déclaré que les quais seraient reconstruits d’ici à 2028.",
     "Quelque 12 000 personnes vivent à côté du vieux port. Dans les années 1990, elles étaient 25 000, et le dernier chantier naval, qui employait 1 200 ouvriers, a fermé le 27 décembre 1998.",
     "« C’est le plus grand investissement de la ville depuis le métro », a dit Mme Lee. Le vote a été de 61 voix contre 34, et 3 élus étaient absents. L’opposition veut 3,5 % de l’argent pour les écoles."}};
const article_in chinese{
    "市议会通过42亿英镑港口预算",
    {"市议会周一晚上10点30分经过两小时辩论后，通过了42亿英镑的港口预算。市长安·李表示，码头将在2028年前重建。",
     "约有1.2万人居住在老港口旁。20世纪90年代，这里有2.5万人；最后一家雇用1200名工人的造船厂于1998年12月27日关闭。",
     "李市长说：“这是自地铁以来本市最大的一笔投资。”表决结果为61票对34票，三名议员缺席。反对派希望把3.5%的资金用于学校。"}};

std::string refusal(const article_in& of, const std::string& from, const std::string& to, const article_in& written) {
  return check_translation(from, to, of.words(), written.written()).refused;
}

article_in with(article_in of, std::size_t paragraph, const std::string& before, const std::string& after) {
  std::string& text = of.paragraphs.at(paragraph);
  const auto at = text.find(before);
  REQUIRE(at != std::string::npos);
  text.replace(at, before.size(), after);
  return of;
}

}  // namespace

TEST_CASE("a number is worth the same in every language") {
  CHECK(in_digits("5,2 milliards", "fr") == in_digits("5.2 billion"));
  CHECK(in_digits("5,2 billions", "fr") == in_digits("5.2 trillion"));
  CHECK(in_digits("52亿", "zh") == in_digits("5.2 billion"));
  CHECK(in_digits("1亿2000万人", "zh") == in_digits("120 million"));
  CHECK(in_digits("1,200") == in_digits("1 200", "fr"));
  CHECK(in_digits("3.125") == in_digits("3,125", "fr"));
  CHECK(in_digits("3.5%") == in_digits("3,5 pour cent", "fr"));
  CHECK(in_digits("3 416 milliards", "fr") == in_digits("3.416万亿", "zh"));
  CHECK(in_digits("3½") == in_digits("3.5"));
  CHECK(in_digits("40 billionaires") == in_digits("40"));
  CHECK(in_digits("CO2, 50 m2, Q4").size() == 1);
  CHECK(in_digits("22h30", "fr").size() == 2);
  CHECK(in_digits("3比1，200名", "zh").size() == 3);
  CHECK(in_digits("123456789012345678") == in_digits("123456789012345678", "fr"));
  CHECK(in_digits("1000万", "zh") != in_digits("1 million"));
  CHECK(in_digits("2026年11月30日").size() == 3);
  CHECK(in_digits("20世纪90年代", "zh") == in_digits("1990"));
  CHECK(in_digits("£5m").front().contains(5'000'000'000));
  CHECK(knows("£5bn", 5e9));
  CHECK(knows("2,5 Mds€", 2.5e9, "fr"));
  CHECK(knows("$1.5B", 1.5e9));
  CHECK(knows("£5m", 5e6));
  CHECK_FALSE(knows("5 m", 5e6));
  CHECK_FALSE(knows("5 million", 1e6));
  CHECK(knows("3000多万", 30e6, "zh"));
  CHECK(knows("2.5个亿", 2.5e8, "zh"));
  CHECK(knows("half a million", 5e5));
  CHECK(knows("three and a half million", 3.5e6));
  CHECK(knows("two dozen", 24));
  CHECK(knows("au XIVe siècle", 14, "fr"));
  CHECK(knows("七成", 70, "zh"));
  CHECK(knows("百分之三点五", 3.5, "zh"));
  CHECK(knows("“十四五”规划", 14, "zh"));
  CHECK(knows("2024-25", 2025));
  CHECK(knows("the '90s", 1990));
  CHECK(knows("90后", 1990, "zh"));
  CHECK(knows("by 1430 GMT", 14));
  CHECK(knows("at 7.30pm", 19));
  CHECK(knows("at 7.30pm", 30));
  CHECK(knows("12:30 a.m.", 0));
  CHECK(knows("下午2点半", 30, "zh"));
  CHECK(knows("今晚8点", 20, "zh"));
  CHECK(knows("at noon", 12));
  CHECK(knows("555-123-4567", 555123));
  CHECK(knows("vingt-cinq", 25));
  CHECK(knows("quatre-vingt-dix-sept", 97));
  CHECK(knows("twenty-five thousand", 25'000));
  CHECK(knows("three hundred and forty", 340));
  CHECK(knows("一百二十三", 123));
  CHECK(knows("三千五百万", 35e6));
  CHECK(knows("二〇二六年", 2026));
  CHECK(knows("两", 2));
  CHECK(knows("le 3 décembre", 12));
  CHECK(knows("3:30 p.m.", 15));
  CHECK_FALSE(knows("3:30 a.m.", 15));
  CHECK(knows("90年代", 1990));
  CHECK(knows("the 1990s", 90));
  CHECK(knows("au XXe siècle", 20));
  CHECK(knows("in the twenty-first century", 21));
  CHECK(knows("5千米", 5, "zh"));
  CHECK_FALSE(knows("5万", 5, "zh"));
  CHECK_FALSE(knows("nothing", 0));
}

TEST_CASE("a faithful translation passes, from each language into each") {
  const std::vector<std::pair<std::string, const article_in*>> all{{"en", &english}, {"fr", &french}, {"zh", &chinese}};
  for (const auto& [from, original] : all)
    for (const auto& [to, made] : all) {
      if (from == to) continue;
      INFO(from << " to " << to);
      CHECK(refusal(*original, from, to, *made).empty());
      const auto verdict = check_translation(from, to, original->words(), "\n" + made->title + "\n" + made->words().text);
      CHECK(verdict.words.title == made->title);
      CHECK(verdict.words.text == made->words().text);
    }
}

TEST_CASE("a translation that says something else is refused with the reason") {
  const auto contains = [](const std::string& text, const char* part) {
    INFO(text);
    return text.find(part) != std::string::npos;
  };
  CHECK(contains(refusal(english, "en", "fr", with(french, 0, "4,2 milliards", "4,2 millions")), "doesn't have"));
  CHECK(contains(refusal(english, "en", "fr", with(french, 2, "61 voix", "71 voix")), "doesn't have"));
  CHECK(contains(refusal(english, "en", "zh", with(chinese, 1, "1.2万", "12万")), "doesn't have"));
  CHECK(contains(refusal(chinese, "zh", "fr", with(french, 1, "25 000", "2 500")), "doesn't have"));
  CHECK(contains(refusal(chinese, "zh", "en", with(english, 0, "£4.2bn on", "£42bn on")), "doesn't have"));
  article_in shorter = french;
  shorter.paragraphs.pop_back();
  CHECK(contains(refusal(english, "en", "fr", shorter), "2 paragraphs where the original has 3"));
  CHECK(contains(refusal(english, "en", "fr", english), "not translated"));
  CHECK_FALSE(refusal(english, "en", "zh", french).empty());
  CHECK(contains(refusal(chinese, "zh", "fr", english), "language"));
  CHECK(contains(refusal(french, "fr", "en", with(english, 0, "Mayor", "See https://evil.example/ Mayor")), "address"));
  CHECK(contains(refusal(french, "fr", "en", with(english, 0, "Mayor", "<b>Mayor</b>")), "markup"));
  CHECK(contains(refusal(french, "fr", "en", with(english, 0, "Mayor", "\u202EMayor")), "control"));
  const article_in vague{french.title, {"Le conseil a voté.", "Des gens vivent là.", "C’est dit."}};
  CHECK(contains(refusal(english, "en", "fr", vague), "characters where"));
  article_in without = french;
  without.paragraphs[1] = "Quelques milliers de personnes vivent à côté du vieux port. Autrefois, elles étaient plus nombreuses, et le dernier chantier naval, qui employait beaucoup d’ouvriers, a fermé il y a longtemps, en hiver.";
  CHECK(contains(refusal(english, "en", "fr", without), "are gone"));
  article_in noted = french;
  noted.paragraphs[0] += " (Note du traducteur : la livre vaut 1,15 euro.)";
  CHECK(contains(refusal(english, "en", "fr", noted), "note"));
  article_in half = french;
  half.title = english.title;
  CHECK_FALSE(refusal(english, "en", "fr", half).empty());
  half = french;
  half.paragraphs[2] = english.paragraphs[2];
  CHECK(contains(refusal(english, "en", "fr", half), "a paragraph"));
  CHECK(contains(refusal(english, "en", "fr", with(french, 0, "4,2 milliards", "4,2 billions")), "doesn't have"));
  CHECK_FALSE(check_translation("en", "fr", english.words(), "").refused.empty());
  CHECK_FALSE(check_translation("en", "fr", english.words(), "\xff").refused.empty());
  CHECK_FALSE(check_translation("en", "fr", english.words(), "Je suis désolé, je ne peux pas traduire ce texte.").refused.empty());
}

TEST_CASE("what the original has may stand in its translation: a sign, an address, a joined emoji") {
  const translated_words note{"Tea < coffee", "See https://tea.example/ for more \U0001F468\u200D\U0001F467."};
  CHECK(check_translation("en", "fr", note, "Le thé < le café\n\nVoir https://tea.example/ pour en savoir plus \U0001F468\u200D\U0001F467.").refused.empty());
}

TEST_CASE("whatever is written is taken or refused, and what is taken is well-formed and as long as its original") {
  seeded_random random(20261130);
  std::size_t taken = 0;
  for (int i = 0; i < 3000; ++i) {
    translated_words original{random_text(random, 20), random_text(random, 1 + random_below(random, 400))};
    std::string written = random_below(random, 2) ? original.title + "\n\n" + original.text : random_text(random, 1 + random_below(random, 400));
    if (random_below(random, 4) == 0) written.resize(written.size() / 2);
    const char* languages[] = {"fr", "en", "zh"};
    const auto verdict = check_translation(languages[random_below(random, 3)], languages[random_below(random, 3)], original, written);
    CHECK(verdict.refused.empty() == !verdict.words.title.empty());
    if (!verdict.refused.empty()) continue;
    ++taken;
    CHECK(is_utf8(verdict.words.title + verdict.words.text));
    CHECK(verdict.words.title.find('\n') == std::string::npos);
  }
  CHECK(taken > 0);
}

TEST_CASE("sentences with numbers of every kind, honestly translated or not") {
  // Each in an article of three paragraphs, whose others are translated well.
  const std::map<std::string, std::string> around = {
      {"en", "The town council said on Monday that the old harbour would be open to the public again after long works."},
      {"fr", "Le conseil municipal a annoncé lundi que le vieux port serait de nouveau ouvert au public après de longs travaux."},
      {"zh", "市议会周一表示，旧港口经过长时间施工后将重新向公众开放。"}};
  const std::map<std::string, std::string> titles = {{"en", "News of the day"}, {"fr", "Nouvelles du jour"}, {"zh", "今日新闻"}};
  for (const auto& line : nlohmann::json::parse(read_data("translated_sentences.json"))) {
    const std::string from = line[0], to = line[1], original = line[2], written = line[3];
    INFO(from << " to " << to << ": " << original << " => " << written);
    const auto verdict = check_translation(from, to, {titles.at(from), around.at(from) + "\n\n" + original}, titles.at(to) + "\n\n" + around.at(to) + "\n\n" + written);
    INFO(verdict.refused);
    CHECK(verdict.refused.empty() == line[4].get<bool>());
  }
}
