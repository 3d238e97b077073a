// depeche sandbox: the simulated platform alone.
#include "async/task_group.hpp"
#include "cli/command.hpp"
#include "net/listener.hpp"
#include "sandbox/newspaper.hpp"
#include "sandbox/sandbox.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace depeche {
namespace {

using namespace std::chrono_literals;

struct sandbox_arguments {
  sandbox::sandbox_options platform;
  std::string listen = "127.0.0.1:9443";
  std::string certificate, private_key, data;
  bool no_tls = false;
};

// A folder for the certificate when none is given; removed at the end unless it is the user's.
class certificate_folder {
 public:
  explicit certificate_folder(const std::string& data) : path_(data), temporary_(data.empty()) {
    if (temporary_) {
      auto name = (std::filesystem::temp_directory_path() / "depeche-sandbox-XXXXXX").string();
      if (::mkdtemp(name.data()) == nullptr)
        throw failure(fail(errc::io_failed, "no temporary folder", name, "give one with --data"));
      path_ = name;
      return;
    }
    std::error_code ec;
    std::filesystem::create_directories(path_, ec);
    if (ec) throw failure(fail(errc::io_failed, "the folder cannot be made: " + ec.message(), path_.string(), "give another --data"));
  }
  ~certificate_folder() {
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(path_, ignored);
  }
  certificate_folder(const certificate_folder&) = delete;
  certificate_folder& operator=(const certificate_folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool temporary_;
};

void make_certificate(sandbox_arguments& o, const std::filesystem::path& folder, const std::string& address) {
  o.certificate = (folder / "sandbox-cert.pem").string();
  o.private_key = (folder / "sandbox-key.pem").string();
  if (std::filesystem::exists(o.certificate) && std::filesystem::exists(o.private_key)) return;
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  if (std::find(names.begin(), names.end(), address) == names.end() && address != "0.0.0.0" && address != "::") names.push_back(address);
  const auto written = write_self_signed_certificate(o.certificate, o.private_key, "depeche sandbox", names, 825);
  if (written.has_error()) throw failure(written.error());
}

task<> wait_for_signal(asio::any_io_executor loop) {
  asio::signal_set signals(loop, SIGINT, SIGTERM);
  co_await signals.async_wait(asio::use_awaitable);
}

task<> live(asio::any_io_executor loop, listener& serving, task_group& group) {
  co_await wait_for_signal(loop);
  co_await serving.stop(500ms);
  co_await group.drain(3s);
}

void run_sandbox(sandbox_arguments o) {
  auto where = parse_listen(o.listen);
  if (where.has_error()) throw failure(where.error());
  std::optional<certificate_folder> folder;
  asio::io_context loop(1);
  secure_random random;
  shiftable_clock time;
  router routes;
  // The certificate comes first: --push-ca may name it.
  if (!o.no_tls && o.certificate.empty()) {
    folder.emplace(o.data);
    make_certificate(o, folder->path(), where->first);
  }
  sandbox::platform platform(loop.get_executor(), time, random, o.platform);
  sandbox::newspaper paper(time, o.no_tls ? "http" : "https");
  platform.add_routes(routes);
  paper.add_routes(routes);

  listener_options options;
  options.address = where->first;
  options.port = where->second;
  if (!o.no_tls) {
    auto context = make_server_context(o.certificate, o.private_key);
    if (context.has_error()) throw failure(context.error());
    options.tls = [context = *context] { return context; };
  }
  auto serving = start_listener(loop.get_executor(), options, routes);
  if (serving.has_error()) throw failure(serving.error());

  const bool everywhere = where->first == "0.0.0.0" || where->first == "::";
  const bool v6 = where->first.find(':') != std::string::npos;
  const std::string host = everywhere ? "127.0.0.1" : v6 ? "[" + where->first + "]" : where->first;
  const std::string base = (o.no_tls ? "http://" : "https://") + host + ":" + std::to_string((*serving)->port());
  platform.reached_at(base);
  std::printf("phones:    %s/\ncontrol:   %s/sandbox/v1/\nAPI base:  %s\nnewspaper: %s/newspaper/fr/\n", base.c_str(), base.c_str(),
              base.c_str(), base.c_str());
  if (!o.no_tls) std::printf("CA file:   %s\n", o.certificate.c_str());
  std::fflush(stdout);

  task_group group(loop.get_executor());
  group.spawn("sandbox", platform.run());
  asio::co_spawn(loop, live(loop.get_executor(), **serving, group), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  loop.run();
}

}  // namespace

void add_sandbox(CLI::App& app) {
  auto* command = app.add_subcommand(
      "sandbox", "The simulated platform alone: its API, a control API and a page with phones\n\n"
                 "Example: depeche sandbox --app-id wx0123456789abcdef --app-secret S --original-id gh_0123456789ab --token T\n"
                 "           --aes-key abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG --push-url https://127.0.0.1:8443/wechat/main");
  auto o = std::make_shared<sandbox_arguments>();
  o->platform.sign_in_real_time = true;  // the bot is another process, with its own clock
  o->platform.app_id = "wx0123456789abcdef";
  o->platform.app_secret = "sandbox-secret";
  o->platform.original_id = "gh_0123456789ab";
  o->platform.token = "sandboxtoken";
  o->platform.aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  command->add_option("--listen", o->listen, "Address and port; whoever reaches it may use the control API")->capture_default_str();
  command->add_option("--app-id", o->platform.app_id, "AppID of the account")->capture_default_str();
  command->add_option("--app-secret", o->platform.app_secret, "AppSecret")->capture_default_str();
  command->add_option("--original-id", o->platform.original_id, "Original id, gh_...")->capture_default_str();
  command->add_option("--token", o->platform.token, "Token of the pushes' signatures")->capture_default_str();
  command->add_option("--aes-key", o->platform.aes_key, "EncodingAESKey, 43 characters")->capture_default_str();
  command->add_option("--mode", o->platform.mode, "plain, compatible or safe")->capture_default_str();
  command->add_option("--profile", o->platform.profile, "service, subscription, personal, unverified_subscription, unverified_service or sandbox")->capture_default_str();
  command->add_option("--name", o->platform.name, "The account's name on the page")->capture_default_str();
  command->add_option("--push-url", o->platform.push_url, "The bot's callback");
  command->add_option("--push-ca", o->platform.push_ca, "PEM file to trust for the bot's certificate");
  auto* certificate = command->add_option("--certificate", o->certificate, "PEM file; without one a certificate is made at start");
  auto* key = command->add_option("--private-key", o->private_key, "PEM file");
  certificate->needs(key);
  key->needs(certificate);
  command->add_flag("--no-tls", o->no_tls, "Plain HTTP")->excludes(certificate);
  command->add_option("--data", o->data, "Folder for the certificate that is made (default: a temporary one)");
  command->callback([o] { run_sandbox(*o); });
}

}  // namespace depeche
