#include "app/config.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace depeche;

namespace {

const std::string good = R"(
[server]
listen = "127.0.0.1:8443"
public_url = "https://news.example.org/"
[[account]]
name = "main"
app_id = "wx0123456789abcdef"
app_secret = "s"
original_id = "gh_0123456789ab"
token = "t"
encoding_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
[[source]]
name = "politics"
url = "https://example.org/rss"
every = "15m"
[[edition]]
name = "morning"
sources = ["politics"]
schedule = "0 8 * * *"
zone = "Europe/Paris"
)";

std::string complaint(const std::string& text) {
  const auto read = parse_config(text, "depeche.toml");
  if (read.has_value()) return "";
  CHECK(read.error().code == errc::bad_config);
  return to_line(read.error());
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a good config is read, with its defaults") {
  const auto c = parse_config(good, "depeche.toml").value();
  CHECK(c.server.public_url == "https://news.example.org");
  CHECK(c.server.threads == 1);
  CHECK(c.accounts.front().mode == callback_mode::safe);
  CHECK(c.accounts.front().profile.verified);
  CHECK(c.sources.front().every == std::chrono::minutes{15});
  CHECK(c.editions.front().account == "main");
  CHECK(c.editions.front().items == 8);
  CHECK(c.database_file().ends_with("/depeche.db"));
}

TEST_CASE("every complaint says what, where and what to do") {
  CHECK(complaint(with(good, "listen =", "lissten =")) ==
        "unknown key: depeche.toml:3: [server] lissten: remove it, or use one of certificate, listen, operations_listen, "
        "private_key, public_url, threads, tls");
  CHECK(complaint(with(good, "\"127.0.0.1:8443\"", "8443")) ==
        "a number where a text belongs: depeche.toml:3: [server] listen: write listen = \"...\"");
  CHECK(complaint(with(good, "app_secret = \"s\"\n", "")) ==
        "missing: depeche.toml:5: [[account]] 1 app_secret: set it to the account's AppSecret, or \"env:NAME\", or \"file:PATH\"");
  CHECK(complaint(with(good, "\"s\"", "\"env:DEPECHE_NO_SUCH\"")).find("DEPECHE_NO_SUCH is not set") != std::string::npos);
  CHECK(complaint(with(good, "0 8 * * *", "0 25 * * *")).find("[[edition]] 1 schedule") != std::string::npos);
  CHECK(complaint(with(good, "Europe/Paris", "Europe/Pari")).find("knows no zone") != std::string::npos);
  CHECK(complaint(with(good, "[\"politics\"]", "[\"sports\"]")).find("there is no source \"sports\"") != std::string::npos);
  CHECK(complaint(with(good, "ABCDEFG\"", "ABCDEF\"")).find("not an EncodingAESKey") != std::string::npos);
  CHECK(complaint(with(good, "[server]", "[servr]")).find("unknown key: depeche.toml:2: servr") != std::string::npos);
  CHECK(complaint(with(good, "[server]", "[server")).starts_with("not TOML"));
  CHECK(complaint("").find("missing") != std::string::npos);
  CHECK(complaint(with(good, "every = \"15m\"", "every = \"99999999999999999999m\"")).find("not a length of time") != std::string::npos);
  CHECK(complaint(good + "\n[[source]]\nname = \"politics\"\nurl = \"https://a.example/\"\n").find("there twice") != std::string::npos);
}

TEST_CASE("a secret's file is read when not everybody may, and refused otherwise") {
  const auto folder = std::filesystem::temp_directory_path() / ("depeche-config-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto file = folder / "secret";
  std::ofstream(file) << "hush\n";
  const std::string text = with(good, "\"s\"", "\"file:" + file.string() + "\"");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  CHECK(parse_config(text, "depeche.toml").value().accounts.front().app_secret == "hush");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
  CHECK(complaint(text).find("everybody may read") != std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST_CASE("a secret may come from the environment") {
  ::setenv("DEPECHE_TEST_SECRET", "whisper", 1);
  CHECK(parse_config(with(good, "\"s\"", "\"env:DEPECHE_TEST_SECRET\""), "depeche.toml").value().accounts.front().app_secret == "whisper");
}

TEST_CASE("the reference config that ships is good, but for the secrets that it names") {
  const auto read = read_config(DEPECHE_SOURCE_DIR "/config/depeche.toml");
  REQUIRE(read.has_error());
  CHECK(to_line(read.error()).find("environment variable DEPECHE_APP_SECRET is not set") != std::string::npos);
}

TEST_CASE("readers' titles of sources reach every edition, and the rule for thin days is checked") {
  const std::string titled = with(with(good, "every = \"15m\"", "every = \"15m\"\ntitle = \"Le Courrier\""), "zone =", "thin = \"skip\"\nthin_below = 5\nzone =");
  const config c = parse_config(titled, "depeche.toml").value();
  CHECK(title_of_source(c.editions.front(), "politics") == "Le Courrier");
  CHECK(title_of_source(c.editions.front(), "other") == "other");
  CHECK(c.editions.front().thin == thin_day::skip);
  CHECK(c.editions.front().thin_below == 5);
  CHECK(parse_config(good, "depeche.toml").value().editions.front().thin_below == 3);
  CHECK(complaint(with(good, "zone =", "thin = \"often\"\nzone =")).find("send, shorten, skip, merge") != std::string::npos);
  CHECK(complaint(with(good, "zone =", "items = 4\nthin_below = 5\nzone =")).find("outside 1 to 4") != std::string::npos);
}
