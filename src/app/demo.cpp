#include "app/demo.hpp"

#include "app/bot.hpp"
#include "app/config.hpp"
#include "app/demo_welcome.hpp"
#include "app/invitation.hpp"
#include "base/embedded.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "net/listener.hpp"
#include "sandbox/newspaper.hpp"
#include "sandbox/sandbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <thread>

namespace depeche {

using namespace std::chrono_literals;

std::span<const embedded_file> embedded_config();

namespace {

// The data folder; removed at the end when it was ours to choose.
class data_folder {
 public:
  explicit data_folder(std::string wanted) : path_(std::move(wanted)), temporary_(path_.empty()) {
    if (temporary_) {
      std::string pattern = (std::filesystem::temp_directory_path() / "depeche-demo-XXXXXX").string();
      if (!::mkdtemp(pattern.data())) throw failure(fail(errc::io_failed, "no temporary folder", pattern, "give one with --data DIR"));
      path_ = pattern;
      return;
    }
    std::error_code ec;
    std::filesystem::create_directories(path_, ec);
    if (ec) throw failure(fail(errc::bad_config, "the data folder cannot be made", path_, ec.message()));
    path_ = std::filesystem::absolute(path_).string();
  }
  ~data_folder() {
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(path_, ignored);
  }
  data_folder(const data_folder&) = delete;
  data_folder& operator=(const data_folder&) = delete;
  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
  bool temporary_;
};

std::unique_ptr<listener> listen_on(asio::any_io_executor loop, const std::string& where, const router& routes, tls_context tls) {
  const auto place = parse_listen(where).value();
  listener_options options;
  options.address = place.first;
  options.port = place.second;
  if (tls) options.tls = [tls] { return tls; };
  return start_listener(std::move(loop), std::move(options), routes).value();
}

std::string address_of(std::string_view scheme, const std::string& where, std::uint16_t port) {
  return fmt::format("{}://{}:{}", scheme, parse_listen(where).value().first, port);
}

// The platform with its own thread and loop: the other side, which shares with the bot nothing but the clock.
class platform_side {
 public:
  platform_side(const demo_options& options, tls_context tls, shiftable_clock& time, random_source& random, const config& defaults,
                const std::string& ca_file)
      : loop_(1), group_(loop_.get_executor()), paper_(time, "http") {
    const account_config& account = defaults.accounts.front();
    sandbox::sandbox_options o;
    o.app_id = account.app_id;
    o.app_secret = account.app_secret;
    o.original_id = account.original_id;
    o.token = account.token;
    o.aes_key = account.encoding_aes_key;
    o.mode = "safe";
    o.profile = options.kind;
    o.name = account.title;
    o.push_ca = ca_file;
    platform_ = std::make_unique<sandbox::platform>(loop_.get_executor(), time, random, std::move(o));
    platform_->add_routes(routes_);
    paper_.add_routes(routes_);
    listeners_.push_back(listen_on(loop_.get_executor(), options.platform, routes_, std::move(tls)));
    listeners_.push_back(listen_on(loop_.get_executor(), options.phones, routes_, nullptr));
    // Pictures and articles have addresses that the browser with the phones can open.
    platform_->reached_at(address_of("http", options.phones, phones_port()));
  }
  ~platform_side() { stop(); }

  std::uint16_t api_port() const { return listeners_[0]->port(); }
  // The account's own code, which every kind of account has.
  std::string own_code() const { return platform_->subscribe_code(); }
  std::uint16_t phones_port() const { return listeners_[1]->port(); }

