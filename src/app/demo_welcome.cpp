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

// The codes first, the addresses and what to do last: where a terminal's screen ends.
std::string demo_welcome(const demo_addresses& a) {
  const bool scenes = !a.subscribe_scene.empty();
  std::string text = fmt::format("\n  The code to subscribe (\"{}\" on the phones page):  {}\n\n{}",
                                 scenes ? a.subscribe_scene : "The account’s own code", a.subscribe_code, drawn(a.subscribe_code));
  if (!a.admin_code.empty())
    text += fmt::format("\n  The code that makes its scanner an admin, once (\"Invitation to the desk\" there):  {}\n\n{}", a.admin_code,
                        drawn(a.admin_code));
  text += fmt::format(
      "\n  depeche demo: a newspaper's WeChat account, and the platform that it runs on, simulated.\n"
      "\n  Phones        {}   <- open this one in a browser\n  Public pages  {}\n  Metrics       {}metrics\n"
      "  Webhook       {} (the simulated platform calls it over TLS)\n  Data          {}\n\n",
      a.phones, a.pages, a.operations, a.webhook, a.data);
  text += fmt::format("  1. On the phones page: \"Add a phone\", then its \"Scan\", then the code \"{}\".\n"
                      "  2. Write with it: digest, résumé or 今日; then a number, as 1.\n",
                      scenes ? a.subscribe_scene : "The account’s own code");
  text += a.pushes ? "  3. Press \"→ next 08:00\": the clock jumps, and the push arrives.\n"
                   : "  3. Whoever asks is answered; nothing is pushed, which this kind of account may not. /draft, from an admin, puts the issue into its drafts.\n";
  if (!a.admin_code.empty())
    text += "  4. Let another phone scan \"Invitation to the desk\"";
  else
    text += fmt::format("  4. This kind of account has no scene codes. Let another phone follow, and write this once to become an admin:\n"
                        "     {}\n     It may then write", a.admin_scene);
  text += fmt::format("{} /status, /preview, {}/send and yes, /stats.\n", a.admin_code.empty() ? "" : ", and write", scenes ? "/qr metro-line-2, " : "");
  text += "\n  Ctrl-C stops.\n\n";
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
