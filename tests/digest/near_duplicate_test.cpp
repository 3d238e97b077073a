#include "digest/near_duplicate.hpp"
#include "digest/news_samples.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

bool duplicate(std::string_view a, std::string_view b) {
  const auto left = fingerprint_of(a), right = fingerprint_of(b);
  const likeness like = compare(left, right), back = compare(right, left);
  CHECK(like.score == back.score);
  CHECK(like.score >= 0);
  CHECK(like.score <= 1);
  return like.duplicate;
}

}  // namespace

TEST_CASE("a reprint cut short under another title is a copy, in three languages") {
  for (const std::string language : {"fr", "en", "zh"}) {
    const auto articles = read_articles(language);
    CHECK(duplicate(articles[0].title + "\n" + articles[0].text, articles[1].title + "\n" + articles[1].text));
    CHECK_FALSE(duplicate(articles[0].text, articles[2].text));
    CHECK_FALSE(duplicate(articles[0].text, articles[3].text));
  }
}

TEST_CASE("a reprint with a few words changed is a copy") {
  CHECK(duplicate("Le conseil municipal de Lormont a voté mardi soir un budget de 82 millions d'euros, en hausse de 4 %. Les écoles en "
                  "recevront un quart, a précisé la maire, Hélène Vasseur.",
                  "Le conseil municipal de Lormont a adopté mardi soir un budget de 82 millions d'euros, en hausse de 4 %. Un quart ira aux "
                  "écoles, a précisé la maire, Hélène Vasseur."));
}

TEST_CASE("two briefs written in one frame are not copies") {
  CHECK_FALSE(duplicate("Un séisme de magnitude 5,2 s'est produit mardi à 04h12 au large de Honshu, au Japon, à une profondeur de 35 km, selon "
                        "l'Institut géologique américain. Aucune victime n'a été signalée dans l'immédiat.",
                        "Un séisme de magnitude 6,1 s'est produit jeudi à 17h48 au large de Valparaiso, au Chili, à une profondeur de 12 km, "
                        "selon l'Institut géologique américain. Aucune victime n'a été signalée dans l'immédiat."));
  CHECK_FALSE(duplicate("Shares in Norvale closed at 412.30 pence on Monday, up 2.1 per cent, on volume of 3,400,000 shares.",
                        "Shares in Lindwick closed at 98.75 pence on Tuesday, up 0.4 per cent, on volume of 1,250,000 shares."));
  CHECK_FALSE(duplicate("据中国地震台网正式测定，11月20日8时15分在云南大理州发生4.2级地震，震源深度10千米，暂无人员伤亡报告。",
                        "据中国地震台网正式测定，11月22日21时37分在青海玉树州发生5.6级地震，震源深度24千米，暂无人员伤亡报告。"));
}

TEST_CASE("lines too short to tell are copies only when they are the same") {
  CHECK(duplicate("Fermé le lundi", "fermé le LUNDI"));
  CHECK_FALSE(duplicate("Fermé le lundi", "Fermé le mardi"));
  CHECK_FALSE(duplicate("", ""));
  CHECK_FALSE(duplicate("...", "!!!"));
}

TEST_CASE("two briefs inside one site's frame are not copies, and a reprint that a site added its own lines to is one") {
  const std::string menu = "Accueil Politique Économie Sport Culture Météo Abonnez-vous Se connecter\n";
  const std::string foot =
      "\nRecevez chaque matin l'essentiel de l'actualité dans votre boîte aux lettres et suivez-nous sur les réseaux sociaux. Les vendanges commencent "
      "plus tôt que prévu en Bourgogne. Tous droits réservés. Mentions légales. Gestion des cookies. La rédaction vous recommande ces articles.";
  const std::string fire =
      "Un incendie s'est déclaré dimanche soir dans un entrepôt de Lormont. Une trentaine de pompiers ont lutté contre les flammes jusqu'à l'aube, "
      "sans faire de blessé. Le toit du bâtiment s'est effondré vers minuit.";
  const std::string strike =
      "Les conducteurs de bus cesseront le travail mardi prochain à Valbrune. Ils demandent des pauses plus longues aux terminus et le remplacement des "
      "véhicules les plus anciens. La direction les recevra jeudi.";
  CHECK_FALSE(duplicate(menu + fire + foot, menu + strike + foot));
  CHECK_FALSE(duplicate(fire + foot, strike + foot));
  CHECK(duplicate(menu + fire + foot, menu + fire + foot + " Publicité."));
  CHECK(duplicate(fire, fire + "\nSuivez toute l'actualité de la région sur notre site et nos réseaux."));
}

TEST_CASE("any texts compare without harm, and each is a copy of itself when it has words") {
  seeded_random random(3);
  for (int round = 0; round < 200; ++round) {
    const std::string a = random_text(random, 80);
    duplicate(a, random_text(random, 80));
    CHECK(duplicate(a, a) == !fingerprint_of(a).words.empty());
  }
}
