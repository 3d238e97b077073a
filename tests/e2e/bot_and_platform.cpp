#include "e2e/bot_and_platform.hpp"

#include "support/catch.hpp"

#include <poll.h>

namespace e2e {
namespace {

std::string config_text(int editions, int port, const std::string& api, const std::string& ca) {
  std::string text = R"([server]
listen = "127.0.0.1:)" + std::to_string(port) + R"("
certificate = ")" + ca + R"("
private_key = ")" + ca.substr(0, ca.size() - 8) + R"(key.pem"
public_url = "https://127.0.0.1:)" + std::to_string(port) + R"("
operations_listen = ""
[log]
level = "warning"
[fetch]
allow_addresses = ["127.0.0.1"]
ca = ")" + ca + R"("
[[account]]
name = "main"
app_id = "wx0123456789abcdef"
app_secret = "sandbox-secret"
original_id = "gh_0123456789ab"
token = "sandboxtoken"
encoding_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
api_base = ")" + api + R"("
api_ca = ")" + ca + R"("
[[source]]
name = "paper"
url = ")" + api + R"(/newspaper/en/rss.xml"
)";
  for (int i = 0; i < editions; ++i)
    text += "[[edition]]\nname = \"e" + std::to_string(i) + "\"\ntitle = \"Issue <" + std::to_string(i) +
            ">\"\nlanguage = \"en\"\nschedule = \"0 0 1 1 *\"\nwindow = \"14d\"\n";
  return text;
}

std::string after_colon(const std::string& line) {
  const std::size_t at = line.find(':');
  REQUIRE(at != std::string::npos);
  return line.substr(line.find_first_not_of(' ', at + 1));
}

}  // namespace

bot_and_platform::bot_and_platform(int editions) : port(free_port()) {
  // One certificate for both sides, made by the sandbox.
  simulated = std::make_unique<program>(std::vector<std::string>{
      "sandbox", "--listen", "127.0.0.1:0", "--data", folder.path(), "--push-url", "https://127.0.0.1:" + std::to_string(port) + "/wechat/main",
      "--push-ca", folder.file("sandbox-cert.pem")});
  const std::string phones = after_colon(simulated->read_line());
  while (after_colon(simulated->read_line()) != folder.file("sandbox-cert.pem")) {
  }
  sandbox = std::make_unique<speaker>(phones, folder.file("sandbox-cert.pem"));
  write_file(folder.file("depeche.toml"), config_text(editions, port, phones.substr(0, phones.size() - 1), folder.file("sandbox-cert.pem")));
  const auto fetched = run({"digest", "compose", "--edition", "e0", "--fetch"});
  INFO(fetched.err);
  REQUIRE(fetched.code == 0);
}

void bot_and_platform::change_settings(const std::string& from, const std::string& to) const {
  std::string text = read_file(folder.file("depeche.toml"));
  INFO(from);
  REQUIRE(contains(text, from));
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  write_file(folder.file("depeche.toml"), text);
}

void bot_and_platform::add_tables(const std::string& text) const {
  write_file(folder.file("depeche.toml"), read_file(folder.file("depeche.toml")) + text);
}

std::unique_ptr<program> bot_and_platform::serve(std::vector<std::string> more) const {
  std::vector<std::string> arguments = {"serve", "--config", folder.file("depeche.toml")};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return std::make_unique<program>(std::move(arguments));
}

void bot_and_platform::wait_until_it_answers() const {
  speaker door("https://127.0.0.1:" + std::to_string(port), folder.file("sandbox-cert.pem"));
  for (int i = 0; i < 3000; ++i) {
    if (door.get("/wechat/main").status == 403) return;
    ::poll(nullptr, 0, 10);  // the port opens when it opens: there is no event to wait for from outside
  }
  FAIL("serve does not answer");
}

finished_run bot_and_platform::run(std::vector<std::string> arguments) const {
  arguments.push_back("--config");
  arguments.push_back(folder.file("depeche.toml"));
  return run_to_end(arguments);
}

std::vector<json> bot_and_platform::ledger(std::vector<std::string> arguments) const {
  arguments.push_back("--json");
  const auto done = run(std::move(arguments));
  INFO(done.err);
  REQUIRE(done.code == 0);
  std::vector<json> rows;
  for (std::size_t at = 0; at < done.out.size();) {
    const std::size_t end = done.out.find('\n', at);
    rows.push_back(json::parse(done.out.substr(at, end - at)));
    at = end + 1;
  }
  return rows;
}

}  // namespace e2e
