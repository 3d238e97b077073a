// depeche subscribers import|show
#include "app/import_followers.hpp"
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <cstdio>

namespace depeche {
namespace {

struct subscribers_options {
  std::string config_file, account, openid;
};

std::string account_of(const parts& p, const subscribers_options& o) {
  return o.account.empty() ? p.settings.accounts.front().name : o.account;
}

task<> import(parts& p, const subscribers_options& o) {
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto report = [watched](const import_progress& now) {
    if (watched) std::fprintf(stderr, "\r%lld of %lld", static_cast<long long>(now.done), static_cast<long long>(now.total));
  };
  const std::string account = account_of(p, o);
  auto done = co_await import_followers(p, account, report);
  if (watched) std::fputc('\n', stderr);
  const import_progress& all = done.value();
  std::printf("%s%lld followers: %lld new, %lld known, %lld back\n", all.resumed ? "Gone on where it had stopped. " : "",
              static_cast<long long>(all.done), static_cast<long long>(all.counts.added), static_cast<long long>(all.counts.known),
              static_cast<long long>(all.counts.revived));
}

task<> show(parts& p, const subscribers_options& o) {
  const std::string account = account_of(p, o);
  auto found = co_await p.subscribers->find(account, o.openid);
  const auto who = found.value();
  if (!who) throw failure(fail(errc::not_found, "nobody of this id", account + " " + o.openid, "check the account and the openid"));
  const subscriber& s = *who;
  std::printf("%s  %s\n", s.openid.c_str(), s.following ? "follows" : "has left");
  std::printf("language   %s\n", s.language.empty() ? "not known" : s.language.c_str());
  std::printf("digest     %s\n", s.wants_digest ? "wanted" : "not wanted");
  std::printf("role       %s\n", std::string(name(s.desk_role)).c_str());
  if (!s.first_scene.empty()) std::printf("came by    %s\n", s.first_scene.c_str());
  follower_store tags(*p.db);
  const auto named = co_await tags.tags_of(s.id);
  for (const std::string& t : named.value()) std::printf("tag        %s\n", t.c_str());
  const timestamp now = p.time.now();
  if (s.customer_messages.open_at(now))
    std::printf("messages   %d until %s\n", s.customer_messages.left, iso_time(s.customer_messages.until, "UTC").c_str());
  const auto history = co_await p.subscribers->history(s.id);
  for (const follow_event& e : history.value())
    std::printf("%s  %s %s\n", iso_time(e.at, "UTC").c_str(), e.what.c_str(), e.scene.c_str());
}

}  // namespace

void add_subscribers(CLI::App& app) {
  auto* command = app.add_subcommand("subscribers", "Who follows");
  command->require_subcommand(1);
  auto o = std::make_shared<subscribers_options>();
  auto* taking = command->add_subcommand(
      "import", "Take over the followers that the platform lists, with their tags; goes on where an interrupted import stopped\n\n"
                "Example: depeche subscribers import --account main");
  taking->add_option("--account", o->account, "The account (default: the first)");
  add_config_option(*taking, o->config_file);
  taking->callback([o] { with_parts(o->config_file, [o](parts& p) { return import(p, *o); }); });
  auto* showing = command->add_subcommand("show", "What is known of one\n\nExample: depeche subscribers show oAbC123");
  showing->add_option("openid", o->openid, "The follower's openid")->required();
  showing->add_option("--account", o->account, "The account (default: the first)");
  add_config_option(*showing, o->config_file);
  showing->callback([o] { with_parts(o->config_file, [o](parts& p) { return show(p, *o); }); });
}

}  // namespace depeche
