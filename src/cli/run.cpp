#include "cli/run.hpp"

#include "base/result.hpp"
#include "cli/command.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace depeche {
namespace {

int exit_code(errc code) {
  switch (code) {
    case errc::bad_usage: return 2;
    // What stops a start: settings, certificate, port, templates, schema.
    case errc::bad_config:
    case errc::tls_failed:
    case errc::connect_failed:
    case errc::template_malformed:
    case errc::database_newer: return 3;
    default: return 1;
  }
}

int complain(const std::string& line, int code) {
  std::fprintf(stderr, "depeche: %s\n", line.c_str());
  return code;
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app("depeche: a news publisher's WeChat official account in one program\n\nExample: depeche demo", "depeche");
  app.set_version_flag("--version", "depeche 0.1.0");
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  add_serve(app);
  add_demo(app);
  add_sandbox(app);
  add_check(app);
  add_feed(app);
  add_sources(app);
  add_article(app);
  add_schedule(app);
  add_qr(app);
  add_codes(app);
  add_digest(app);
  add_push(app);
  add_admin(app);
  add_replay(app);
  add_subscribers(app);
  add_quotas(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& e) {
    return app.exit(e);
  } catch (const CLI::CallForAllHelp& e) {
    return app.exit(e);
  } catch (const CLI::CallForVersion& e) {
    return app.exit(e);
  } catch (const CLI::RuntimeError& e) {
    return e.get_exit_code();
  } catch (const CLI::ParseError& e) {
    std::string command = "depeche";
    for (const auto* sub = &app; sub;) {
      const auto chosen = sub->get_subcommands();
      sub = chosen.empty() ? nullptr : chosen.front();
      if (sub) command += " " + sub->get_name();
    }
    return complain(to_line(fail(errc::bad_usage, e.what(), command, "see " + command + " --help")), 2);
  } catch (const failure& e) {
    return complain(e.what(), exit_code(e.reason().code));
  } catch (const std::exception& e) {
    return complain(std::string("unexpected: ") + e.what(), 1);
  }
  return 0;
}

}  // namespace depeche