  void start(const std::string& push_url, const std::string& ca_file) {
    platform_->push_to(push_url, ca_file);
    group_.spawn("platform", platform_->run());
    thread_ = std::thread([this] { loop_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    auto ending = [this]() -> task<> {
      for (const auto& l : listeners_) co_await l->stop(300ms);
      co_await group_.drain(300ms);
      loop_.stop();
    };
    asio::co_spawn(loop_, std::move(ending), [](std::exception_ptr) {});
    thread_.join();
  }

 private:
  asio::io_context loop_;
  task_group group_;
  router routes_;
  sandbox::newspaper paper_;
  std::unique_ptr<sandbox::platform> platform_;
  std::vector<std::unique_ptr<listener>> listeners_;
  std::thread thread_;
};

std::string fill(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) text = replace_all(text, "@" + name + "@", value);
  return text;
}

// Codes for the terminal; the admin's is empty where the account has no scene codes.
task<> make_codes(bot& b, random_source& random, const clock& time, demo_addresses& into) {
  const std::string account = b.all().settings.accounts.front().name;
  auto subscribe = co_await b.all().codes->find_or_make(account, "terminal");
  // An account without scene codes keeps its own code.
  if (subscribe.has_value()) {
    into.subscribe_scene = subscribe->scene;
    into.subscribe_code = subscribe->url;
  }
  auto invitation = co_await make_invitation(*b.all().desk, *b.all().codes, random, time, account, role::admin);
  into.admin_code = invitation.value().url;
  into.admin_scene = invitation.value().scene;
}

}  // namespace

int run_demo(const demo_options& options) {
  const data_folder data(options.data);
  const std::string certificate = data.file("cert.pem"), key = data.file("key.pem");
  if (!std::filesystem::exists(certificate))
    write_self_signed_certificate(certificate, key, "depeche demo", {"localhost", "127.0.0.1"}, 3650).value();
  const tls_context tls = make_server_context(certificate, key).value();

  shiftable_clock time;
  secure_random random;
  const std::string text(find_embedded(embedded_config(), "demo.toml"));
  std::map<std::string, std::string> values = {{"WEBHOOK", options.webhook}, {"PUBLIC_URL", "http://127.0.0.1"},
                                               {"OPERATIONS", options.operations}, {"KIND", options.kind},
                                               {"API_BASE", "https://127.0.0.1"}, {"NEWSPAPER", "http://127.0.0.1"}};
  const config defaults = parse_config(fill(text, values), data.file("demo.toml")).value();

  asio::io_context loop(1);
  asio::thread_pool pool(1);
  platform_side platform(options, tls, time, random, defaults, certificate);
  // Pages for the browser are plain HTTP, so that nobody has to wave a certificate through; the platform calls over TLS.
  std::unique_ptr<bot> b;
  router front;
  const http_handler forward = [&b](http_request request) -> task<http_response> {
    co_return co_await b->routes().handle(std::move(request));
  };
  for (const char* method : {"GET", "POST"}) {
    front.add(method, "/", forward);
    front.add(method, "/{rest...}", forward);
  }
  const auto pages = listen_on(loop.get_executor(), options.pages, front, nullptr);
  values["PUBLIC_URL"] = address_of("http", options.pages, pages->port());
  values["API_BASE"] = address_of("https", options.platform, platform.api_port());
  values["NEWSPAPER"] = address_of("http", options.phones, platform.phones_port());
  config settings = parse_config(fill(text, values), data.file("demo.toml")).value();
  set_log_level(settings.log_level);
  b = bot::open(loop.get_executor(), pool.get_executor(), time, random, std::move(settings)).value();
  time.on_shift([&] { asio::post(loop, [&] { b->ring(); }); });

  demo_addresses addresses;
  addresses.phones = address_of("http", options.phones, platform.phones_port()) + "/";
  addresses.pages = values["PUBLIC_URL"] + "/";
  addresses.webhook = address_of("https", options.webhook, b->port()) + "/wechat/demo";
  addresses.platform = values["API_BASE"];
  addresses.operations = address_of("http", options.operations, b->operations_port()) + "/";
  addresses.data = data.path();
  addresses.subscribe_code = platform.own_code();
  const wechat::account_profile& profile = b->all().settings.accounts.front().profile;
  addresses.pushes = profile.may_send_custom_messages() || profile.may_mass_send_to_all();
  platform.start(addresses.webhook, certificate);

  std::exception_ptr thrown;
  auto live = [&]() -> task<> {
    auto started = co_await b->start();
    started.value();
    auto reports = co_await b->all().poller->poll_all();
    for (const auto& report : reports)
      for (const auto& problem : report.problems) log_warning("demo", report.source + ": " + problem);
    co_await b->all().board->refresh_all();
    co_await make_codes(*b, random, time, addresses);
    const std::string ready = options.json ? demo_json(addresses) : demo_welcome(addresses);
    std::fputs(ready.c_str(), stdout);
    std::fflush(stdout);
    asio::signal_set signals(loop, SIGTERM, SIGINT);
    co_await signals.async_wait(asio::use_awaitable);
    co_await pages->stop(500ms);
    co_await b->stop();
    loop.stop();
  };
  asio::co_spawn(loop, std::move(live), [&](std::exception_ptr e) {
    thrown = e;
    if (e) loop.stop();
  });
  loop.run();
  platform.stop();
  if (thrown) std::rethrow_exception(thrown);
  pool.join();
  return 0;
}

}  // namespace depeche
