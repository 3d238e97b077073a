// Cards, drafts and template values are within the platform's limits, whatever the articles and the templates hold.
#include "base/text.hpp"
#include "digest/build_digest.hpp"
#include "digest/draft_html.hpp"
#include "digest/item_text.hpp"
#include "digest/news_samples.hpp"
#include "digest/render.hpp"
#include "digest/render_card.hpp"
#include "digest/render_draft.hpp"
#include "digest/render_template.hpp"
#include "support/catch.hpp"
#include "wechat/limits.hpp"

#include <filesystem>

using namespace depeche;
namespace limits = wechat::limits;

namespace {

const std::string site = "https://news.example.org";

const template_set& templates() {
  static const template_set set = template_set::load("").value();
  return set;
}

digest sample(const std::string& language) {
  const auto articles = read_articles(language);
  digest d = build_digest(make_edition(language), articles, articles, at("2026-11-23T08:00"));
  d.id = digest_id{7};
  return d;
}

// Emoji of many parts, flags, combining marks, both directions, marks of direction, control characters, markup, Chinese, broken UTF-8.
std::string wild_text(random_source& random, std::size_t pieces) {
  static const std::vector<std::string> liked = {
      "👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "❤️", "1️⃣", "e\u0301\u0323\u0308", "שלום", "مرحبا", "\u202E", "\u2066", std::string(1, '\0'), "\x01", "\x1F", "\u0085", "\uFFFE",
      "\xFF\xC3", "\xED\xA0\x80", "中文新闻", "。", "<script>x</script>", "<b class=\"x\" onclick=\"y\">", "</section>", "</p>", "&amp;", "&", "<", ">", "\"", "'", "{{x}}",
      "<a href=\"https://evil.example/\">clic</a>", "javascript:", "\n", "\r\n", "\t", " ", "l’école", "mot", "word", "...", "]]>", "\u3000", "\u200B", "\u00A0", "<!--", "-->"};
  std::string out;
  for (std::size_t i = 0; i < pieces; ++i) out += liked[random_below(random, liked.size())];
  return out;
}

digest wild_digest(random_source& random) {
  digest d;
  d.id = digest_id{static_cast<std::int64_t>(1 + random_below(random, 1000))};
  const std::string languages[] = {"fr", "en", "zh", "", "de"};
  d.language = languages[random_below(random, 5)];
  d.zone = random_below(random, 8) ? "Europe/Paris" : "No/Where";
  d.day = "2026-11-23";
  d.composed_at = at("2026-11-23T08:00");
  const auto some = [&](std::size_t most, std::size_t rarely) { return wild_text(random, random_below(random, random_below(random, 12) ? most : rarely)); };
  for (std::size_t i = 0; i < random_below(random, 13); ++i) {
    digest_item item;
    item.article = article_id{static_cast<std::int64_t>(i + 1)};
    item.title = some(12, 600);
    item.source = some(3, 90);
    item.source_title = some(4, 300);
    item.url = random_below(random, 3) ? "https://example.org/" + std::string(random_below(random, 5) ? 5 : 2000, 'u') : some(5, 20);
    item.image = random_below(random, 3) ? "https://example.org/p.jpg" : some(3, 9);
    for (std::size_t s = random_below(random, 4); s > 0; --s) item.summary.push_back({some(40, 3000), 0, 1});
    for (std::size_t r = random_below(random, 12); r > 0; --r) item.related.push_back({article_id{90}, some(9, 400), some(4, 200), 1});
    for (std::size_t o = random_below(random, 6); o > 0; --o) item.also_in.push_back({article_id{91}, "o", some(4, 300)});
    d.items.push_back(std::move(item));
  }
  return d;
}

bool has_controls(std::string_view text, bool lines) {
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    if ((c < ' ' && !(lines && c == '\n')) || c == 0x7F || c == 0x202E || c == 0x2066) return true;
  }
  return false;
}

// Every element that opens closes, in order; names of elements are as the platform's.
bool balanced(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == html.npos) return false;
    const bool closes = html[at + 1] == '/';
    const std::size_t from = at + (closes ? 2 : 1);
    const std::string name = html.substr(from, html.find_first_of(" />", from) - from);
    if (closes) {
      if (open.empty() || open.back() != name) return false;
      open.pop_back();
    } else if (html[end - 1] != '/') {
      open.push_back(name);
    }
  }
  return open.empty();
}

