// What stops a start: one line that says what, where and what to do, and exit 3.
#include "e2e/program.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>

using namespace e2e;

namespace {

std::string good_config(const std::string& listen) {
  return "[server]\nlisten = \"" + listen + "\"\npublic_url = \"https://news.example.org\"\noperations_listen = \"\"\n"
         "[[account]]\nname = \"main\"\napp_id = \"wx1\"\napp_secret = \"s\"\noriginal_id = \"gh_1\"\ntoken = \"t\"\nmode = \"plain\"\n"
         "api_base = \"https://127.0.0.1:9\"\n";
}

void expect_refusal(const std::string& config, const std::string& part, temporary_folder& folder) {
  write_file(folder.file("depeche.toml"), config);
  const auto run = run_to_end({"serve", "--config", folder.file("depeche.toml")});
  INFO(run.err);
  CHECK(run.code == 3);
  CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
  CHECK(run.err.starts_with("depeche: "));
  CHECK(contains(run.err, part));
}

}  // namespace

TEST_CASE("a bad config, certificate, port or database ends the start with one line and exit 3") {
  temporary_folder folder;
  const std::string good = good_config("127.0.0.1:0");
  expect_refusal("[server]\nlissten = 1\n" + good.substr(9), "lissten", folder);
  expect_refusal("not toml [", "not TOML", folder);
  expect_refusal(good + "verified = \"yes\"\n", "verified", folder);
  std::string no_secret = good;
  no_secret.replace(no_secret.find("app_secret = \"s\""), 16, "app_secret = \"env:DEPECHE_TEST_UNSET\"");
  expect_refusal(no_secret, "DEPECHE_TEST_UNSET", folder);
  expect_refusal(good, "cert.pem", folder);  // there is none
  write_file(folder.file("cert.pem"), "-----BEGIN NONSENSE-----\n");
  write_file(folder.file("key.pem"), "");
  expect_refusal(good, "cert.pem", folder);

  // A port in use.
  std::string plain = good;
  const std::size_t at = plain.find("public_url");
  plain.insert(at, "tls = false\n");
  program holder({"sandbox", "--no-tls", "--listen", "127.0.0.1:0"});
  const std::string line = holder.read_line();
  const std::string port = line.substr(line.rfind(':') + 1, line.rfind('/') - line.rfind(':') - 1);
  std::string taken = plain;
  taken.replace(taken.find("127.0.0.1:0"), 11, "127.0.0.1:" + port);
  expect_refusal(taken, port, folder);

  // A database of a later program.
  const auto made = run_to_end({"push", "list", "--config", folder.file("depeche.toml")});
  INFO(made.err);
  REQUIRE(std::filesystem::exists(folder.file("depeche.db")));
  std::string bytes = read_file(folder.file("depeche.db"));
  bytes[60] = 0x7F;  // the schema's version stands big-endian at offset 60 of the file (SQLite file format, 1.3.10)
  std::filesystem::remove(folder.file("depeche.db-wal"));
  write_file(folder.file("depeche.db"), bytes);
  expect_refusal(plain, "depeche.db", folder);
}

TEST_CASE("wrong use is told in one line, exit 2") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{}, {"serv"}, {"qr"}, {"digest", "preview"}, {"serve", "--nonsense"}}) {
    const auto run = run_to_end(arguments);
    INFO(run.err);
    CHECK(run.code == 2);
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
    CHECK(run.err.starts_with("depeche: "));
  }
}

TEST_CASE("every command explains itself, with an example") {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"serve"}, {"demo"}, {"sandbox"}, {"check"}, {"feed", "parse"}, {"article", "extract"}, {"article", "summarise"},
        {"article", "relate"}, {"article", "compare"}, {"article", "add"}, {"article", "list"}, {"article", "show"}, {"article", "drop"}, {"schedule", "next"}, {"qr"}, {"digest", "preview"}, {"digest", "send"},
        {"push", "list"}, {"push", "show"}, {"admin", "invite"}}) {
    std::vector<std::string> arguments = command;
    arguments.push_back("--help");
    const auto run = run_to_end(arguments);
    INFO(command.front() << " " << run.out);
    CHECK(run.code == 0);
    CHECK(contains(run.out, "Example"));
  }
}
