#include "digest/near_duplicate.hpp"
#include "digest/news_samples.hpp"
#include "digest/print_shelf.hpp"
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

TEST_CASE("a long header before two different Chinese briefs makes no copies of them, and a reworded reprint under it stays one") {
  const std::string header =
      "首页 要闻 时政 财经 社会 国际 体育 文化 教育 健康 科技 视频 图片 专题 评论 登录 注册 下载客户端 当前位置 新闻中心 地方新闻 正文 字号 大 中 小 分享到微信 "
      "来源 城市晚报 责任编辑 王敏 打印本页 加入收藏 手机看新闻\n";
  const std::string prose = "城市晚报讯，本报每天早上为您送上本地最重要的消息，欢迎继续关注。读者如有线索，可拨打本报热线，记者会尽快与您联系。";
  const std::string bridge = "青石桥今晨恢复通车。修缮工程历时十八个月，桥面重新铺装，两侧加装了护栏，首日车流平稳有序。";
  const std::string reworded = "青石桥今天早晨恢复通车。修缮工程历时十八个月，桥面已重新铺装，两侧加装护栏，首日车流平稳有序。";
  const std::string museum = "市博物馆新馆下月对公众开放。展厅面积扩大一倍，将展出三百多件出土陶器，周末延长开放两个小时。";
  for (const std::string& frame : {header, prose}) {
    CHECK_FALSE(duplicate(frame + bridge, frame + museum));
    CHECK(duplicate(frame + bridge, frame + reworded));
    CHECK(duplicate(frame + bridge, bridge));
  }
}

TEST_CASE("one text to which two sites added a few lines of their own is still a copy") {
  const std::string told =
      "The council of Lindwick voted on Tuesday to keep the ferry across the lower harbour for another five years. The boat carries nine hundred "
      "people on a working day, most of them to the shipyard. Fares stay as they are. The town will pay for a new engine before the winter, and "
      "the crew of six keeps its contracts. A bridge was studied and found too dear, the mayor said.";
  CHECK(duplicate(told + " Sign up here for our weekly letter about the coast and its people today",
                  told + " Advertisement Most read stories Weather Sudoku Crossword Horoscope Jobs Property Cars"));
}

TEST_CASE("an agency's text under each paper's own first sentence is one text") {
  const std::string body =
      " Le canal était fermé depuis le 3 mars, après la rupture d'une porte d'écluse à Bellerive. Les travaux ont coûté 14 millions d'euros, dont 9 à la "
      "charge de la région. Quelque 120 péniches attendaient en amont, chargées surtout de blé et de gravier. Le trafic reprendra par convois de six "
      "bateaux, a précisé la directrice des voies navigables, Odile Ferrand. Les mariniers, qui ont perdu cinq semaines de fret, demandent une aide de "
      "2 millions d'euros. Une réunion est prévue le 18 avril à la préfecture.";
  CHECK(duplicate("Le canal du Nord rouvre samedi à la navigation, a annoncé jeudi le gestionnaire des écluses après une dernière inspection." + body,
                  "Fin de l'attente pour les bateliers : les péniches pourront de nouveau circuler dès cette fin de semaine entre les deux bassins." + body));
  // As much of a brief between the lines of a site that all its pages have is another brief.
  const std::string frame =
      " Abonnez-vous pour lire tous nos articles en illimité. Recevez chaque matin notre lettre. Suivez la rédaction sur les réseaux sociaux. Nos "
      "conditions générales ont changé. Contactez-nous pour toute question sur votre abonnement.";
  CHECK_FALSE(duplicate("Le canal du Nord rouvre samedi à la navigation, a annoncé jeudi le gestionnaire des écluses." + frame,
                        "La piscine de Hautval ferme tout l'été pour des travaux que la commune a votés mardi soir." + frame));
}

TEST_CASE("any two texts compare the same in both orders, and each is a copy of itself when it has words") {
  seeded_random random(3);
  for (int round = 0; round < 200; ++round) {
    const std::string a = random_text(random, 80);
    const std::string b = random_text(random, 80);
    CHECK(duplicate(a, b) == duplicate(b, a));
    CHECK(duplicate(a, a) == !fingerprint_of(a).words.empty());
  }
}

TEST_CASE("a packed fingerprint comes back as it was, and takes less than half") {
  print_shelf shelf;
  std::vector<fingerprint> prints;
  std::vector<std::string> packed;
  std::size_t before = 0, after = 0;
  for (const std::string language : {"fr", "en", "zh"})
    for (const article& a : read_articles(language)) {
      prints.push_back(fingerprint_of(a.title + '\n' + a.text));
      packed.push_back(shelf.pack(prints.back()));
      before += 4 * (prints.back().words.size() + prints.back().numbers.size() + prints.back().names.size() + prints.back().stops.size());
      after += packed.back().size();
    }
  prints.emplace_back();
  packed.push_back(shelf.pack({}));
  for (std::size_t i = 0; i < prints.size(); ++i) {
    const fingerprint back = shelf.unpack(packed[i]);
    CHECK(back.words == prints[i].words);
    CHECK(back.numbers == prints[i].numbers);
    CHECK(back.names == prints[i].names);
    CHECK(back.stops == prints[i].stops);
    CHECK(back.wide == prints[i].wide);
  }
  CHECK(2 * after < before);
}
