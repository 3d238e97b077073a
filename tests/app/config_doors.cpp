// The settings of the other doors: the API, watched folders, selectors.
#include "app/check.hpp"
#include "app/config.hpp"
#include "app/guard_lists.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

using namespace depeche;

namespace {

std::string text(const std::string& more, const std::string& sources = "[]", const std::string& selectors = "") {
  return R"([server]
public_url = "https://news.example.org"
[[account]]
name = "main"
title = "La Gazette"
app_id = "wx0123456789abcdef"
app_secret = "secret"
original_id = "gh_1"
token = "token"
mode = "plain"
[[source]]
name = "mairie"
url = "https://example.org/"
)" + selectors + R"(
[[edition]]
name = "matin"
schedule = "0 8 * * *"
sources = )" + sources + "\n" + more;
}

std::string complaint(const std::string& whole) {
  const auto read = parse_config(whole, "/etc/depeche.toml");
  return read.has_error() ? to_line(read.error()) : "";
}

bool has(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }

const std::string token = "0123456789abcdef01234567";

}  // namespace

TEST_CASE("the API is closed without a token, and opened by one that is long enough") {
  CHECK(parse_config(text(""), "a.toml").value().api_tokens().empty());
  const config c = parse_config(text("[api]\ntoken = \"" + token + "\"\nprevious_token = \"" + token + "x\"\nsources = [\"cms\"]"), "a.toml").value();
  CHECK(c.api_tokens() == std::vector<std::string>{token, token + "x"});
  CHECK(has(c.known_sources(), "cms"));
  CHECK(has(c.known_sources(), "desk"));
  CHECK(has(c.known_sources(), "mairie"));
  CHECK(complaint(text("[api]\ntoken = \"short\"")).find("openssl rand") != std::string::npos);
  CHECK(complaint(text("[api]\nprevious_token = \"" + token + "\"")).find("without a token") != std::string::npos);
  CHECK(complaint(text("[api]\ntoken = \"env:NO_SUCH_VARIABLE_HERE\"")).find("NO_SUCH_VARIABLE_HERE") != std::string::npos);
  CHECK(complaint(text("[api]\ntoken = \"" + token + "\"\nsources = [\"C M S\"]")).find("not a name") != std::string::npos);
  CHECK(complaint(text("[api]\nkey = \"x\"")).find("unknown key") != std::string::npos);
}

TEST_CASE("a watched folder has a name of its own, and is found beside the settings") {
  const config c = parse_config(text("[[inbox]]\nname = \"wire\"\nfolder = \"in\"\nlanguage = \"fr\"\nzone = \"Europe/Paris\"\nevery = \"5s\"\ntitle = \"Agence\"", "[\"wire\"]"),
                                "/etc/depeche/depeche.toml").value();
  REQUIRE(c.inboxes.size() == 1);
  CHECK(c.inboxes[0].folder == "/etc/depeche/in");
  CHECK(c.inboxes[0].every == std::chrono::seconds{5});
  CHECK(title_of_source(c.editions.front(), "wire") == "Agence");
  CHECK(complaint(text("[[inbox]]\nname = \"mairie\"\nfolder = \"in\"")).find("there twice") != std::string::npos);
  CHECK(complaint(text("[[inbox]]\nname = \"wire\"")).find("folder") != std::string::npos);
  CHECK(complaint(text("[[inbox]]\nname = \"desk\"\nfolder = \"in\"")).find("the desk hands in") != std::string::npos);
  CHECK(complaint(text("[[inbox]]\nname = \"wire\"\nfolder = \"in\"\nzone = \"Mars/Base\"")).find("no zone") != std::string::npos);
}

TEST_CASE("what the desk hands in counts in every edition, under the account's title") {
  CHECK(parse_config(text(""), "a.toml").value().editions.front().sources.empty());
  const config c = parse_config(text("", "[\"mairie\"]"), "a.toml").value();
  CHECK(c.editions.front().sources == std::vector<std::string>{"mairie", "desk"});
  CHECK(title_of_source(c.editions.front(), "desk") == "La Gazette");
  CHECK(complaint(text("", "[\"nobody\"]")).find("there is no source \"nobody\"") != std::string::npos);
}

TEST_CASE("a selector that can't be read stops the start, with its place") {
  const config c = parse_config(text("", "[]", "select = { item = \".news li\", title = \"h3\", date = \"time\" }"), "a.toml").value();
  CHECK(c.sources.front().select.item == ".news li");
  CHECK(c.sources.front().select.date == "time");
  CHECK(parse_config(text(""), "a.toml").value().sources.front().select.item.empty());
  const std::string bad = complaint(text("", "[]", "select = { item = \"li\", title = \"h3:hover\" }"));
  CHECK(bad.find("\":hover\" is not understood") != std::string::npos);
  CHECK(bad.find("at character 3") != std::string::npos);
  CHECK(bad.find("select title") != std::string::npos);
  CHECK(complaint(text("", "[]", "select = { title = \"h3\" }")).find("item") != std::string::npos);
  CHECK(complaint(text("", "[]", "select = \"li\"")).find("a table belongs") != std::string::npos);
  CHECK(complaint(text("", "[]", "select = { item = \"li\", author = \"b\" }")).find("unknown key") != std::string::npos);
}

