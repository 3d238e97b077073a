// depeche serve
#include "app/serve.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>

namespace depeche {

void add_serve(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "Run the bot\n\nExample: depeche serve --config /etc/depeche/depeche.toml");
  auto file = std::make_shared<std::string>();
  add_config_option(*command, *file);
  command->callback([file] {
    const int code = serve(read_config(*file).value());
    if (code != 0) throw CLI::RuntimeError(code);
  });
}

}  // namespace depeche
