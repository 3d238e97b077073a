// The endpoint that words summaries anew and translates, over a real loopback server that answers as an OpenAI-compatible one does, and the real store.
#include "app/summary_endpoint.hpp"
#include "app/translation_endpoint.hpp"
#include "base/localisation.hpp"
#include "digest/rewrite_items.hpp"
#include "net/listener.hpp"
#include "net/router.hpp"
#include "store/database.hpp"
#include "support/catch.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <deque>
#include <vector>

using namespace depeche;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::string article_text =
    "The council passed the harbour budget of $4.2 billion on Monday after two hours of debate. Mayor Ann Lee said the quays would be rebuilt by 2028.";
const std::string good = "On Monday the council passed the harbour budget of $4.2 billion after two hours of debate.";

http_response says(const std::string& text, std::int64_t tokens = 300) {
  return json_response(200, json{{"choices", {{{"message", {{"role", "assistant"}, {"content", text}}}}}}, {"usage", {{"total_tokens", tokens}}}}.dump());
}

struct world {
  asio::io_context loop;
  manual_clock time{*parse_iso_time("2026-11-24T06:00")};
  router routes;
  std::unique_ptr<listener> server;
  std::vector<http_request> asked;
  std::deque<http_response> answers;  // in turn; without any the server stays silent
  std::unique_ptr<database> db = database::open(":memory:", loop.get_executor()).value();
  rewrite_store kept{*db};
  setting_store settings{*db};
  std::unique_ptr<https_client> client;
  rewrite_config how;
  std::unique_ptr<model_endpoint> model;
  std::unique_ptr<summary_endpoint> endpoint;
  std::unique_ptr<translation_endpoint> interpreter;
  task_group group{loop.get_executor()};

  explicit world(std::int64_t tokens_per_day = 100'000) {
    routes.add("POST", "/v1/chat/completions", [this](http_request request) -> task<http_response> {
      asked.push_back(request);
      if (answers.empty()) {
        asio::steady_timer never(loop, 1h);
        co_await never.async_wait(asio::use_awaitable);
      }
      http_response next = std::move(answers.front());
      answers.pop_front();
      co_return next;
    });
    listener_options at;
    at.address = "127.0.0.1";
    at.port = 0;
    server = start_listener(loop.get_executor(), std::move(at), routes).value();
    client = make_https_client(loop.get_executor(), https_client_options{}).value();
    how.url = "http://127.0.0.1:" + std::to_string(server->port()) + "/v1";
    how.model = "small";
    how.key = "secret-key";
    how.tokens_per_day = tokens_per_day;
    how.within = 300ms;
    restart();
  }
  void restart() {
    model = std::make_unique<model_endpoint>(*client, time, settings, how);
    endpoint = std::make_unique<summary_endpoint>(*model, time, kept);
    interpreter = std::make_unique<translation_endpoint>(*model, time, kept);
  }

  void run(task<> work) { run_task(loop, std::move(work)); }
  std::string rewrite(std::string title = "Harbour budget passed") {
    std::string text;
    run([](world& w, std::string of, std::string& out) -> task<> {
      rewrite_wish wish{"en", std::move(of), article_text, article_text};
      out = co_await w.endpoint->rewrite(std::move(wish));
    }(*this, std::move(title), text));
    return text;
  }
  translation translate(const std::string& text) {
    translation_wish wish{"fr", "en", {"Le ferry reprend lundi", text}};
    return run_task(loop, interpreter->translate(std::move(wish)));
  }
};

const std::string ferry_text = "Le ferry de nuit reprend lundi, après 3 mois de travaux au port.\n\nLes billets coûtent 14 euros.";
const std::string ferry_in_english = "The ferry resumes on Monday\n\nThe night ferry resumes on Monday, after 3 months of works at the port.\n\nTickets cost 14 euros.";

}  // namespace

TEST_CASE("an article is translated by the endpoint, and asked for once") {
  world w;
  w.answers = {says(ferry_in_english)};
  const translation made = w.translate(ferry_text);
  REQUIRE(made.what == translation::kind::words);
  CHECK(made.words.title == "The ferry resumes on Monday");
  CHECK(made.words.text == "The night ferry resumes on Monday, after 3 months of works at the port.\n\nTickets cost 14 euros.");
  REQUIRE(w.asked.size() == 1);
  const json sent = json::parse(w.asked[0].body);
  CHECK(sent["messages"][0]["content"].get<std::string>().find("from French into English") != std::string::npos);
  CHECK(sent["messages"][1]["content"].get<std::string>().find("14 euros") != std::string::npos);
  w.restart();
  CHECK(w.translate(ferry_text).words.title == made.words.title);
  CHECK(w.asked.size() == 1);
}

TEST_CASE("a translation with another number is refused for good, none at all comes later") {
  world w;
  std::string wrong = ferry_in_english;
  wrong.replace(wrong.find("14"), 2, "15");
  w.answers = {says(wrong)};
  CHECK(w.translate(ferry_text).what == translation::kind::refused);
  CHECK(w.translate(ferry_text).what == translation::kind::refused);
  CHECK(w.asked.size() == 1);
  w.answers = {text_response(503, "")};
  CHECK(w.translate(ferry_text + "\n\nPoint final.").what == translation::kind::no_answer);
}

