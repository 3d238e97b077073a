// depeche admin invite
#include "app/invitation.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"
#include "invite/qr_code.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace depeche {
namespace {

struct invite_options {
  std::string config_file;
  std::string account;
  std::string role_name = "admin";
};

const account_config& account_named(const config& settings, const std::string& name) {
  if (name.empty()) return settings.accounts.front();
  for (const account_config& a : settings.accounts)
    if (a.name == name) return a;
  throw failure(fail(errc::bad_usage, "no such account", name, "name one of the [[account]] sections"));
}

task<> invite(parts& p, const invite_options& o) {
  const std::string account = account_named(p.settings, o.account).name;
  const role given = *role_named(o.role_name);
  auto made = co_await make_invitation(*p.desk, *p.codes, p.random, p.time, account, given);
  const scene_code code = made.value();
  if (code.url.empty()) {
    std::printf("%s\n\nThis kind of account has no scene codes: who sends this text to it first becomes %s. It works once, for 24 hours.\n",
                code.scene.c_str(), o.role_name.c_str());
    co_return;
  }
  const qr_code drawing = qr_code::encode(code.url).value();
  std::printf("%s\n%s\nWho scans this first becomes %s of %s. It works once, for 24 hours.\n", draw_terminal(drawing).c_str(),
              code.url.c_str(), o.role_name.c_str(), account.c_str());
}

}  // namespace

void add_admin(CLI::App& app) {
  auto* admin = app.add_subcommand("admin", "The desk: editors and admins");
  admin->require_subcommand(1);
  auto* command = admin->add_subcommand("invite", "A one-time QR code that makes its scanner an admin\n\nExample: depeche admin invite --role editor");
  auto o = std::make_shared<invite_options>();
  add_config_option(*command, o->config_file);
  command->add_option("--account", o->account, "The account (default: the first)");
  command->add_option("--role", o->role_name, "editor or admin")->check(CLI::IsMember({"editor", "admin"}))->capture_default_str();
  command->callback([o] { with_parts(o->config_file, [o](parts& p) { return invite(p, *o); }); });
}

}  // namespace depeche
