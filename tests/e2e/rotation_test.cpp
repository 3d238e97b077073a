// Token and key are changed at the platform while the bot serves: it knows both for a while, and nothing that people say is lost.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("while the bot knows the values before as well, the platform may change token and key at any moment") {
  bot_and_platform w;
  const std::string settings = w.folder.file("depeche.toml"), before = read_file(settings);
  const std::string old_values = "token = \"sandboxtoken\"\nencoding_aes_key = \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\"\n";
  const std::string new_token = "anothertoken", new_key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
  const std::string new_values = "token = \"" + new_token + "\"\nencoding_aes_key = \"" + new_key + "\"\n";
  std::string both = before;
  const std::size_t at = both.find(old_values);
  REQUIRE(at != std::string::npos);
  both.replace(at, old_values.size(), new_values + "previous_token = \"sandboxtoken\"\nprevious_encoding_aes_key = \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\"\n");
  std::string only_new = before;
  only_new.replace(at, old_values.size(), new_values);

  const phone reader(*w.sandbox, "zh");
  const auto said = [&](const std::string& words) { return reader.act("say", {{"text", words}}).at("outcome").get<std::string>(); };
  const auto verified = [&] { return w.sandbox->order("/sandbox/v1/verify", json::object()).at("ok").get<bool>(); };
  {
    write_file(settings, both);
    const auto bot = w.serve();
    w.wait_until_it_answers();
    CHECK(verified());
    CHECK(reader.follow().at("outcome") == "replied");
    // One after the other, in the order in which a person fills the form.
    w.sandbox->order("/sandbox/v1/account", {{"token", new_token}});
    CHECK(verified());
    CHECK(said("帮助") == "replied");
    w.sandbox->order("/sandbox/v1/account", {{"aes_key", new_key}});
    CHECK(said("帮助") == "replied");
    CHECK(bot->stop() == 0);
  }
  write_file(settings, only_new);
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const std::string outcome = said("今日");
  INFO(bot->errors());
  CHECK(outcome == "replied");
  // What is signed or sealed with the old values is nobody's now.
  w.sandbox->order("/sandbox/v1/account", {{"aes_key", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"}});
  CHECK(said("今日") == "bad_reply");
  w.sandbox->order("/sandbox/v1/account", {{"aes_key", new_key}, {"token", "sandboxtoken"}});
  CHECK(said("今日") == "bad_reply");
  CHECK_FALSE(verified());
  CHECK(bot->stop() == 0);
}
