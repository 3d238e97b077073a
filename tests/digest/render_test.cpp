#include "digest/build_digest.hpp"
#include "digest/news_samples.hpp"
#include "digest/render.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <set>

using namespace depeche;

namespace {

const std::string site = "https://news.example.org/";

template_set templates() { return template_set::load("").value(); }

digest sample(const std::string& language) {
  const auto articles = read_articles(language);
  digest d = build_digest(make_edition(language), articles, articles, at("2026-11-23T08:00"));
  d.id = digest_id{7};
  return d;
}

std::string masthead(const std::string& language) { return language == "fr" ? "Le Matin" : language == "zh" ? "早报" : "The Morning"; }

digest random_digest(random_source& random) {
  digest d;
  d.id = digest_id{static_cast<std::int64_t>(random_below(random, 1000))};
  const std::string languages[] = {"fr", "en", "zh", "", "de"};
  d.language = languages[random_below(random, 5)];
  d.zone = "Europe/Paris";
  d.day = "2026-11-23";
  for (std::size_t i = random_below(random, 10); i > 0; --i) {
    digest_item item;
    item.title = random_text(random, random_below(random, 20) ? 30 : 2000);
    item.source = random_text(random, 8);
    item.source_title = random_text(random, random_below(random, 4) ? 12 : 900);
    item.reading = std::chrono::seconds{random_below(random, 900)};
    for (std::size_t o = random_below(random, 7); o > 0; --o)
      item.also_in.push_back({article_id{9}, "other", random_text(random, random_below(random, 4) ? 12 : 900)});
    if (random_below(random, 2)) item.continues = {article_id{4}, random_text(random, random_below(random, 4) ? 30 : 900), random_text(random, 20)};
    if (random_below(random, 3) == 0) item.section = random_text(random, 10);
    if (random_below(random, 2)) item.updated = at("2026-11-23T07:00");
    for (std::size_t s = random_below(random, 4); s > 0; --s) item.summary.push_back({random_text(random, 1 + random_below(random, 400)), 0, 1});
    for (std::size_t r = random_below(random, 4); r > 0; --r) item.related.push_back({article_id{5}, random_text(random, 40), "why", 1});
    d.items.push_back(std::move(item));
  }
  return d;
}

// Every element that is opened is closed in its order, and all are of those that our templates write.
bool well_formed(std::string_view html) {
  static const std::set<std::string_view> known = {"section", "header", "h1", "h2", "h3", "p", "time", "ol", "ul", "li", "a", "span"};
  std::vector<std::string_view> open;
  for (std::size_t pos = html.find('<'); pos != html.npos; pos = html.find('<', pos + 1)) {
    const bool closes = html[pos + 1] == '/';
    const std::size_t begin = pos + (closes ? 2 : 1);
    const std::string_view name = html.substr(begin, html.find_first_of(" >", begin) - begin);
    if (!known.contains(name)) return false;
    if (!closes) open.push_back(name);
    else if (open.empty() || open.back() != name) return false;
    else open.pop_back();
  }
  return open.empty();
}

// Every "<a" of a chat text is one that a template wrote, to our own site, and is closed.
bool only_own_links(std::string text) {
  for (std::size_t pos = text.find("<a"); pos != text.npos; pos = text.find("<a", pos + 1)) {
    if (text.compare(pos, 9 + site.size(), "<a href=\"" + site) != 0) return false;
    if (text.find("</a>", pos) == text.npos) return false;
  }
  return text.find("<A") == text.npos;
}

}  // namespace

TEST_CASE("what didn't fit goes on in later parts, each within the limit, every item once and under its own number") {
  const template_set all = templates();
  for (const std::string language : {"fr", "en", "zh"}) {
    digest d = sample(language);
    const std::vector<digest_item> once = d.items;
    while (d.items.size() < 30) d.items.insert(d.items.end(), once.begin(), once.end());
    std::size_t parts = 0, seen = 0;
    for (std::size_t from = 0; from < d.items.size(); ++parts) {
      const chat_part part = render_chat_part(all, d, masthead(language), site, from);
      INFO(part.text);
      CHECK(part.text.size() <= chat_text_limit);
      REQUIRE(part.next > from);
      for (std::size_t i = from; i < part.next; ++i, ++seen)
        CHECK(part.text.find("\n" + std::to_string(i + 1) + ". ") != std::string::npos);
      CHECK(part.text.find("\n" + std::to_string(part.next + 1) + ". ") == std::string::npos);
      const char* const word = language == "fr" ? "«\u00A0suite\u00A0»" : language == "zh" ? "“更多”" : "“more”";
      CHECK((part.text.find(word) != std::string::npos) == (part.next < d.items.size()));
      from = part.next;
    }
    CHECK(parts > 1);
    CHECK(seen == d.items.size());
  }
}

