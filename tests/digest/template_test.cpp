#include "digest/template_file.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace depeche;
namespace fs = std::filesystem;

namespace {

// A folder of templates of its own, removed at the end.
class folder {
 public:
  folder() {
    std::string pattern = (fs::temp_directory_path() / "depeche-templates-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~folder() { fs::remove_all(path_); }
  folder& put(const std::string& name, const std::string& text) {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }
  std::string path() const { return path_.string(); }
  result<template_set> load() const { return template_set::load(path()); }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("the built-in templates load and each is there in three languages") {
  const auto set = template_set::load("");
  REQUIRE(set.has_value());
  for (const std::string name : {"chat_digest", "chat_item", "chat_nothing_new", "page_digest_body"}) {
    const auto names = set->names();
    CHECK(std::count(names.begin(), names.end(), name) == 1);
    for (const std::string language : {"fr", "en", "zh"})
      CHECK(fs::exists(fs::path(DEPECHE_SOURCE_DIR) / "templates" / language / (name + ".mustache")));
  }
}

TEST_CASE("a folder overrides templates file by file") {
  folder f;
  f.put("fr/chat_nothing_new.mustache", "Rien, {{masthead}} !").put("de/chat_nothing_new.mustache", "Nichts Neues.");
  const auto set = f.load();
  REQUIRE(set.has_value());
  CHECK(set->render("fr", "chat_nothing_new", view::object{{"masthead", "Ami"}}) == "Rien, Ami !");
  CHECK(set->render("de", "chat_nothing_new", view::object{}) == "Nichts Neues.");
  CHECK(set->render("en", "chat_nothing_new", view::object{}) == template_set::load("")->render("en", "chat_nothing_new", view::object{}));
}

TEST_CASE("a language without templates reads English ones, a variant of one its own") {
  const auto set = template_set::load("");
  CHECK(set->render("it", "chat_nothing_new", view::object{}) == set->render("en", "chat_nothing_new", view::object{}));
  CHECK(set->render("fr-CA", "chat_nothing_new", view::object{}) == set->render("fr", "chat_nothing_new", view::object{}));
  CHECK_THROWS_AS(set->render("fr", "no_such_template", view::object{}), failure);
}

TEST_CASE("a malformed template is refused with its file and line") {
  const std::string broken = GENERATE("one\ntwo\n{{#open}} three\n", "one\ntwo\n{{name\n", "one\ntwo\n{{/never}}", "one\ntwo\n{{> nowhere}}\n",
                                      "one\ntwo\n{{> chat_broken}}");
  folder f;
  f.put("fr/chat_broken.mustache", broken);
  const auto set = f.load();
  REQUIRE(set.has_error());
  CHECK(set.error() == errc::template_malformed);
  CHECK(set.error().where == f.path() + "/fr/chat_broken.mustache:3");
}

TEST_CASE("a template that is empty or not UTF-8 is refused, before readers get it") {
  for (const char* bad : {"", " \n", "Bonjour \xff\xfe"}) {
    folder f;
    f.put("fr/chat_digest.mustache", bad);
    const auto set = f.load();
    REQUIRE(set.has_error());
    CHECK(set.error() == errc::template_malformed);
    CHECK(set.error().where == f.path() + "/fr/chat_digest.mustache");
  }
  folder f;
  f.put("fr/page_foot.mustache", "");
  CHECK(f.load().has_value());
}

TEST_CASE("a folder of templates that is not there is refused") {
  const auto set = template_set::load("/no/such/folder");
  REQUIRE(set.has_error());
  CHECK(set.error().where == "/no/such/folder");
}

TEST_CASE("partials come from the same language and tag lines leave no empty lines") {
  folder f;
  f.put("fr/chat_a.mustache", "{{#items}}\n{{> chat_b}}\n\n{{/items}}\n{{#never}}\nx\n{{/never}}\nfin\n").put("fr/chat_b.mustache", "- {{name}}\n");
  f.put("en/chat_b.mustache", "english");
  const view with = view::object{{"items", view::list{view::object{{"name", "un"}}, view::object{{"name", "deux"}}}}};
  CHECK(f.load()->render("fr", "chat_a", with) == "- un\n\n- deux\n\nfin\n");
}

TEST_CASE("pages escape HTML, and chat texts only what would begin a link") {
  folder f;
  f.put("fr/page_x.mustache", "{{v}}").put("fr/chat_x.mustache", "{{v}}|{{{v}}}");
  const auto set = f.load();
  CHECK(set->render("fr", "page_x", view::object{{"v", "<a>'&\""}}) == "&lt;a&gt;&#39;&amp;&quot;");
  CHECK(set->render("fr", "chat_x", view::object{{"v", "1<2 & <A href> </a>"}}) == "1<2 & ‹A href> ‹/a>|1<2 & <A href> </a>");
}

TEST_CASE("partials that multiply without end are refused before they fill the memory") {
  folder f;
  f.put("en/page_0.mustache", std::string(200, 'x'));
  for (int i = 1; i < 16; ++i) {
    std::string many;
    for (int k = 0; k < 4; ++k) many += "{{> page_" + std::to_string(i - 1) + "}}\n";
    f.put("en/page_" + std::to_string(i) + ".mustache", many);
  }
  CHECK(f.load().has_error());
}

TEST_CASE("an account's own folder goes before the common one, file by file") {
  folder common, own;
  common.put("fr/chat_nothing_new.mustache", "Rien pour tous.").put("fr/card_title.mustache", "Titre de tous");
  own.put("fr/chat_nothing_new.mustache", "Rien pour nous.");
  const auto set = template_set::load(common.path(), {{"gazette", own.path()}});
  REQUIRE(set.has_value());
  CHECK(set->of("gazette").render("fr", "chat_nothing_new", view::object{}) == "Rien pour nous.");
  CHECK(set->of("gazette").render("fr", "card_title", view::object{}) == "Titre de tous");
  CHECK(set->of("radio").render("fr", "chat_nothing_new", view::object{}) == "Rien pour tous.");
  CHECK(set->render("fr", "chat_nothing_new", view::object{}) == "Rien pour tous.");
}

TEST_CASE("a broken template of an account is refused with its file and line") {
  folder own;
  own.put("zh/chat_item.mustache", "{{title}}\n{{#summary}}\n");
  const auto set = template_set::load("", {{"gazette", own.path()}});
  REQUIRE(set.has_error());
  CHECK(set.error().where == own.path() + "/zh/chat_item.mustache:2");
}

TEST_CASE("a check names what loads and would show as nothing: a name that nothing renders, a value that is not there") {
  folder good, misnamed, misspelt;
  good.put("fr/chat_item.mustache", "{{title}} {{> chat_foot}}").put("fr/chat_foot.mustache", "{{source}}{{! bah }}");
  CHECK(template_set::check(good.path()).has_value());
  CHECK(template_set::check("").has_value());
  misnamed.put("fr/chat_itme.mustache", "{{title}}");
  REQUIRE(template_set::check(misnamed.path()).has_error());
  CHECK(template_set::check(misnamed.path()).error().where == misnamed.path() + "/fr/chat_itme.mustache:1");
  CHECK(template_set::check(misnamed.path()).error().what.find("chat_itme") != std::string::npos);
  misspelt.put("en/chat_item.mustache", "{{title}}\n\n{{sumary}}\n");
  const auto found = template_set::check("", {{"gazette", misspelt.path()}});
  REQUIRE(found.has_error());
  CHECK(found.error().where == misspelt.path() + "/en/chat_item.mustache:3");
  CHECK(found.error().what.find("sumary") != std::string::npos);
}

TEST_CASE("every built-in template parses, in every language") {
  const template_set all = template_set::load("").value();
  REQUIRE(all.names().size() > 10);
  for (const std::string& name : all.names())
    for (const char* language : {"fr", "en", "zh"}) {
      INFO(language << ' ' << name);
      CHECK_NOTHROW(all.render(language, name, view(view::object{})));
    }
}
