// The JSON API for articles, driven by requests on the real store.
#include "support/catch.hpp"
#include "web/article_api.hpp"
#include "web/site_fixture.hpp"

#include "net/https_client.hpp"
#include "net/listener.hpp"

#include <nlohmann/json.hpp>

using namespace depeche;
using namespace depeche::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr const char* token = "0123456789abcdef0123456789abcdef";

struct api_fixture : site_fixture {
  api_fixture() {
    https_client_options options;
    options.guard = address_guard{};
    options.guard.allow("127.0.0.1").value();
    client = make_https_client(loop.get_executor(), std::move(options)).value();
    door = std::make_unique<intake>(pool.get_executor(), time, *client, articles, [this] { ++changes; }, 0ms);
    answers = std::make_unique<api_store>(*db);
    article_api api({*door, articles, *answers, time, "https://news.example.org", {token, "the-token-of-yesterday-1234"}, {"cms", "desk"}});
    api.add_routes(routes);
    page_routes.add("GET", "/{path...}", [this](http_request request) -> task<http_response> {
      const auto found = pages.find(request.path);
      if (found == pages.end()) co_return text_response(404, "none");
      co_return html_response(200, found->second);
    });
    listener_options at;
    at.address = "127.0.0.1";
    at.port = 0;
    server = start_listener(loop.get_executor(), std::move(at), page_routes).value();
    address = "http://127.0.0.1:" + std::to_string(server->port());
  }

  struct reply {
    int status;
    json body;
    http_headers headers;
  };
  reply ask(const std::string& method, const std::string& target, const std::string& body = {}, http_headers more = {}, const std::string& with = token) {
    http_request request;
    request.method = method;
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.body = body;
    request.peer = "192.0.2.1";
    request.headers = std::move(more);
    if (!with.empty()) request.headers.push_back({"Authorization", "Bearer " + with});
    if (method == "POST" && header_value(request.headers, "Content-Type").empty()) request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
    const http_response got = run(routes.handle(std::move(request)));
    return {got.status, got.body.empty() ? json(nullptr) : json::parse(got.body), got.headers};
  }
  reply post(const std::string& body, http_headers more = {}) { return ask("POST", "/api/v1/articles", body, std::move(more)); }

  std::unique_ptr<https_client> client;
  std::unique_ptr<intake> door;
  std::unique_ptr<api_store> answers;
  router page_routes;
  std::map<std::string, std::string> pages;
  std::unique_ptr<listener> server;
  std::string address;
  int changes = 0;
};

constexpr const char* bridge = R"({"source":"cms","id":"17","title":"Le pont rouvre","text":"Le vieux pont a rouvert.","language":"fr","published":"2026-11-23T06:00:00+01:00"})";

}  // namespace

TEST_CASE("nobody enters the API without its token") {
  api_fixture api;
  for (const char* wrong : {"", "x", "0123456789abcdef0123456789abcdeF", "0123456789abcdef0123456789abcdef0"}) {
    INFO(wrong);
    const auto refused = api.ask("POST", "/api/v1/articles", bridge, {}, wrong);
    CHECK(refused.status == 401);
    CHECK(header_value(refused.headers, "WWW-Authenticate") == "Bearer");
    CHECK(refused.body["error"]["code"] == "not_allowed");
  }
  CHECK(api.ask("GET", "/api/v1/articles/1", "", {{"Authorization", "Basic Og=="}}, "").status == 401);
  CHECK(api.ask("DELETE", "/api/v1/articles/1", "", {}, "").status == 401);
  CHECK(api.ask("GET", "/api/v1/articles", "", {}, "the-token-of-yesterday-1234").status == 200);
}

TEST_CASE("an article is posted, corrected, shown with what was replaced, listed and dropped") {
  api_fixture api;
  auto made = api.post(bridge);
  CHECK(made.status == 201);
  CHECK(made.body["outcome"] == "added");
  const json a = made.body["article"];
  CHECK(a["source"] == "cms");
  CHECK(a["published"] == "2026-11-23T05:00:00Z");
  CHECK(a["page"] == "https://news.example.org/a/" + std::to_string(a["id"].get<int>()));
  CHECK(api.changes == 1);
  CHECK(api.post(bridge).body["outcome"] == "unchanged");
  json better = json::parse(bridge);
  better["title"] = "Le pont rouvre à midi";
  made = api.post(better.dump());
  CHECK(made.status == 200);
  CHECK(made.body["outcome"] == "corrected");

  const std::string place = "/api/v1/articles/" + std::to_string(a["id"].get<int>());
  const auto shown = api.ask("GET", place);
  CHECK(shown.status == 200);
  CHECK(shown.body["title"] == "Le pont rouvre à midi");
  CHECK(shown.body["text"] == "Le vieux pont a rouvert.");
  REQUIRE(shown.body["revisions"].size() == 1);
  CHECK(shown.body["revisions"][0]["title"] == "Le pont rouvre");

  const auto listed = api.ask("GET", "/api/v1/articles?source=cms&language=fr&limit=1");
  REQUIRE(listed.body["articles"].size() == 1);
  CHECK_FALSE(listed.body["articles"][0].contains("text"));
  CHECK(listed.body["next_before"] == a["id"]);
  CHECK(api.ask("GET", "/api/v1/articles?source=desk").body["articles"].empty());
  CHECK(api.ask("GET", "/api/v1/articles?since=2026-11-24").body["articles"].empty());
  CHECK(api.ask("GET", "/api/v1/articles?text=1").body["articles"][0].contains("text"));

  CHECK(api.ask("DELETE", place).status == 204);
  CHECK(api.ask("DELETE", place).status == 404);
  CHECK(api.ask("GET", place).status == 404);
  CHECK(api.ask("GET", "/api/v1/articles").body["articles"].empty());
  CHECK(api.changes == 3);
}