TEST_CASE("parts of digests of random text are within the limit and reach the end") {
  const template_set all = templates();
  seeded_random random(20261129);
  for (int i = 0; i < 150; ++i) {
    const digest d = random_digest(random);
    const std::size_t limit = 300 + random_below(random, 1748);
    for (std::size_t from = 0; from < d.items.size();) {
      const chat_part part = render_chat_part(all, d, random_text(random, 20), site, from, limit);
      CHECK(part.text.size() <= limit);
      CHECK(is_utf8(part.text));
      CHECK(only_own_links(part.text));
      REQUIRE(part.next > from);
      from = part.next;
    }
  }
}

TEST_CASE("the chat digest reads as it was reviewed, in three languages") {
  for (const std::string language : {"fr", "en", "zh"}) {
    const digest d = sample(language);
    CHECK(render_chat_digest(templates(), d, masthead(language), site) + "\n" == read_data("chat_digest_" + language + ".txt"));
    CHECK(render_chat_item(templates(), d, 0, site) + "\n" == read_data("chat_item_" + language + ".txt"));
  }
}

TEST_CASE("a chat text is within its limit and well-formed and without foreign links, whatever the articles hold") {
  seeded_random random(77);
  const auto set = templates();
  for (int round = 0; round < 150; ++round) {
    const digest d = random_digest(random);
    const std::size_t limit = round % 3 ? 2048 : 200 + random_below(random, 1500);
    const std::string text = render_chat_digest(set, d, "Le Matin", site, limit);
    REQUIRE(text.size() <= limit);
    REQUIRE(is_utf8(text));
    REQUIRE(!text.empty());
    REQUIRE(only_own_links(text));
    for (std::size_t i = 0; i < d.items.size(); ++i) {
      const std::string item = render_chat_item(set, d, i, site, limit);
      REQUIRE(item.size() <= limit);
      REQUIRE(is_utf8(item));
      REQUIRE(only_own_links(item));
    }
  }
}

