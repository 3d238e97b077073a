// The poller over a real loopback server and the real store.
#pragma once

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

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace depeche {

using namespace std::chrono_literals;

// A newspaper on a free port that counts its visits.
struct newspaper {
  explicit newspaper(asio::io_context& loop) {
    routes.add("GET", "/{path...}", [this](http_request request) -> task<http_response> {
      ++hits[request.path];
      if (const auto set = answers.find(request.path); set != answers.end()) co_return set->second;
      if (const auto to = redirects.find(request.path); to != redirects.end()) co_return redirect_response(to->second);
      const auto page = pages.find(request.path);
      if (page == pages.end()) co_return text_response(404, "none");
      http_response response;
      response.content_type = "text/plain";
      response.headers.push_back({"ETag", "\"v1\""});
      if (header_value(request.headers, "If-None-Match") == "\"v1\"" && !changed) response.status = 304;
      else response.body = page->second;
      co_return response;
    });
    listener_options options;
    options.address = "127.0.0.1";
    options.port = 0;
    auto started = start_listener(loop.get_executor(), std::move(options), routes);
    REQUIRE(started.has_value());
    server = std::move(*started);
    address = "http://127.0.0.1:" + std::to_string(server->port());
  }

  router routes;
  std::unique_ptr<listener> server;
  std::string address;
  std::map<std::string, std::string> pages, redirects;
  std::map<std::string, http_response> answers;  // whole, before anything else
  std::map<std::string, int> hits;
  bool changed = false;
};

struct world {
  asio::io_context loop;
  asio::thread_pool pool{1};
  manual_clock time{*parse_iso_time("2026-11-23T12:00")};
  seeded_random random{7};
  newspaper paper{loop};
  std::unique_ptr<database> db = database::open(":memory:", loop.get_executor()).value();
  article_store articles{*db};
  std::unique_ptr<https_client> client;
  int changes = 0;
  std::vector<source_report> told;  // what the desk heard

  explicit world(address_guard guard = address_guard::open()) {
    https_client_options options;
    options.guard = std::move(guard);
    client = make_https_client(loop.get_executor(), std::move(options)).value();
  }

  source_poller poller(std::vector<source> sources, std::chrono::milliseconds patience = 20s) {
    return source_poller(loop.get_executor(), pool.get_executor(), time, random, *client, articles, std::move(sources),
                         [this] { ++changes; }, [this](const source_report& r) { told.push_back(r); }, poll_limits{4, 2, 0ms, patience});
  }

  template <class T>
  T run(task<T> work) {
    return run_task(loop, std::move(work));
  }

  void run_until(const std::function<bool()>& reached) {
    while (!reached()) loop.run_one();
  }

  source at(std::string name, const std::string& path) { return {std::move(name), paper.address + path, "fr", 900s}; }

  std::vector<article> stored() {
    auto rows = run(articles.between({}, timestamp{}, time.now() + 24h, 100));
    REQUIRE(rows.has_value());
    return *rows;
  }
};

}  // namespace depeche
