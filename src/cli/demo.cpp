// depeche demo
#include "app/demo.hpp"
#include "cli/command.hpp"

#include <CLI/CLI.hpp>

namespace depeche {

void add_demo(CLI::App& app) {
  auto* command = app.add_subcommand("demo", "Bot and simulated platform in one process, with demo articles\n\nExample: depeche demo --data ~/depeche-demo");
  auto o = std::make_shared<demo_options>();
  command->add_option("--data", o->data, "Keep the database in this folder (default: a temporary one, empty at every start)");
  command->add_option("--phones", o->phones, "Where the page with phones listens")->capture_default_str();
  command->add_option("--pages", o->pages, "Where the public pages listen")->capture_default_str();
  command->add_option("--webhook", o->webhook, "Where the bot listens for the platform (TLS)")->capture_default_str();
  command->add_option("--platform", o->platform, "Where the platform's API listens (TLS)")->capture_default_str();
  command->add_option("--operations", o->operations, "Where the metrics listen")->capture_default_str();
  command->add_option("--kind", o->kind, "The kind of account")->check(CLI::IsMember({"service", "subscription", "personal"}))->capture_default_str();
  command->add_flag("--json", o->json, "Print the addresses as one JSON line when ready");
  command->callback([o] {
    const int code = run_demo(*o);
    if (code != 0) throw CLI::RuntimeError(code);
  });
}

}  // namespace depeche
