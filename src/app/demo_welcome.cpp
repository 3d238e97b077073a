#include "app/demo_welcome.hpp"

#include "invite/qr_code.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace depeche {
namespace {

std::string drawn(const std::string& text) {
  const auto code = qr_code::encode(text);
  return code.has_value() ? draw_terminal(*code) : std::string("  (no code)\n");
}

}  // namespace

std::string demo_welcome(const demo_addresses& a) {
  std::string text = fmt::format(
      "\n  depeche demo: a newspaper's WeChat account, and the platform that it runs on, simulated.\n"
      "\n  Phones        {}   <- open this one first\n  Public pages  {}\n  Metrics       {}metrics\n"
      "  Webhook       {} (the simulated platform calls it over TLS)\n  Data          {}\n",
      a.phones, a.pages, a.operations, a.webhook, a.data);
  text += fmt::format("\n  Scan to subscribe: on the phones page, a phone's \"Scan\", then the code \"{}\"\n\n{}",
                      a.subscribe_scene.empty() ? "The account’s own code" : a.subscribe_scene, drawn(a.subscribe_code));
  if (!a.admin_code.empty())
    text += fmt::format("\n  Scan once to become an admin: another phone's \"Scan\", then \"Invitation to the desk\", or paste\n  {}\n\n{}", a.admin_code,
                        drawn(a.admin_code));
  else
    text += fmt::format("\n  To become an admin, send this once from another phone (this kind of account has no scene codes):\n  {}\n", a.admin_scene);
  text += "\n  Then try: a phone that scans the first code and says digest, résumé or 今日; a number, as 1;\n"
          "  the clock moved to 08:00, when the push arrives; the admin's phone that says /status, /preview,\n"
          "  /qr metro-line-2, /send and yes, /stats. Ctrl-C stops.\n\n";
  return text;
}

std::string demo_json(const demo_addresses& a) {
  const nlohmann::ordered_json json = {{"phones", a.phones},
                                       {"pages", a.pages},
                                       {"webhook", a.webhook},
                                       {"platform", a.platform},
                                       {"operations", a.operations},
                                       {"subscribe_code", a.subscribe_code},
                                       {"subscribe_scene", a.subscribe_scene},
                                       {"admin_code", a.admin_code},
                                       {"admin_scene", a.admin_scene},
                                       {"data", a.data}};
  return json.dump() + "\n";
}

}  // namespace depeche
