// What a language model wrote may stand for a summary only if it says nothing that the article doesn't.
#include "digest/rewrite_check.hpp"
#include "digest/stated_numbers.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

const std::string french =
    "Le pont de la Gare rouvrira lundi\nLe pont de la Gare, fermé depuis 18 mois, rouvrira lundi 23 novembre, a annoncé la maire Claire Morel. Les travaux "
    "ont coûté 3,5 millions d'euros, soit 12 % de plus que prévu. « Nous avons tenu le calendrier », a dit Mme Morel. Quelque 1 200 véhicules y passeront chaque "
    "jour. Paul Durand, qui tient le café voisin, attend ce jour depuis longtemps.";
const std::string english =
    "Harbour budget passed\nThe council passed the harbour budget of $4.2 billion on Monday after two hours of debate. Mayor Ann Lee said the quays would be "
    "rebuilt by 2028. Tom Park voted against it.";
const std::string chinese =
    "港口预算获得通过\n市议会周一通过了港口预算，总额为3.5亿元。市长李明华表示，新码头将在2028年建成。“我们会按时完成”，他说。滨海市交通局负责施工。";

std::string refused(std::string_view language, const std::string& source, std::string_view written) {
  return check_rewrite(language, source, std::string(400, 'x'), written).refused;
}

}  // namespace

TEST_CASE("numbers are the same in every typography, with their magnitude") {
  const auto of = [](std::string_view text) { return stated_numbers(fold_for_comparison(text)); };
  CHECK(of("1 200,5 millions") == of("1,200.5 million"));
  CHECK(of("1\u202F200 personnes") == of("1200 people"));
  CHECK(of("12 %") == of("12%"));
  CHECK(of("１２３人") == of("123人"));
  CHECK(of("3 million") != of("3 billion"));
  CHECK(of("3万") != of("3亿"));
  CHECK(of("3.5") != of("35"));
  CHECK(of("douze ans").contains("douze"));
  CHECK(of("二百三十人").contains("二百三十"));
  CHECK(of("一些人").empty());
}

TEST_CASE("a rewrite that only says what the article says is accepted, in three languages") {
  const auto fr = check_rewrite("fr", french, std::string(300, 'x'), "\"Fermé 18 mois, le pont de la Gare rouvrira lundi, selon la maire Claire Morel.\"\n");
  CHECK(fr.refused == "");
  CHECK(fr.text == "Fermé 18 mois, le pont de la Gare rouvrira lundi, selon la maire Claire Morel.");
  CHECK(refused("en", english, "On Monday the council passed a harbour budget of $4.2 billion, and Ann Lee said the quays would be rebuilt by 2028.") == "");
  CHECK(refused("zh", chinese, "市议会周一通过港口预算，总额3.5亿元，新码头将在2028年建成。") == "");
}

TEST_CASE("a number that the article does not have is refused") {
  CHECK(refused("fr", french, "Le pont de la Gare rouvrira lundi 24 novembre, a annoncé la maire.").find("a number") == 0);
  CHECK(refused("fr", french, "Les travaux du pont ont coûté 3,5 milliards d'euros, a annoncé la maire.").find("a number") == 0);
  CHECK(refused("en", english, "The council passed the harbour budget of $4.2 million on Monday.").find("a number") == 0);
  CHECK(refused("en", english, "The council passed the harbour budget after three hours of debate.").find("a number") == 0);
  CHECK(refused("zh", chinese, "市议会周一通过港口预算，总额为3.5万元。").find("a number") == 0);
}

TEST_CASE("a name that the article does not have is refused, also one made of two that it has") {
  CHECK(refused("fr", french, "Le pont de la Gare rouvrira lundi, a annoncé la maire Julie Morel.").find("a name") == 0);
  CHECK(refused("fr", french, "Le pont de la Gare rouvrira lundi, a annoncé la maire Claire Durand.").find("two names") == 0);
  CHECK(refused("fr", french, "Macron a annoncé que le pont de la Gare rouvrira lundi.").find("a name") == 0);
  CHECK(refused("en", english, "The council of Boston passed the harbour budget on Monday.").find("a name") == 0);
  CHECK(refused("en", english, "The council passed the harbour budget on Tuesday.").find("a name") == 0);
  CHECK(refused("zh", chinese, "滨江市交通局周一通过了港口预算，新码头将建成。").find("a name") == 0);
  CHECK(refused("zh", chinese, "市长王建国表示，新码头将在2028年建成。").find("a name") == 0);
  CHECK(refused("zh", chinese, "市议会周一通过了Tesla港口预算。").find("a name") == 0);
}

TEST_CASE("a quotation must be word for word in the article") {
  CHECK(refused("fr", french, "« Nous avons tenu le calendrier », a dit la maire Claire Morel.") == "");
  CHECK(refused("fr", french, "« Nous avons bien tenu le calendrier », a dit la maire Claire Morel.").find("a quotation") == 0);
  CHECK(refused("zh", chinese, "市长李明华说：“我们会提前完成”。").find("a quotation") == 0);
}

TEST_CASE("another subject, an apology, markup, and what is too long are refused") {
  CHECK_FALSE(refused("en", english, "I am sorry, but as a language model I cannot help with that request today.").empty());
  CHECK_FALSE(refused("fr", french, "The bridge will open again after works, the mayor announced to people there.").empty());
  CHECK(refused("en", english, "The council **passed** the harbour budget.").find("markup") == 0);
  CHECK(refused("en", english, "The council passed the harbour budget, see https://evil.example.").find("markup") == 0);
  CHECK(refused("en", english, "The council\u202E passed the harbour budget.") == "control characters");
  CHECK(refused("en", english, "The council passed\xff the harbour budget.") == "not UTF-8");
  CHECK(refused("en", english, "") == "nothing was written");
  std::string_view lead = "The council passed the harbour budget.";
  std::string longer;
  for (int i = 0; i < 6; ++i) longer += std::string(lead) + " ";
  CHECK(check_rewrite("en", english, lead, longer).refused == "longer than what it replaces");
}