TEST_CASE("what the endpoint will not answer because of the question silences nobody") {
  world w;
  http_response filtered = json_response(200, R"({"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]})");
  http_response cut = json_response(200, R"({"choices":[{"message":{"content":"The ferry"},"finish_reason":"length"}]})");
  w.answers = {text_response(400, "policy"), text_response(413, ""), text_response(422, ""), filtered, cut, says(ferry_in_english)};
  for (const char* more : {"Un.", "Deux.", "Trois.", "Quatre.", "Cinq."})
    CHECK(w.translate(ferry_text + "\n\n" + more).what == translation::kind::refused);
  CHECK(w.translate(ferry_text).what == translation::kind::words);
  CHECK(w.translate(ferry_text + "\n\nUn.").what == translation::kind::refused);
  CHECK(w.asked.size() == 6);
}

TEST_CASE("a question that is dearer than what is left of the budget leaves room for cheaper ones") {
  world w(3000);
  w.answers = {says(ferry_in_english)};
  std::string dear = ferry_text;
  for (int i = 0; i < 60; ++i) dear += " Le ferry de nuit reprend lundi, après trois mois de travaux.";
  CHECK(w.translate(dear).what == translation::kind::no_answer);
  CHECK(w.translate(ferry_text).what == translation::kind::words);
}

TEST_CASE("what was never asked costs nothing") {
  world w(1000);
  w.run(w.server->stop(0ms));
  w.server.reset();
  for (int i = 0; i < 2; ++i) CHECK(w.translate(ferry_text).what == translation::kind::no_answer);
  CHECK(w.translate(ferry_text).what == translation::kind::no_answer);
  CHECK(w.translate(ferry_text).what == translation::kind::nobody_asks);  // three failures
  const auto kept = run_task(w.loop, w.settings.get("rewrite/spent"));
  CHECK(kept.value() == "2026-11-24 0");
}

TEST_CASE("translations and summaries share the day's budget") {
  world w(2000);
  w.answers = {says(ferry_in_english, 1900), says(good)};
  CHECK(w.translate(ferry_text).what == translation::kind::words);
  CHECK(w.rewrite() == "");
  CHECK(w.translate(ferry_text + "\n\nPoint final.").what == translation::kind::nobody_asks);
  CHECK(w.asked.size() == 1);
}

TEST_CASE("a summary is worded anew by the endpoint, and asked for once") {
  world w;
  w.answers = {says(good)};
  CHECK(w.rewrite() == good);
  REQUIRE(w.asked.size() == 1);
  CHECK(header_value(w.asked[0].headers, "Authorization") == "Bearer secret-key");
  const json sent = json::parse(w.asked[0].body);
  CHECK(sent["model"] == "small");
  CHECK(sent["messages"][1]["content"].get<std::string>().find("4.2 billion") != std::string::npos);
  CHECK(w.rewrite() == good);
  w.restart();
  CHECK(w.rewrite() == good);
  CHECK(w.asked.size() == 1);
}

TEST_CASE("a rewrite with an invented number is refused, and not asked for again") {
  world w;
  w.answers = {says("On Monday the council passed the harbour budget of $5 billion.")};
  CHECK(w.rewrite() == "");
  CHECK(w.rewrite() == "");
  CHECK(w.asked.size() == 1);
}

TEST_CASE("the day's budget holds over restarts, and a new day has its own") {
  world w(1500);
  w.answers = {says(good, 1200), says(good, 10)};
  CHECK(w.rewrite() == good);
  w.restart();
  CHECK(w.rewrite("Budget of the harbour passed") == "");
  CHECK(w.asked.size() == 1);
  w.time.set(w.time.now() + 24h);
  CHECK(w.rewrite("Budget of the harbour passed") == good);
}

TEST_CASE("an endpoint that fails is left alone for a while") {
  world w;
  http_response busy = text_response(503, "");
  busy.headers.push_back({"Retry-After", "120"});
  w.answers = {busy, says(good)};
  CHECK(w.rewrite() == "");
  CHECK(w.rewrite() == "");
  CHECK(w.asked.size() == 1);
  w.time.set(w.time.now() + 121s);
  CHECK(w.rewrite() == good);
}

TEST_CASE("a wrong key stops the questions for an hour, and answers that are none do after three") {
  world w;
  w.answers = {text_response(401, "")};
  CHECK(w.rewrite() == "");
  w.time.set(w.time.now() + 59min);
  CHECK(w.rewrite() == "");
  CHECK(w.asked.size() == 1);
  w.time.set(w.time.now() + 2min);
  w.answers = {json_response(200, "[]"), text_response(200, "<html>"), json_response(200, R"({"choices":[{"message":{"content":7}}]})")};
  for (int i = 0; i < 4; ++i) CHECK(w.rewrite() == "");
  // The first failure was the key's: two more make three.
  CHECK(w.asked.size() == 3);
}

TEST_CASE("a digest waits for its summaries as long as it may, and keeps the extracts of the others") {
  world w;
  w.answers = {says(good)};
  digest_item told;
  told.title = "Harbour budget passed";
  told.summary = {{article_text, 0, 147}};
  digest_item late = told;
  late.title = "Another one";
  rewritten_items out;
  w.run([](world& of, std::vector<digest_item> items, rewritten_items& result) -> task<> {
    std::vector<std::string> texts(2, article_text);
    result = co_await rewrite_items(*of.endpoint, of.group, "en", std::move(items), std::move(texts), 150ms);
  }(w, {told, late}, out));
  CHECK(out.rewritten == 1);
  const std::size_t first = out.items[0].summary[0].end == 0 ? 0 : 1;
  CHECK(out.items[first].summary[0].text == "(reworded by AI) " + good);
  CHECK(out.items[1 - first].summary[0].text == article_text);
  CHECK(out.items[1 - first].summary[0].end == 147);
  w.run(w.group.drain(0ms));
}
