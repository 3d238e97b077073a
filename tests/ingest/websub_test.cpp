// The subscriber's side of WebSub against a real loopback hub and the real store.
#include "ingest/websub.hpp"
#include "base/localisation.hpp"
#include "data_file.hpp"
#include "ingest/source_poller.hpp"
#include "net/listener.hpp"
#include "net/router.hpp"
#include "store/article_store.hpp"
#include "store/database.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

struct hub_world {
  asio::io_context loop;
  asio::thread_pool pool{1};
  manual_clock time{*parse_iso_time("2026-11-24T12:00")};
  seeded_random random{7};
  router routes;
  std::vector<std::string> asked;  // bodies that the hub got
  int status = 202;
  std::string page;
  http_headers page_headers;
  std::unique_ptr<listener> server;
  std::string address;
  std::unique_ptr<database> db = database::open(":memory:", loop.get_executor()).value();
  article_store articles{*db};
  websub_store leases{*db};
  std::unique_ptr<https_client> client = make_https_client(loop.get_executor(), {}).value();
  websub hubs{*client, leases, random, time, "https://news.example"};

  hub_world() {
    routes.add("POST", "/hub", [this](http_request request) -> task<http_response> {
      asked.push_back(request.body);
      co_return text_response(status, "");
    });
    routes.add("GET", "/feed", [this](http_request) -> task<http_response> {
      http_response response;
      response.body = page;
      response.headers = page_headers;
      co_return response;
    });
    listener_options options;
    options.address = "127.0.0.1";
    options.port = 0;
    server = start_listener(loop.get_executor(), std::move(options), routes).value();
    address = "http://127.0.0.1:" + std::to_string(server->port());
  }

  template <class T>
  T run(task<T> work) {
    return run_task(loop, std::move(work));
  }

  std::string hub() const { return address + "/hub"; }
  hub_lease lease() { return run(leases.of_source("port")).value().value(); }
  std::string confirm(const std::string& token, const char* mode, const std::string& topic, const char* seconds = "864000") {
    return run(hubs.confirm(token, mode, topic, seconds, "why?")).value_or("404");
  }
};

constexpr const char* topic = "https://port.example/rss?a=1&b=2";
// The secret "key", the body "The quick brown fox jumps over the lazy dog": as published with the algorithm.
constexpr const char* fox = "The quick brown fox jumps over the lazy dog";
constexpr const char* fox_sha1 = "sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9";
constexpr const char* fox_sha256 = "sha256=F7BC83F430538424B13298E6AA6FB143EF4D59A14946175997479DBC2D1A3CD8";

}  // namespace

TEST_CASE("a hub is found in Link headers, several links in one, words of relations in any case") {
  const http_headers headers{{"Content-Type", "text/xml"},
                             {"Link", "<https://hub.example/?x=1,2>; rel=\"HUB\", </rss>; rel=\"alternate self\""},
                             {"link", "<https://other.example/>; rel=hub"}};
  CHECK(linked_address(headers, "hub", "https://port.example/x") == "https://hub.example/?x=1,2");
  CHECK(linked_address(headers, "self", "https://port.example/x") == "https://port.example/rss");
  CHECK(linked_address(headers, "next", "https://port.example/x").empty());
  CHECK(linked_address({{"Link", "<broken; rel=hub"}, {"Link", "<javascript:x>; rel=hub"}}, "hub", "https://port.example/").empty());
}

TEST_CASE("content counts only when it is signed with the secret") {
  CHECK(is_signed(fox_sha1, "key", fox));
  CHECK(is_signed(fox_sha256, "key", fox));
  CHECK(is_signed("sha384=d7f4727e2c0b39ae0f1e40cc96f60242d5b7801841cea6fc592c5d3e1ae50700582a96cf35e1e554995fe4e03381c237", "key", fox));
  CHECK(is_signed("sha512=b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a", "key", fox));
  CHECK_FALSE(is_signed(fox_sha256, "other", fox));
  CHECK_FALSE(is_signed(fox_sha256, "key", "The quick brown fox"));
  for (const char* header : {"", "sha1", "sha1=", "md5=9e107d9d372bb6826bd81d3542a419d6", "sha256=zz", "=f7bc"}) {
    INFO(header);
    CHECK_FALSE(is_signed(header, "key", fox));
  }
  CHECK_FALSE(is_signed(fox_sha1, "", fox));
}