bool in_a_tag(const std::string& html, std::string_view what) {
  for (std::size_t at = html.find('<'); at != html.npos; at = html.find('<', at + 1))
    if (html.substr(at, html.find('>', at) - at).find(what) != html.npos) return true;
  return false;
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("a card, a draft and template values are within the platform's limits for any digest") {
  seeded_random random(2026);
  for (int round = 0; round < 250; ++round) {
    const digest d = wild_digest(random);
    const std::string masthead = wild_text(random, random_below(random, 6) ? 4 : 200);
    CAPTURE(round);

    const news_card card = render_card(templates(), d, masthead, site);
    REQUIRE(fault_of(card).empty());
    REQUIRE(is_utf8(card.title + card.description + card.url + card.picture));
    REQUIRE_FALSE(has_controls(card.title, false));
    REQUIRE_FALSE(has_controls(card.description, true));

    const auto pages = render_draft(templates(), d, masthead, site);
    REQUIRE(pages.has_value());
    REQUIRE(pages->size() == std::min(d.items.size(), limits::draft_articles));
    for (const draft_page& page : *pages) {
      REQUIRE(fault_of(page).empty());
      REQUIRE(is_utf8(page.title + page.author + page.digest + page.content + page.source_url));
      REQUIRE_FALSE(has_controls(page.title + page.author + page.digest, false));
      REQUIRE_FALSE(has_controls(page.content, true));
      REQUIRE(page.digest.empty() == (pages->size() > 1 || d.items[0].summary.empty() || summary_text(d, 0, 9).empty()));
      REQUIRE(draft_html(page.content) == page.content);
      REQUIRE(balanced(page.content));
      REQUIRE(page.content.find("<script") == page.content.npos);
      REQUIRE_FALSE(in_a_tag(page.content, " class="));
      REQUIRE_FALSE(in_a_tag(page.content, " on"));
      REQUIRE(page.content.find("<a") == page.content.npos);
    }

    for (const auto& [keyword, value] : render_template_values(d, masthead, {"thing1", "time2", "number3", "thing4", "date5", "thing6"})) {
      REQUIRE(is_utf8(value));
      REQUIRE_FALSE(has_controls(value, false));
      REQUIRE(count_code_points(value) <= limits::template_value_characters);
    }
    const auto page = render_json(d, site);
    REQUIRE(is_utf8(page));
    REQUIRE(nlohmann::json::parse(page).at("items").size() == d.items.size());
  }
}

TEST_CASE("the card names the issue and its first stories") {
  const digest fr = sample("fr");
  const news_card card = render_card(templates(), fr, "Le Matin", site);
  CHECK(card.title == "Le Matin · lundi 23 novembre");
  CHECK(card.description.starts_with("1. "));
  CHECK(card.description.find(fr.items[0].title.substr(0, 30)) != card.description.npos);
  CHECK(card.url == "https://news.example.org/d/7");
  CHECK(render_card(templates(), sample("zh"), "早报", site).description.starts_with("1、"));
  digest unstored = fr;
  unstored.id = digest_id{};
  CHECK(fault_of(render_card(templates(), unstored, "Le Matin", site)).find("not stored") != std::string::npos);
}

TEST_CASE("a draft has an article for each story, and from the eighth on they share one") {
  digest d = sample("en");
  const digest_item one = d.items[0];
  d.items.assign(11, one);
  for (std::size_t i = 0; i < d.items.size(); ++i) d.items[i].title = "Story " + std::to_string(i + 1);
  const auto pages = render_draft(templates(), d, "The Morning", site).value();
  REQUIRE(pages.size() == 8);
  CHECK(pages[0].title == "Story 1");
  CHECK(pages[0].content.find("The Morning · Monday 23 November") != std::string::npos);
  CHECK(pages[1].content.find("The Morning") == std::string::npos);
  CHECK(pages[0].source_url == article_url(site, one.article));
  CHECK(pages[7].content.find("Story 8</h2>") != std::string::npos);
  CHECK(pages[7].content.find("Story 11</h2>") != std::string::npos);
  CHECK(pages[7].source_url == "https://news.example.org/d/7");
  CHECK(pages[0].digest.empty());
  d.items.resize(1);
  const auto alone = render_draft(templates(), d, "The Morning", site).value();
  CHECK(alone[0].digest.starts_with(one.summary[0].text.substr(0, 40)));
}

TEST_CASE("a draft shows the pictures that were uploaded, and no others") {
  digest d = sample("fr");
  d.items[0].image = "https://example.org/pont.jpg";
  draft_pictures pictures;
  pictures.shown[d.items[0].article] = "http://mmbiz.qpic.cn/mmbiz_jpg/abc/0";
  const auto pages = render_draft(templates(), d, "Le Matin", site, pictures).value();
  CHECK(pages[0].content.find("<img src=\"http://mmbiz.qpic.cn/mmbiz_jpg/abc/0\"") != std::string::npos);
  CHECK(pages[0].image == "https://example.org/pont.jpg");
  pictures.shown[d.items[0].article] = "https://example.org/pont.jpg";
  CHECK(render_draft(templates(), d, "Le Matin", site, pictures).value()[0].content.find("<img") == std::string::npos);
  pictures.own = "https://example.org/";
  CHECK(render_draft(templates(), d, "Le Matin", site, pictures).value()[0].content.find("<img") != std::string::npos);
}

TEST_CASE("of HTML what the platform would take out is out: links become words with their address") {
  CHECK(draft_html("<p class=\"x\" style=\"color:red;position:fixed;background:url(x)\" onclick=\"y\">a</p>") == "<p style=\"color:red\">a</p>");
  CHECK(draft_html("a<script>alert(1)</script>b<style>p{}</style>c") == "abc");
  CHECK(draft_html("<a href=\"https://example.org/1\">lire</a>.") == "lire (https://example.org/1).");
  CHECK(draft_html("<a href=\"https://example.org/1\">https://example.org/1</a>") == "https://example.org/1");
  CHECK(draft_html("<a href=\"javascript:x\">lire</a>") == "lire");
  CHECK(draft_html("<a href=\"https://mp.weixin.qq.com/s/abc\">上一期</a>") == "<a href=\"https://mp.weixin.qq.com/s/abc\">上一期</a>");
  CHECK(draft_html("<img src=\"https://example.org/a.jpg\"><img src='http://mmbiz.qpic.cn/a' width=3>") == "<img src=\"http://mmbiz.qpic.cn/a\" width=\"3\"/>");
  CHECK(draft_html("<b>a<i>b</b>c") == "<b>a<i>b</i></b>c");
  CHECK(draft_html("</p>1 < 2 <!-- x --> <unknown>u</unknown><p>open") == "1 &lt; 2  u<p>open</p>");
  CHECK(draft_html("<iframe src=x>") == "");
  CHECK(draft_html("<p title='a\"b'>x") == "<p title=\"a&quot;b\">x</p>");
}

TEST_CASE("template values keep to the kind of their keyword") {
  CHECK(template_value("thing1", "Le pont rouvre 🎉 demain\nmatin") == "Le pont rouvre…");
  CHECK(template_value("thing1", "有轨电车二号线今日开通试运营沿线居民出行更加方便快捷") == "有轨电车二号线今日开通试运营沿线居民…");
  CHECK(template_value("number2", "8 sujets") == "8");
  CHECK(template_value("character_string3", "a b中c") == "abc");
  CHECK(template_value("letter3", "a1b") == "ab");
  CHECK(template_value("phrase4", "今日 news 要闻汇总报") == "今日要闻…");
  CHECK(template_value("thing1", "👍🏽") == "");
  digest d;
  d.zone = "Europe/Paris";
  d.day = "2026-11-23";
  d.composed_at = at("2026-11-23T08:00");
  d.items.resize(2);
  d.items[0].title = "Premier";
  d.items[1].title = "Second";
  const auto values = render_template_values(d, "Le Matin", {"thing1", "time2", "thing3", "number4", "thing5", "thing6", "amount7", "date8"});
  const std::vector<std::pair<std::string, std::string>> expected = {{"thing1", "Le Matin"}, {"time2", "2026年11月23日 08:00"}, {"thing3", "Premier"},
                                                                     {"number4", "2"},       {"thing5", "Second"},             {"date8", "2026年11月23日"}};
  CHECK(values == expected);
}

TEST_CASE("characters are cut where a person sees one end") {
  CHECK(cut_characters("abc", 3) == "abc");
  CHECK(cut_characters("Le pont rouvre demain", 16) == "Le pont rouvre…");
  CHECK(cut_characters("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 9) == "👨‍👩‍👧‍👦…");
  CHECK(cut_characters("e\u0301e\u0301e\u0301", 4) == "e\u0301…");
  CHECK(cut_characters("e\u0301\u0323", 2).empty());
  CHECK(cut_characters("abc", 0).empty());
}

TEST_CASE("a template that makes too much of an item is named, and one with scripts is made harmless") {
  const auto folder = std::filesystem::temp_directory_path() / "depeche-draft-templates";
  std::filesystem::remove_all(folder);
  write_file(folder / "fr" / "draft_article.mustache", "<p class=\"x\">{{masthead}}</p><script>x</script>{{#items}}<a href=\"{{page_url}}\">{{title}}</a>{{/items}}");
  const digest d = sample("fr");
  const auto own = template_set::load(folder.string()).value();
  const auto pages = render_draft(own, d, "Le Matin", site).value();
  CHECK(pages[0].content.starts_with("<p>Le Matin</p>"));
  CHECK(pages[0].content.find("(" + article_url(site, d.items[0].article) + ")") != std::string::npos);
  write_file(folder / "fr" / "draft_article.mustache", std::string(20'000, 'x') + "{{#items}}{{title}}{{/items}}");
  const auto failed = render_draft(template_set::load(folder.string()).value(), d, "Le Matin", site);
  REQUIRE(failed.has_error());
  CHECK(failed.error() == errc::template_malformed);
  std::filesystem::remove_all(folder);
}
