// What the doctor says without a network, and about the platform's refusals.
#include "app/check.hpp"

#include "store/opened.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

std::string account(const std::string& name, const std::string& app_id) {
  return "[[account]]\nname = \"" + name + "\"\napp_id = \"" + app_id + "\"\napp_secret = \"s\"\noriginal_id = \"gh_" + name +
         "\"\ntoken = \"t\"\nmode = \"plain\"\n";
}

std::vector<check_line> complaints(const scratch& folder, const std::string& accounts) {
  const std::string settings = "[server]\nlisten = \"127.0.0.1:0\"\ntls = false\npublic_url = \"https://news.example.org\"\n[database]\nurl = \"sqlite:" +
                               folder.path("a.db") + "\"\n" + accounts;
  std::vector<check_line> bad;
  check_everything(parse_config(settings, folder.path("a.toml")).value(), true, [&](const check_line& line) {
    if (!line.good) bad.push_back(line);
  });
  return bad;
}

}  // namespace

TEST_CASE("two sections of one account are a complaint, two accounts are not") {
  const scratch folder;
  CHECK(complaints(folder, account("a", "wx1") + account("b", "wx2")).empty());
  const auto bad = complaints(folder, account("a", "wx1") + account("b", "wx2") + account("c", "wx1"));
  REQUIRE(bad.size() == 1);
  CHECK(bad[0].what == "account c");
  CHECK(bad[0].finding == "has the app_id of account a: wx1");
}

TEST_CASE("each reason for which there is no token has its own advice") {
  const auto says = [](int code, const std::string& words) {
    INFO(code);
    wechat::api_failure why;
    why.errcode = code;
    why.action = wechat::describe_errcode(code).action;
    INFO(token_remedy(why));
    CHECK(token_remedy(why).find(words) != std::string::npos);
  };
  says(-1, "again in a minute");
  says(45011, "again in a minute");
  says(45009, "after midnight in China");
  says(40125, "app_secret");
  says(40013, "app_id");
  says(40164, "IP list");
  says(89503, "must confirm");
  says(89506, "refused");
  says(50002, "notices");
  wechat::api_failure lost;
  lost.action = wechat::api_action::not_sent;
  CHECK(token_remedy(lost).find("reachable") != std::string::npos);
}