TEST_CASE("when there is too much for one message summaries get shorter before items go") {
  digest d = sample("fr");
  const digest_item item = d.items[0];
  d.items.assign(8, item);
  const std::string two = "14,5 millions";  // of the second sentence
  const std::string all = render_chat_digest(templates(), d, "Le Matin", site, 100'000);
  CHECK(all.find("8. ") != all.npos);
  const std::string tight = render_chat_digest(templates(), d, "Le Matin", site, all.size() - 200);
  CHECK(tight.find("8. ") != tight.npos);
  CHECK(tight.find(two) != tight.rfind(two));
  const std::string tighter = render_chat_digest(templates(), d, "Le Matin", site, 700);
  CHECK(tighter.find("8. ") == tighter.npos);
  CHECK(tighter.find("1. ") != tighter.npos);
  CHECK(tighter.find("autres sujets") != tighter.npos);
  CHECK(tighter.find("<a href=\"https://news.example.org/d/7\">") != tighter.npos);
}

TEST_CASE("readers see what a source is called, never our name for it") {
  for (const std::string language : {"fr", "en", "zh"}) {
    digest d = sample(language);
    for (digest_item& item : d.items) item.source = "src-7", item.source_title = "Gazette & Cie", item.also_in.clear();
    d.items[0].also_in = {{article_id{40}, "src-8", "Radio Val"}, {article_id{41}, "src-9", ""}};
    const std::string chat = render_chat_digest(templates(), d, "M", site), item = render_chat_item(templates(), d, 0, site);
    const std::string page = render_html(templates(), d, "M", site);
    for (const auto& text : {chat, item, page}) CHECK(text.find("src-7") == text.npos);
    for (const auto& text : {chat, item, page}) CHECK(text.find("src-8") == text.npos);
    CHECK(item.find("Gazette & Cie") != item.npos);
    CHECK(page.find("Gazette &amp; Cie") != page.npos);
    CHECK(item.find("src-9") != item.npos);  // nobody said what it is called
    const auto json = nlohmann::json::parse(render_json(d, site));
    CHECK(json["items"][0]["source"] == "src-7");
    CHECK(json["items"][0]["source_title"] == "Gazette & Cie");
  }
}

TEST_CASE("the other sources of a story stand beside its lead, three by name and the rest counted") {
  digest d = sample("fr");
  d.items[0].source_title = "Le Fil";
  d.items[0].also_in = {{article_id{40}, "a", "La Gazette"}, {article_id{41}, "b", "Radio Val"}};
  CHECK(render_chat_digest(templates(), d, "M", site).find("Le Fil · aussi dans La Gazette, Radio Val\n") != std::string::npos);
  CHECK(render_html(templates(), d, "M", site).find("aussi dans <a href=\"https://news.example.org/a/40\">La Gazette</a>, <a href") != std::string::npos);
  for (const char* one : {"c", "d", "e"}) d.items[0].also_in.push_back({article_id{42}, one, one});
  CHECK(render_chat_item(templates(), d, 0, site).find("Aussi dans : La Gazette, Radio Val, c +2\n") != std::string::npos);
  d.language = "zh";
  CHECK(render_chat_item(templates(), d, 0, site).find("另见：La Gazette、Radio Val、c +2\n") != std::string::npos);
  d.language = "en";
  CHECK(render_chat_item(templates(), d, 0, site).find("Also in: La Gazette, Radio Val, c +2\n") != std::string::npos);
}

TEST_CASE("a digest opens with how much there is and how long it takes, in the reader's language") {
  digest d = sample("fr");
  for (digest_item& item : d.items) item.source = "a", item.also_in.clear();
  CHECK(render_chat_digest(templates(), d, "M", site).find("\n3 sujets · 1 min de lecture\n") != std::string::npos);
  d.items[0].also_in = {{article_id{40}, "b", ""}};
  d.language = "en";
  CHECK(render_chat_digest(templates(), d, "M", site).find("\n3 stories from 2 sources · 1 min read\n") != std::string::npos);
  d.language = "zh";
  CHECK(render_chat_digest(templates(), d, "M", site).find("\n共3条，来自2家媒体 · 约1分钟读完\n") != std::string::npos);
  d.items.resize(1);
  d.items[0].also_in.clear();
  d.items[0].summary = {{[] { std::string long_text; for (int i = 0; i < 690; ++i) long_text += "mot "; return long_text; }(), 0, 1}};
  d.items[0].reading = std::chrono::minutes{12};
  d.language = "fr";
  const std::string page = render_html(templates(), d, "M", site);
  CHECK(page.find("1 sujet · 3 min de lecture") != page.npos);
  CHECK(page.find("<span class=\"minutes\">12 min de lecture</span>") != page.npos);
}

TEST_CASE("an empty digest says that there is nothing new") {
  digest d;
  d.language = "zh";
  CHECK(render_chat_digest(templates(), d, "", site) == "暂时没有新的消息，请稍后再来看看。");
}

TEST_CASE("an item that is not in the digest is refused") {
  CHECK_THROWS_AS(render_chat_item(templates(), sample("fr"), 99, site), failure);
}

TEST_CASE("without a public address nothing is linked") {
  const digest d = sample("en");
  CHECK(render_chat_digest(templates(), d, "M", "").find("<a") == std::string::npos);
  CHECK(render_chat_item(templates(), d, 0, "").find("<a") == std::string::npos);
}

TEST_CASE("an address of an article that is not of the web is not shown") {
  digest d = sample("en");
  d.items[0].url = "javascript:alert(1)";
  const view item = item_view(d, 0, site);
  CHECK(std::get<std::string>(std::get<view::object>(item.value()).at("url").value()).empty());
}

TEST_CASE("page and JSON are well-formed whatever the articles hold, in either script") {
  const template_set all = templates();
  seeded_random random(138);
  for (int i = 0; i < 120; ++i) {
    digest d = random_digest(random);
    if (d.language == "zh" && random_below(random, 2)) d.script = chinese_script::traditional;
    const std::string page = render_html(all, d, random_text(random, 20), site);
    INFO(page);
    CHECK(is_utf8(page));
    CHECK(well_formed(page));
    const auto json = nlohmann::json::parse(render_json(d, site));
    CHECK(json.at("items").size() == d.items.size());
  }
}

TEST_CASE("the page body escapes what articles hold") {
  digest d = sample("fr");
  d.items[0].title = "<script>alert('x')</script>";
  const std::string html = render_html(templates(), d, "Le Matin", site);
  CHECK(html.find("<script>") == html.npos);
  CHECK(html.find("&lt;script&gt;") != html.npos);
  CHECK(html.find("Le journal du <time datetime=\"2026-11-23\">lundi 23 novembre</time>") != html.npos);
}

TEST_CASE("the JSON form has every sentence with its position and every reason") {
  const digest d = sample("fr");
  const auto json = nlohmann::json::parse(render_json(d, site));
  CHECK(json.at("url") == "https://news.example.org/d/7");
  REQUIRE(json.at("items").size() == d.items.size());
  CHECK(json.at("items")[0].at("summary").size() == d.items[0].summary.size());
  CHECK(json.at("items")[0].at("positions")[0][1] == d.items[0].summary[0].end);
  REQUIRE(d.items[0].continues.has_value());
  CHECK(json.at("items")[0].at("continues").at("why") == d.items[0].continues->why);
  CHECK(json.at("items")[0].at("continues").at("id") == number(d.items[0].continues->article));
}

TEST_CASE("an edition in Traditional Chinese is so in every form, whatever its articles are written in") {
  const template_set all = templates();
  digest d = sample("zh");
  const std::string simplified = render_chat_digest(all, d, masthead("zh"), site);
  d.script = chinese_script::traditional;
  const std::string chat = render_chat_digest(all, d, masthead("zh"), site);
  CHECK(chat == in_script(simplified, chinese_script::traditional));
  CHECK(chat != simplified);
  CHECK(chat.size() <= chat_text_limit);
  CHECK(render_json(d, site).find("\"language\": \"zh-Hant\"") != std::string::npos);
  for (const std::string& form : {render_chat_item(all, d, 0, site), render_html(all, d, masthead("zh"), site), render_json(d, site)})
    CHECK(in_script(form, chinese_script::traditional) == form);
}