TEST_CASE("a hub is asked once, with a secret, confirmed when it comes back, and asked again before the lease ends") {
  hub_world w;
  REQUIRE(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_value());
  REQUIRE(w.asked.size() == 1);
  const auto lease = w.lease();
  CHECK(w.asked[0] == "hub.mode=subscribe&hub.topic=https%3A%2F%2Fport.example%2Frss%3Fa%3D1%26b%3D2&hub.callback=https%3A%2F%2Fnews.example%2Fwebsub%2F" +
                          lease.token + "&hub.secret=" + lease.secret + "&hub.lease_seconds=864000");
  CHECK(lease.until == timestamp{});
  CHECK(w.confirm(lease.token, "subscribe", topic) == "why?");
  CHECK(w.lease().until == w.time.now() + 240h);
  REQUIRE(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_value());
  CHECK(w.asked.size() == 1);
  w.time.advance(217h);
  // A round that found the feed unchanged names no hub: what is known is renewed.
  REQUIRE(w.run(w.hubs.keep_up("port", "", "")).has_value());
  REQUIRE(w.asked.size() == 2);
  CHECK(w.asked[1] == w.asked[0]);
}

TEST_CASE("what we did not ask for is not confirmed, and what is refused is polled") {
  hub_world w;
  REQUIRE(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_value());
  const auto token = w.lease().token;
  CHECK(w.confirm("guessed", "subscribe", topic) == "404");
  CHECK(w.confirm(token, "subscribe", "https://port.example/other") == "404");
  CHECK(w.confirm(token, "unsubscribe", topic) == "404");
  CHECK(w.lease().until == timestamp{});
  CHECK(w.confirm(token, "subscribe", topic, "99999999999") == "why?");
  CHECK(w.lease().until == w.time.now() + longest_websub_lease);
  CHECK(w.confirm(token, "denied", topic).empty());
  CHECK(w.lease().until == timestamp{});
  w.time.advance(24h);
  CHECK(w.confirm(token, "subscribe", topic) == "404");
}

TEST_CASE("a hub that does not accept is named, and not asked again for hours") {
  hub_world w;
  w.status = 500;
  const auto refused = w.run(w.hubs.keep_up("port", w.hub(), topic));
  REQUIRE(refused.has_error());
  CHECK(refused.error() == errc::http_status);
  CHECK(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_value());
  CHECK(w.asked.size() == 1);
  w.time.advance(7h);
  CHECK(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_error());
  CHECK(w.asked.size() == 2);
}

TEST_CASE("another hub gets another secret and another address") {
  hub_world w;
  REQUIRE(w.run(w.hubs.keep_up("port", w.hub(), topic)).has_value());
  const auto first = w.lease();
  REQUIRE(w.run(w.hubs.keep_up("port", w.hub() + "?2", topic)).has_value());
  CHECK(w.lease().secret != first.secret);
  CHECK(w.lease().token != first.token);
  CHECK(w.confirm(first.token, "subscribe", topic) == "404");
}

TEST_CASE("a round names the hub of header or feed, and a source whose hub sends is polled less often") {
  hub_world w;
  const auto feed = [&](const std::string& item) {
    return "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Port</title><atom:link rel=\"hub\" href=\"" + w.hub() +
           "\"/><atom:link rel=\"self\" href=\"https://port.example/rss\"/>" + item + "</channel></rss>";
  };
  const std::string quay = "<item><title>The quays are built</title><guid>1</guid></item>";
  w.page = feed(quay);
  std::vector<source_report> named;
  int changes = 0;
  source_poller poller(w.loop.get_executor(), w.pool.get_executor(), w.time, w.random, *w.client, w.articles,
                       {source{"port", w.address + "/feed", "en", 900s}}, [&] { ++changes; }, {}, poll_limits{4, 2, 0ms});
  poller.on_hub([&](const source_report& report) { named.push_back(report); });
  w.run(poller.poll_all());
  REQUIRE(named.size() == 1);
  CHECK(named[0].hub == w.hub());
  CHECK(named[0].topic == "https://port.example/rss");
  CHECK(changes == 1);

  CHECK(w.run(poller.take_distributed("port", feed(quay + "<item><title>The bridge is closed</title><guid>2</guid></item>"), "utf-8")));
  CHECK(changes == 2);
  CHECK(w.run(w.articles.count()).value() == 2);
  CHECK(w.run(poller.take_distributed("port", "<html>no feed</html>", {})));
  CHECK(w.run(w.articles.count()).value() == 2);
  CHECK_FALSE(w.run(poller.take_distributed("nobody", feed(quay), {})));

  w.page_headers = {{"Link", "<https://hub.example/>; rel=\"hub\", <https://port.example/own>; rel=\"self\""}};
  w.run(poller.poll_all());
  REQUIRE(named.size() == 2);
  CHECK(named[1].hub == "https://hub.example/");
  CHECK(named[1].topic == "https://port.example/own");
}
