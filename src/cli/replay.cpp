// depeche replay: a recording given to a bot again.
#include "app/replay.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace depeche {

void add_replay(CLI::App& app) {
  auto* command = app.add_subcommand(
      "replay", "Give recorded callbacks to a bot again and show which answers differ; ends with 1 when any does\n\n"
                "Example: depeche serve --record recording ...; later, with a new build:\n"
                "         depeche replay recording --in-process\n"
                "         depeche replay recording --against https://test.example.org/wechat");
  struct wanted {
    replay_options options;
    std::string config_file;
    bool in_process = false;
  };
  auto w = std::make_shared<wanted>();
  command->add_option("recording", w->options.recording, "The folder that serve --record wrote")->required();
  auto* against = command->add_option("--against", w->options.against, "A bot's callback URL without the account's name, or with {account} in its place");
  command->add_flag("--exact", w->options.exact, "The URL is the whole callback: nothing is appended")->needs(against);
  command->add_option("--ca", w->options.ca_file, "CA file of that bot's certificate, when it is a test's")->needs(against);
  command->add_flag("--in-process", w->in_process, "This program itself, on a copy of the database (the default)")->excludes(against);
  add_config_option(*command, w->config_file);
  command->callback([w] {
    const replay_counts counts = replay(read_config(w->config_file).value(), w->options);
    std::printf("%zu callbacks: %zu answered the same, %zu differently, %zu failed\n", counts.same + counts.different + counts.failed,
                counts.same, counts.different, counts.failed);
    if (counts.different + counts.failed > 0) throw CLI::RuntimeError(1);
  });
}

}  // namespace depeche