TEST_CASE("check says whether the inbox can be written, and where the API is") {
  std::vector<check_line> lines;
  config c = parse_config(text("[api]\ntoken = \"" + token + "\"\n[[inbox]]\nname = \"wire\"\nfolder = \"/etc/passwd/inbox\""), "/tmp/no-such-folder/depeche.toml").value();
  check_everything(c, true, [&](const check_line& line) { lines.push_back(line); });
  const auto find = [&](const std::string& what) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const check_line& l) { return l.what == what; });
    REQUIRE(found != lines.end());
    return *found;
  };
  CHECK_FALSE(find("inbox wire").good);
  CHECK(find("inbox wire").finding.find("/etc/passwd") != std::string::npos);
  CHECK(find("api").finding == "https://news.example.org/api/v1/articles");
}

TEST_CASE("a source's priority and an edition's limit for a source are read") {
  const config c = parse_config(text("max_per_source = 3\n", "[]", "priority = \"high\"\n"), "a.toml").value();
  CHECK(c.editions.at(0).max_per_source == 3);
  CHECK(c.editions.at(0).priorities.at("mairie") == source_priority::high);
  CHECK(complaint(text("", "[]", "priority = \"urgent\"\n")).find("priority") != std::string::npos);
}

TEST_CASE("an edition's subjects are read, and words that say nothing are refused") {
  const config c = parse_config(text("topics = [\"politique\"]\nkeywords = [\"conseil municipal\"]\nmute = [\"football\"]\ntopics_only = true\nmax_per_topic = 2\n"), "a.toml").value();
  CHECK(c.editions.at(0).topics == std::vector<std::string>{"politique"});
  CHECK(c.editions.at(0).keywords == std::vector<std::string>{"conseil municipal"});
  CHECK(c.editions.at(0).muted == std::vector<std::string>{"football"});
  CHECK(c.editions.at(0).topics_only);
  CHECK(c.editions.at(0).max_per_topic == 2);
  CHECK(complaint(text("mute = [\"?\"]\n")).find("can't be looked for") != std::string::npos);
  CHECK(complaint(text("topics_only = true\n")).find("no topics") != std::string::npos);
}

TEST_CASE("lists of sensitive words are found beside the settings, and check names a bad line") {
  const scratch folder;
  std::ofstream(folder.path("words.txt")) << "casino | jeux\n| no word\n";
  config c = parse_config(text("sensitive_words = \"words.txt\"\nhold_undated = false\n"), folder.path("depeche.toml")).value();
  CHECK(c.editions.at(0).sensitive_words == folder.path("words.txt"));
  CHECK_FALSE(c.editions.at(0).hold_undated);
  CHECK(c.editions.at(0).hold_unsourced);
  const auto bad = load_guard_lists(c);
  REQUIRE(bad.has_error());
  CHECK(bad.error().code == errc::bad_config);
  CHECK(bad.error().where == folder.path("words.txt") + ":2");
  std::vector<check_line> lines;
  check_everything(c, true, [&](const check_line& line) { lines.push_back(line); });
  CHECK(std::any_of(lines.begin(), lines.end(), [](const check_line& l) { return !l.good && l.what == "sensitive words" && l.finding.find("words.txt:2") != l.finding.npos; }));
  std::ofstream(folder.path("words.txt")) << "casino | jeux\n";
  CHECK(load_guard_lists(c).value().of_editions.size() == 1);
}

TEST_CASE("the endpoint that words summaries anew needs an address and a model") {
  CHECK(parse_config(text(""), "a.toml").value().rewrite.url.empty());
  const config c = parse_config(text("[rewrite]\nurl = \"http://127.0.0.1:11434/v1/\"\nmodel = \"small\"\nwithin = \"5s\""), "a.toml").value();
  CHECK(c.rewrite.url == "http://127.0.0.1:11434/v1");
  CHECK(c.rewrite.within == std::chrono::seconds{5});
  CHECK(complaint(text("[rewrite]\nurl = \"http://127.0.0.1/v1\"")).find("model") != std::string::npos);
  CHECK(complaint(text("[rewrite]\nurl = \"not one\"\nmodel = \"m\"")).find("is not an address") != std::string::npos);
  CHECK(complaint(text("[rewrite]\ntemperature = 1")).find("unknown key") != std::string::npos);
  CHECK(c.rewrite.summaries);
  CHECK_FALSE(parse_config(text("[rewrite]\nsummaries = false"), "a.toml").value().rewrite.summaries);
}

TEST_CASE("an edition takes translations from other languages, when there is an endpoint for them") {
  const std::string model = "[rewrite]\nurl = \"http://127.0.0.1:11434/v1\"\nmodel = \"small\"\n";
  const auto wanted = [&](const std::string& languages, const std::string& endpoint) { return text("language = \"fr\"\ntranslate = " + languages + "\n" + endpoint); };
  CHECK(parse_config(text(""), "a.toml").value().editions.at(0).translate.empty());
  CHECK(parse_config(wanted("[\"en\", \"zh\"]", model), "a.toml").value().editions.at(0).translate == std::vector<std::string>{"en", "zh"});
  CHECK(complaint(wanted("[\"en\"]", "")).find("no endpoint") != std::string::npos);
  CHECK(complaint(wanted("[\"de\"]", model)).find("no language to translate from") != std::string::npos);
  CHECK(complaint(wanted("[\"fr\"]", model)).find("own language") != std::string::npos);
}
