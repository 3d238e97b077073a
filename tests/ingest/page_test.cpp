#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "data_file.hpp"
#include "ingest/page_dump.hpp"
#include "ingest/page_extractor.hpp"

#include <algorithm>

using namespace depeche;

namespace {

const timestamp now = *parse_iso_time("2026-11-23T12:00");

extracted_page page(const std::string& name, std::string_view base) {
  const auto found = extract_page(data_file(name), {}, base, now);
  INFO((found.has_error() ? to_line(found.error()) : std::string()));
  REQUIRE(found.has_value());
  return *found;
}

std::size_t paragraphs(const std::string& text) {
  std::size_t count = text.empty() ? 0 : 1;
  for (auto at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at + 2)) ++count;
  return count;
}

std::vector<std::string> titles(const extracted_page& p) {
  std::vector<std::string> out;
  for (const auto& r : p.related) out.push_back(r.title);
  return out;
}

std::string iso(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string("none"); }

}  // namespace

TEST_CASE("a French page gives its article and leaves menus, cookies, comments and invitations out") {
  const auto p = page("page-fr.html", "https://lefanal.example/phare?x=1");
  CHECK(p.title == "Le phare rallumé après dix ans");
  CHECK(p.author == "Jeanne Martin");
  CHECK(p.site == "Le Fanal");
  CHECK(p.url == "https://lefanal.example/phare");
  CHECK(p.image == "https://lefanal.example/img/phare.jpg");
  CHECK(p.language == "fr");
  CHECK(iso(p.published) == "2026-11-22T05:30:00Z");
  CHECK(iso(p.updated) == "2026-11-23T10:09:00Z");  // 11h09 in Paris
  CHECK(paragraphs(p.text) == 4);
  CHECK(p.text.starts_with("Le phare de la pointe"));
  CHECK(p.text.ends_with("selon les ingénieurs du port."));
  CHECK(p.links.size() == 1);
  CHECK(p.links.at(0).url == "https://lefanal.example/dossiers/travaux");
  CHECK(p.html.find("<h2>Deux ans de chantier</h2>") != std::string::npos);
  for (const char* bad : {"cookies", "Politique", "commentaire", "Scannez", "Jeanne", "droits", "Lire aussi", "mise à jour"})
    CHECK(p.text.find(bad) == std::string::npos);
  auto related = titles(p);
  std::sort(related.begin(), related.end());
  CHECK(related == std::vector<std::string>{"La pêche au hareng commence", "Le ferry de l'île reprend du service",
                                            "Le musée de la mer ouvre ses portes"});
}

TEST_CASE("an English page is known by its JSON-LD and found by its prose") {
  const auto p = page("page-en.html", "https://harbour.example/storm");
  CHECK(p.title == "Storm closes the strait");
  CHECK(p.author == "Ann Lee, Bo Park");
  CHECK(p.site == "The Harbour");
  CHECK(iso(p.published) == "2026-11-21T05:00:00Z");
  CHECK(iso(p.updated) == "2026-11-21T09:45:00Z");
  CHECK(p.image == "https://harbour.example/storm.jpg");
  CHECK(p.language == "en");
  CHECK(paragraphs(p.text) == 3);
  CHECK(p.text.find("Share") == std::string::npos);
  CHECK(p.text.find("Sport") == std::string::npos);
}

TEST_CASE("a Chinese page in GB2312 with line breaks for paragraphs is read") {
  const auto p = page("page-zh.html", "https://gangkou.example/1.html");
  CHECK(p.title == "新渡轮投入运营");
  CHECK(p.language == "zh");
  CHECK(paragraphs(p.text) == 3);
  CHECK(p.text.starts_with("新渡轮周六在港口投入运营"));
  CHECK(p.text.find("扫码") == std::string::npos);
  CHECK(p.text.find("责任编辑") == std::string::npos);
  CHECK(titles(p) == std::vector<std::string>{"灯塔修复工程今年完成"});
}

TEST_CASE("a page without an article is refused") {
  CHECK(extract_page(data_file("page-instead.xml"), {}, {}, now).error() == errc::page_unrecognised);
  CHECK(extract_page("", {}, {}, now).error() == errc::page_unrecognised);
  CHECK(extract_page(std::string(17 * 1024 * 1024, 'x'), {}, {}, now).error() == errc::too_large);
}

TEST_CASE("the reader's page dump comes apart into time, body and headlines") {
  const auto text = read_whole(std::string(DEPECHE_SAMPLES) + "/article-page-fr.txt");
  if (text.empty()) {
    WARN("the shared sample is not here; skipped");
    return;
  }
  REQUIRE(looks_like_dump(text));
  const auto p = extract_dump(text, now, "UTC");
  REQUIRE(p.has_value());
  CHECK(iso(p->updated) == "2025-12-23T11:09:00Z");
  CHECK(paragraphs(p->text) == 5);
  CHECK(p->related.size() == 12);
  CHECK(p->related.front().title == "La Chine procède au plus grand ajustement de l'histoire de son espace aérien");
  CHECK(titles(*p).at(7) == "Qui va nourrir les Chinois ?");
  CHECK(p->related.back().title.ends_with("A350 XWB"));
  CHECK(p->title.starts_with("Le président du Kazakhstan Kassym-Jomart Tokayev a signé"));
  CHECK(p->title.ends_with("la présidence kazakhe."));
  CHECK(p->language == "fr");
  CHECK(p->text.find("scannez") == std::string::npos);
  for (const auto& title : titles(*p)) CHECK(title.find("scannez") == std::string::npos);
}

TEST_CASE("an English dump may have its headlines first, a title and a byline") {
  const auto p = extract_dump(data_file("dump-en.txt"), now, "UTC");
  REQUIRE(p.has_value());
  CHECK(p->title == "Storm closes the strait");
  CHECK(p->author == "Ann Lee");
  CHECK(iso(p->updated) == "2026-02-28T18:05:00Z");
  CHECK(paragraphs(p->text) == 3);
  CHECK(p->text.ends_with("the captain said."));
  CHECK(titles(*p) == std::vector<std::string>{"Lighthouse museum opens its doors", "Fishing quota cut for third year running",
                                               "Harbour master retires after forty years", "Who will pay for the new pier?"});
}

TEST_CASE("a Chinese dump is read by its own marks") {
  const auto p = extract_dump(data_file("dump-zh.txt"), now, "Asia/Shanghai");
  REQUIRE(p.has_value());
  CHECK(iso(p->updated) == "2025-12-23T03:09:00Z");
  CHECK(p->title == "新渡轮周六在港口投入运营，这是十年来该航线的第一艘新船。");
  CHECK(paragraphs(p->text) == 2);
  CHECK(p->language == "zh");
  CHECK(titles(*p) == std::vector<std::string>{"灯塔修复工程今年完成", "谁来建造新的码头？", "港口举行冬季帆船比赛"});
}

TEST_CASE("HTML is no dump, and a dump without prose is refused") {
  CHECK_FALSE(looks_like_dump(data_file("page-fr.html")));
  CHECK_FALSE(looks_like_dump(" \n "));
  CHECK(looks_like_dump("a < b and c > d\n"));
  CHECK(extract_dump("One headline\nAnother headline\n", now).error() == errc::page_unrecognised);
}
