// depeche check
#include "app/check.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace depeche {

void add_check(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Read the settings, try everything they name, and say what is wrong\n\nExample: depeche check --config depeche.toml");
  auto file = std::make_shared<std::string>();
  auto offline = std::make_shared<bool>(false);
  add_config_option(*command, *file);
  command->add_flag("--offline", *offline, "Do not call the platform or the public address");
  command->callback([file, offline] {
    bool good = true;
    check_everything(read_config(*file).value(), *offline, [&](const check_line& line) {
      std::printf("%-4s %-12s %s\n", line.good ? "ok" : "BAD", line.what.c_str(), line.finding.c_str());
      if (!line.remedy.empty()) std::printf("                  -> %s\n", line.remedy.c_str());
      good = good && line.good;
    });
    if (!good) throw CLI::RuntimeError(1);
  });
}

}  // namespace depeche