TEST_CASE("an address that is posted is fetched, and what it is not is said") {
  api_fixture api;
  std::string text;
  for (int i = 0; i < 10; ++i) text += "<p>市政府今天宣布，老石桥在修缮一年之后重新开放，第一班电车已经通过，市民们非常高兴，第" + std::to_string(i) + "段。</p>";
  api.pages["/bridge"] = "<html lang=zh><head><title>老桥重新开放</title></head><body><article><h1>老桥重新开放</h1>" + text + "</article></body></html>";
  api.pages["/empty"] = "<html></html>";
  const auto made = api.post(json{{"url", api.address + "/bridge"}}.dump());
  CHECK(made.status == 201);
  CHECK(made.body["article"]["title"] == "老桥重新开放");
  CHECK(made.body["article"]["source"] == "desk");
  const auto missing = api.post(json{{"url", api.address + "/nowhere"}}.dump());
  CHECK(missing.status == 422);
  CHECK(missing.body["error"]["code"] == "http_status");
  CHECK(api.post(json{{"url", api.address + "/empty"}}.dump()).status == 422);
  CHECK(api.post(R"({"url":"http://10.0.0.1/"})").body["error"]["code"] == "address_refused");
  CHECK(api.post(R"({"url":"http://127.0.0.1:1/"})").status == 502);
}

TEST_CASE("a list is answered one by one") {
  api_fixture api;
  const auto done = api.post("[" + std::string(bridge) + R"(,{"title":"","text":"x"},{"title":"Two","text":"Second."}])");
  CHECK(done.status == 207);
  REQUIRE(done.body.size() == 3);
  CHECK(done.body[0]["outcome"] == "added");
  CHECK(done.body[1]["error"]["where"] == "title");
  CHECK(done.body[2]["outcome"] == "added");
}

TEST_CASE("a request that is repeated under its key is answered as before, and done once") {
  api_fixture api;
  const auto first = api.post(bridge, {{"Idempotency-Key", "k-1"}});
  CHECK(first.status == 201);
  const auto again = api.post(bridge, {{"Idempotency-Key", "k-1"}});
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(header_value(again.headers, "Idempotent-Replay") == "true");
  CHECK(api.changes == 1);
  CHECK(api.post(R"({"title":"Other","text":"t"})", {{"Idempotency-Key", "k-1"}}).status == 422);
  CHECK(api.post(bridge, {{"Idempotency-Key", std::string(300, 'k')}}).status == 400);
  // A failure is not remembered.
  CHECK(api.post("{", {{"Idempotency-Key", "k-2"}}).status == 400);
  CHECK(api.post(R"({"title":"Other","text":"t"})", {{"Idempotency-Key", "k-2"}}).status == 201);
}

TEST_CASE("what is asked wrongly is refused with its place and what to do") {
  api_fixture api;
  CHECK(api.post("{\"title\":").status == 400);
  const auto unknown = api.post(R"({"titel":"x","text":"y"})");
  CHECK(unknown.status == 400);
  CHECK(unknown.body["error"]["where"] == "titel");
  const auto source = api.post(R"({"source":"nobody","title":"x","text":"y"})");
  CHECK(source.status == 400);
  CHECK(source.body["error"]["remedy"].get<std::string>().find("cms, desk") != std::string::npos);
  CHECK(api.ask("POST", "/api/v1/articles", bridge, {{"Content-Type", "text/plain"}}).status == 415);
  CHECK(api.post(json{{"title", "x"}, {"text", std::string(3'000'000, 'x')}}.dump()).status == 413);
  for (const char* query : {"?limit=0", "?limit=101", "?limit=x", "?before=-1", "?since=soon", "?colour=red"}) {
    INFO(query);
    CHECK(api.ask("GET", std::string("/api/v1/articles") + query).status == 400);
  }
  for (const char* id : {"x", "0", "-1", "99999999999999999999", "7"}) CHECK(api.ask("GET", std::string("/api/v1/articles/") + id).status == 404);
  CHECK(api.routes.body_limit("POST", "/api/v1/articles") == largest_handed_in);
}
