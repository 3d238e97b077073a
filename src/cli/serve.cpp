// depeche serve
#include "app/serve.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>

namespace depeche {

void add_serve(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "Run the bot\n\nExample: depeche serve --config /etc/depeche/depeche.toml");
  struct options {
    std::string file, record;
    bool keep_openids = false;
  };
  auto o = std::make_shared<options>();
  add_config_option(*command, o->file);
  auto* record = command->add_option("--record", o->record, "Record callbacks and their answers in this folder, for depeche replay");
  command->add_flag("--record-openids", o->keep_openids, "With people's ids as they are (default: masked)")->needs(record);
  command->callback([o] {
    config settings = read_config(o->file).value();
    settings.record = o->record;
    settings.record_openids = o->keep_openids;
    const int code = serve(std::move(settings));
    if (code != 0) throw CLI::RuntimeError(code);
  });
}

}  // namespace depeche
