#include "e2e/demo_bot.hpp"

namespace e2e {

demo_bot::demo_bot()
    : process({"demo", "--json", "--data", folder.file("data"), "--phones", "127.0.0.1:0", "--pages", "127.0.0.1:0", "--webhook",
               "127.0.0.1:0", "--platform", "127.0.0.1:0", "--operations", "127.0.0.1:0"}),
      addresses(json::parse(process.read_line())),
      sandbox(addresses.at("platform"), folder.file("data/cert.pem")),
      pages(addresses.at("pages"), "") {}

phone demo_bot::reader(const std::string& language) {
  phone made(sandbox, language);
  made.scan(addresses.at("subscribe_code"));
  return made;
}

phone demo_bot::editor(const std::string& language) {
  phone made(sandbox, language);
  made.scan(addresses.at("admin_code"));
  return made;
}

void demo_bot::clock_to(const std::string& time) {
  sandbox.order("/sandbox/v1/clock", {{"next", time}, {"zone", "Europe/Paris"}});
}

}  // namespace e2e
