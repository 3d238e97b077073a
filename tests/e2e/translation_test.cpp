// News in English for readers of French, on the real binary: translated by an endpoint, marked, corrected, withdrawn, and never with a number that
// the original doesn't have.
#include "e2e/bot_and_platform.hpp"
#include "e2e/model_server.hpp"
#include "support/catch.hpp"

#include <poll.h>

using namespace e2e;

namespace {

std::string translated(const std::string& material) {
  if (contains(material, "Old mill"))
    return "Le vieux moulin est vendu\n\nLe vieux moulin du canal a été vendu lundi 950 000 euros à une école de cuisine.\n\nSes 12 salles ouvriront en mai.";
  if (contains(material, "80,000 euros"))
    return "Le pont du canal ferme\n\nLe pont du canal ferme mardi pour travaux, qui coûteront 90 000 euros à la ville et dureront une semaine.";
  return "Le ferry de nuit reprend " + std::string(contains(material, "Tuesday") ? "mardi" : "lundi") +
         "\n\nLe ferry de nuit entre les deux îles reprend après trois mois de travaux au port, et il partira à 22 heures.\n\nLes billets coûtent 14 euros.";
}

struct bilingual_newsroom {
  bilingual_newsroom() : model(&translated) {
    w.add_tables("[api]\ntoken = \"" + token + "\"\n[rewrite]\nurl = \"" + model.address +
                 "\"\nmodel = \"small\"\nsummaries = false\n[[edition]]\nname = \"matin\"\ntitle = \"Le Matin\"\nlanguage = \"fr\"\n"
                 "translate = [\"en\"]\nschedule = \"0 0 1 1 *\"\nwindow = \"14d\"\n");
    bot = w.serve();
    w.wait_until_it_answers();
    door = std::make_unique<speaker>("https://127.0.0.1:" + std::to_string(w.port), w.folder.file("sandbox-cert.pem"));
  }
  json hand_in(const std::string& id, const std::string& title, const std::string& text) {
    const json article = {{"id", id}, {"title", title}, {"text", text}, {"language", "en"}, {"published", "2026-11-23T08:00:00Z"}, {"url", "https://islander.example/" + id}};
    const auto reply = door->exchange("POST", "/api/v1/articles", article.dump(), std::chrono::seconds{60}, bearer());
    INFO(reply.body);
    REQUIRE(reply.status / 100 == 2);
    return json::parse(reply.body).at("article");
  }
  std::vector<json> in_french() {
    const auto reply = door->exchange("GET", "/api/v1/articles?language=fr&text=1", "", std::chrono::seconds{60}, bearer());
    return json::parse(reply.body).at("articles").get<std::vector<json>>();
  }
  // The translation comes when it comes: there is no event to wait for from outside.
  template <class Probe>
  bool wait(Probe done) {
    for (int i = 0; i < 1000; ++i) {
      if (done()) return true;
      ::poll(nullptr, 0, 20);
    }
    return false;
  }
  std::vector<std::pair<std::string, std::string>> bearer() const { return {{"Authorization", "Bearer " + token}}; }

  const std::string token = "0123456789abcdef0123456789abcdef";
  model_server model;
  bot_and_platform w;
  std::unique_ptr<program> bot;
  std::unique_ptr<speaker> door;
};

}  // namespace

TEST_CASE("an edition takes news in another language, translated and marked, corrected and withdrawn with its original") {
  bilingual_newsroom room;
  const json original = room.hand_in("ferry", "Night ferry resumes on Monday",
                                     "The night ferry between the two islands resumes after three months of works at the port, and will leave at 10 p.m.\n\nTickets cost 14 euros.");
  room.hand_in("bridge", "Canal bridge closes", "The canal bridge closes on Tuesday for works, which will cost the town 80,000 euros and last a week.");
  REQUIRE(room.wait([&] { return room.in_french().size() == 1; }));
  const json made = room.in_french()[0];
  CHECK(made.at("title") == "Le ferry de nuit reprend lundi");
  CHECK(made.at("translated_from") == "en");
  CHECK(made.at("translation_of") == original.at("id"));

  // What readers see: the article's page, and the digest.
  const auto page = [&] { return room.door->get("/a/" + made.at("id").dump()).body; };
  CHECK(contains(page(), "Ce texte a été traduit de l’anglais par IA"));
  CHECK(contains(page(), "https://islander.example/ferry"));
  CHECK(contains(page(), "Les billets coûtent 14 euros."));
  const auto preview = [&] { return room.w.run({"digest", "preview", "--edition", "matin"}); };
  CHECK(contains(preview().out, "(traduit de l’anglais par IA) Le ferry de nuit"));
  CHECK_FALSE(contains(preview().out, "90 000"));
  CHECK(contains(room.w.run({"digest", "preview", "--edition", "e0"}).out, "Night ferry resumes on Monday"));

  room.hand_in("ferry", "Night ferry resumes on Tuesday",
               "The night ferry between the two islands resumes after three months of works at the port, and will leave at 10 p.m.\n\nTickets cost 14 euros.");
  // Gone with the correction, and back when that is translated too.
  REQUIRE(room.wait([&] {
    const auto now = room.in_french();
    return now.size() == 1 && contains(now[0].at("title"), "mardi");
  }));
  CHECK(contains(page(), "titre précédent : « Le ferry de nuit reprend lundi »"));
  CHECK(room.in_french().size() == 1);

  CHECK(room.door->exchange("DELETE", "/api/v1/articles/" + original.at("id").dump(), "", std::chrono::seconds{60}, room.bearer()).status / 100 == 2);
  CHECK(room.in_french().empty());
  CHECK(room.door->get("/a/" + made.at("id").dump()).status == 404);

  // After a restart what is stored is neither asked for nor added again.
  room.hand_in("mill", "Old mill is sold", "The old mill on the canal was sold on Monday for 950,000 euros to a cookery school.\n\nIts 12 rooms will open in May.");
  REQUIRE(room.wait([&] { return room.in_french().size() == 1; }));
  CHECK(room.bot->stop() == 0);
  room.bot = room.w.serve();
  room.w.wait_until_it_answers();
  const json kept = room.in_french();
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].at("title") == "Le vieux moulin est vendu");
  CHECK(room.bot->stop() == 0);
}
