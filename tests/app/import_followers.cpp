// Taking over followers from a platform that is not always well. The whole journey with 23,000 is in tests/e2e.
#include "app/import_followers.hpp"

#include "net/listener.hpp"
#include "sandbox/sandbox.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

using namespace depeche;
using nlohmann::json;

namespace {

sandbox::sandbox_options platform_options() {
  sandbox::sandbox_options o;
  o.app_id = "wx0123456789abcdef";
  o.app_secret = "s";
  o.original_id = "gh_0123456789ab";
  o.token = "callbacktoken";
  o.mode = "plain";
  return o;
}

// The platform behind a listener, with three followers, and a bot's parts that know none of them.
class import_world {
 public:
  import_world() : platform_(loop_.get_executor(), time_, random_, platform_options()) {
    platform_.add_routes(routes_);
    listener_options where;
    where.address = "127.0.0.1";
    where.port = 0;
    listener_ = start_listener(loop_.get_executor(), where, routes_).value();
    const std::string settings =
        "[server]\nlisten = \"127.0.0.1:0\"\ntls = false\npublic_url = \"https://news.example.org\"\noperations_listen = \"\"\n"
        "[log]\nlevel = \"off\"\n[database]\nurl = \"sqlite:" + folder_.path("a.db") +
        "\"\n[[account]]\nname = \"main\"\napp_id = \"wx0123456789abcdef\"\napp_secret = \"s\"\noriginal_id = \"gh_0123456789ab\"\n"
        "token = \"callbacktoken\"\nmode = \"plain\"\napi_base = \"http://127.0.0.1:" + std::to_string(listener_->port()) + "\"\n";
    parts_ = build_parts(loop_.get_executor(), loop_.get_executor(), time_, random_, parse_config(settings, folder_.path("a.toml")).value()).value();
    order("phones/batch", {{"count", 3}, {"events", false}});
  }
  ~import_world() {
    auto end = [this]() -> task<> {
      co_await parts_->group.drain(std::chrono::milliseconds{50});
      for (auto& line : parts_->lines) line.client->close_idle();
      co_await listener_->stop(std::chrono::milliseconds{50});
    };
    run_task(loop_, end());
  }

  void order(const std::string& path, const json& body) {
    http_request request;
    request.method = "POST";
    request.path = "/sandbox/v1/" + path;
    request.body = body.dump();
    REQUIRE(run_task(loop_, routes_.handle(std::move(request))).status == 200);
  }
  result<import_progress> import() { return run_task(loop_, import_followers(*parts_, "main", [](const import_progress&) {})); }

 private:
  scratch folder_;
  asio::io_context loop_{1};
  shiftable_clock time_;
  seeded_random random_{3};
  router routes_;
  sandbox::platform platform_;
  std::unique_ptr<listener> listener_;
  std::unique_ptr<parts> parts_;
};

}  // namespace

TEST_CASE("an import outlasts a moment in which the platform is busy") {
  import_world w;
  for (const auto* path : {"/cgi-bin/tags/get", "/cgi-bin/user/get", "/cgi-bin/user/info/batchget"})
    w.order("faults", {{"path", path}, {"kind", "-1"}, {"times", 1}});
  const auto done = w.import();
  REQUIRE(done.has_value());
  CHECK(done->counts.added == 3);
}

TEST_CASE("an import that can't go on says what helps") {
  import_world w;
  for (const auto& [code, helps] : {std::pair{"45009", "after midnight in China"}, {"50001", "at the platform"}, {"48001", "verify the account"}}) {
    INFO(code);
    w.order("faults", {{"path", "/cgi-bin/user/info/batchget"}, {"kind", code}, {"times", 1}});
    const auto failed = w.import();
    REQUIRE(failed.has_error());
    CHECK(failed.error().what.starts_with(code));
    CHECK(failed.error().remedy.find(helps) != std::string::npos);
  }
}
