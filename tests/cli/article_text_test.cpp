#include "cli/article_text.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <sstream>
#include <vector>

using namespace depeche;
using nlohmann::json;

namespace {

struct outcome {
  std::vector<json> answers;
  std::string complaints;
  std::size_t refused = 0;
};

template <class F>
outcome run_lines(const std::string& input, F command) {
  std::istringstream in(input);
  std::ostringstream out, err;
  outcome o;
  o.refused = command(in, out, err);
  o.complaints = err.str();
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) o.answers.push_back(json::parse(line));
  return o;
}

outcome summarise_all(const std::string& input, summary_wish wish = {}) {
  return run_lines(input, [&](auto& in, auto& out, auto& err) { return summarise_lines(in, out, err, wish); });
}
outcome relate_all(const std::string& input, std::size_t top) {
  return run_lines(input, [&](auto& in, auto& out, auto& err) { return relate_lines(in, out, err, top); });
}
outcome compare_all(const std::string& input) {
  return run_lines(input, [](auto& in, auto& out, auto& err) { return compare_lines(in, out, err); });
}

}  // namespace

TEST_CASE("summaries come with their positions in code points") {
  const auto o = summarise_all(R"({"id":"a","lang":"fr","title":"Été","text":"L'été arrive à Évreux. Il fait déjà très chaud ici."})" "\n", {.sentences = 1});
  REQUIRE(o.answers.size() == 1);
  CHECK(o.answers[0].at("id") == "a");
  CHECK(o.answers[0].at("summary") == json{"L'été arrive à Évreux."});
  CHECK(o.answers[0].at("positions") == json::parse("[[0,22]]"));
}

TEST_CASE("several texts on one event are summarised together") {
  const auto o = summarise_all(R"({"id":7,"lang":"en","docs":["The dam burst on Friday night.",{"text":"Forty people were brought to safety."}]})", {.sentences = 2});
  REQUIRE(o.answers.size() == 1);
  CHECK(o.answers[0].at("summary").size() == 2);
  CHECK(o.answers[0].at("docs") == json::parse("[0,1]"));
}

TEST_CASE("a malformed line is named by its number and the others are answered") {
  const auto o = summarise_all("{\"id\":1,\"text\":\"Un.\"}\n{oops\n[1]\n\n{\"id\":5}\n{\"id\":6,\"text\":5}\n{\"id\":7,\"text\":\"Sept.\"}");
  CHECK(o.refused == 4);
  REQUIRE(o.answers.size() == 2);
  CHECK(o.answers[1].at("id") == 7);
  for (const char* line : {"line 2: not JSON", "line 3: not a JSON object", "line 5: \"text\" is missing", "line 6: \"text\" is not a string"})
    CHECK(o.complaints.find(line) != std::string::npos);
}

TEST_CASE("JSON nested without end and ill-formed UTF-8 do no harm") {
  CHECK(summarise_all("{\"id\":" + std::string(100'000, '[')).refused == 1);
  const auto o = summarise_all("{\"id\":1,\"text\":\"Caf\xE9 ferm\xE9.\"}");
  REQUIRE(o.answers.size() == 1);
  CHECK(o.answers[0].at("summary")[0] == "Caf\uFFFD ferm\uFFFD.");
}

TEST_CASE("relate answers every id with the most related others, never itself") {
  const auto o = relate_all(R"({"id":1,"lang":"fr","title":"Grève des trams","text":"Les conducteurs de tramway font grève mardi.","published":"2026-11-23T08:00:00Z"}
{"id":2,"lang":"fr","title":"Tramway : la grève continue","text":"La grève des conducteurs de tramway continue.","published":"2026-11-24T08:00:00Z"}
{"id":3,"lang":"fr","title":"Foire aux noix","text":"Les noix se vendent bien cette année à la foire."}
{"id":4,"lang":"en","title":"Grève","text":"grève tramway conducteurs"}
)", 2);
  REQUIRE(o.answers.size() == 4);
  CHECK(o.answers[0].at("related")[0].at("id") == 2);
  CHECK(o.answers[0].at("related")[0].at("score") > 0.2);
  CHECK(o.answers[0].at("related")[0].at("why").is_string());
  CHECK(o.answers[1].at("related")[0].at("id") == 1);
  CHECK(o.answers[3].at("related").empty());
  for (const auto& answer : o.answers)
    for (const auto& r : answer.at("related")) CHECK(r.at("id") != answer.at("id"));
}

TEST_CASE("compare says whether two texts are nearly the same") {
  const std::string text = "Le pont des Arbalètes a rouvert lundi matin à la circulation, après dix-huit mois de travaux.";
  const auto o = compare_all(json{{"id", 1}, {"lang", "fr"}, {"a", text}, {"b", text + " Les piétons sont contents."}}.dump() + "\n" +
                             json{{"id", 2}, {"lang", "fr"}, {"a", text}, {"b", "Tout autre chose se passe ailleurs, loin des ponts."}}.dump());
  REQUIRE(o.answers.size() == 2);
  CHECK(o.answers[0].at("duplicate") == true);
  CHECK(o.answers[1].at("duplicate") == false);
  CHECK(o.answers[0].at("score") > o.answers[1].at("score"));
}
