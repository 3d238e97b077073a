// Scene codes from the command line: permanent and temporary ones, their ends, and the account's budget.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("codes are made for good or for days, listed with their ends, and counted against the account's budget") {
  bot_and_platform w;
  const auto lasting = w.run({"codes", "create", "kiosque"});
  INFO(lasting.err << lasting.out);
  REQUIRE(lasting.code == 0);
  CHECK(lasting.out.find("permanent") != std::string::npos);
  const auto brief = w.run({"codes", "create", "salon-2026", "--days", "2"});
  INFO(brief.err << brief.out);
  REQUIRE(brief.code == 0);
  CHECK(brief.out.find("until ") != std::string::npos);

  const auto listed = w.run({"codes", "list"});
  CHECK(listed.out.find("kiosque") != std::string::npos);
  CHECK(listed.out.find("salon-2026") != std::string::npos);
  CHECK(listed.err.find("1 of 100000 permanent codes used; 1 temporary, 0 ended") != std::string::npos);
  const auto soon = w.run({"codes", "list", "--ending", "3", "--json"});
  CHECK(soon.out.find("salon-2026") != std::string::npos);
  CHECK(soon.out.find("kiosque") == std::string::npos);
  CHECK(w.run({"codes", "list", "--ending", "1"}).out.empty());

  // A scan of either leads here: both are known at the platform.
  const json phone = w.sandbox->order("/sandbox/v1/phones", {{"language", "fr"}});
  CHECK(phone.contains("phone"));
  CHECK(w.sandbox->order("/sandbox/v1/phones/" + phone.at("phone").dump() + "/scan", {{"scene", "salon-2026"}}).at("following") == true);

  // Made anew, it has another end and another ticket, and is still one code.
  const auto again = w.run({"codes", "create", "salon-2026", "--days", "30"});
  REQUIRE(again.code == 0);
  CHECK(again.out != brief.out);
  CHECK(w.run({"codes", "list"}).err.find("1 temporary") != std::string::npos);
  // A permanent one needs no temporary one.
  CHECK(w.run({"codes", "create", "kiosque", "--days", "3"}).out == lasting.out);
  CHECK(w.run({"codes", "create", "kiosque", "--days", "31"}).code == 2);
  CHECK(w.run({"codes", "list", "--account", "nobody"}).code == 2);
}
