#include "loop.hpp"
#include "support/catch.hpp"

#include "net/router.hpp"

using namespace depeche;

namespace {

http_handler says(std::string name) {
  return [name](http_request r) -> task<http_response> {
    std::string text = name;
    for (const auto& [key, value] : r.params) text += " " + key + "=" + value;
    co_return text_response(200, text);
  };
}

http_response ask(const router& routes, std::string method, std::string path) {
  asio::io_context loop;
  http_response out;
  http_request request;
  request.method = std::move(method);
  request.path = std::move(path);
  const auto work = [&]() -> task<> { out = co_await routes.handle(std::move(request)); };
  run_on(loop, work());
  return out;
}

}  // namespace

TEST_CASE("the most specific pattern wins, in whatever order they were added") {
  router routes;
  routes.add("GET", "/{rest...}", says("rest"));
  routes.add("GET", "/d/{digest}", says("digest"));
  routes.add("GET", "/{lang}/", says("lang"));
  routes.add("GET", "/d/today", says("today"));
  routes.add("GET", "/", says("root"));
  routes.add("GET", "/qr/{scene}", says("qr"));
  CHECK(ask(routes, "GET", "/").body == "root");
  CHECK(ask(routes, "GET", "/d/today").body == "today");
  CHECK(ask(routes, "GET", "/d/17").body == "digest digest=17");
  CHECK(ask(routes, "GET", "/fr/").body == "lang lang=fr");
  CHECK(ask(routes, "GET", "/a/b/c").body == "rest rest=a/b/c");
  CHECK(ask(routes, "GET", "/d/").body == "lang lang=d");
}

TEST_CASE("names in a path are decoded, and a path that is badly encoded is not found") {
  router routes;
  routes.add("GET", "/s/{scene}", says("s"));
  CHECK(ask(routes, "GET", "/s/%E4%BD%A0%2F%C3%A9").body == "s scene=你/é");
  CHECK(ask(routes, "GET", "/s/%E4%B").status == 404);
  CHECK(ask(routes, "GET", "/s/").status == 404);
  CHECK(ask(routes, "GET", "/s/a/b").status == 404);
  CHECK(ask(routes, "GET", "s/a").status == 404);
  CHECK(ask(routes, "GET", "").status == 404);
}

TEST_CASE("a known path with another method is answered 405 with Allow, and HEAD goes to GET") {
  router routes;
  routes.add("GET", "/x", says("get"));
  routes.add("POST", "/x", says("post"));
  routes.add("POST", "/only-post", says("post"));
  const auto refused = ask(routes, "DELETE", "/x");
  CHECK(refused.status == 405);
  CHECK(header_value(refused.headers, "allow") == "GET, HEAD, POST");
  CHECK(ask(routes, "HEAD", "/x").body == "get");
  CHECK(ask(routes, "POST", "/x").body == "post");
  CHECK(ask(routes, "HEAD", "/only-post").status == 405);
  CHECK(ask(routes, "GET", "/y").status == 404);
}

TEST_CASE("the body limit is that of the route which would answer") {
  router routes;
  routes.add("POST", "/upload/{name}", says("upload"));
  routes.add("POST", "/upload/small", says("small"));
  routes.set_body_limit("/upload/{name}", 5000000);
  CHECK(routes.body_limit("POST", "/upload/x") == 5000000);
  CHECK(routes.body_limit("POST", "/upload/small") == 1024 * 1024);
  CHECK(routes.body_limit("POST", "/elsewhere") == 1024 * 1024);
  CHECK(routes.body_limit("GET", "/upload/x") == 1024 * 1024);
}

TEST_CASE("a query value is decoded, the first one counts, and a badly encoded one is none") {
  CHECK(query_value("a=1&b=2&a=3", "a") == "1");
  CHECK(query_value("a=1&echo%73tr=%E4%BD%A0+x", "echostr") == "你 x");
  CHECK(query_value("flag&x=", "flag") == "");
  CHECK(query_value("flag&x=", "x") == "");
  CHECK_FALSE(query_value("ab=1", "a"));
  CHECK_FALSE(query_value("", "a"));
  CHECK_FALSE(query_value("a=%zz", "a"));
}

TEST_CASE("a header is found in any case") {
  const http_headers headers{{"Content-Type", "text/xml"}, {"content-type", "second"}};
  CHECK(header_value(headers, "CONTENT-TYPE") == "text/xml");
  CHECK(header_value(headers, "X").empty());
}
