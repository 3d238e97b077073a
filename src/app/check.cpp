#include "app/check.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/random.hpp"
#include "digest/template_file.hpp"
#include "digest/word_list.hpp"
#include "net/https_client.hpp"
#include "net/tls_context.hpp"
#include "store/database.hpp"
#include "wechat/access_token.hpp"
#include "wechat/signature.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <unistd.h>

namespace depeche {
namespace {

using teller = std::function<void(const check_line&)>;

check_line from_error(std::string what, const error& e) {
  return {false, std::move(what), e.where.empty() ? e.what : e.what + ": " + e.where, e.remedy};
}

check_line check_templates(const config& settings) {
  const auto own = settings.account_templates();
  const auto loaded = template_set::load(settings.templates, own);
  if (loaded.has_error()) return from_error("templates", loaded.error());
  if (const auto meant = template_set::check(settings.templates, own); meant.has_error()) return from_error("templates", meant.error());
  std::string found = settings.templates.empty() ? "built in" : settings.templates;
  for (const auto& [account, folder] : own) found += fmt::format("; {}: {}", account, folder);
  return {true, "templates", std::move(found), ""};
}

check_line check_database(const config& settings, asio::any_io_executor loop) {
  const std::string file = settings.database_file();
  if (file != ":memory:" && !std::filesystem::exists(file)) {
    const std::string folder = std::filesystem::path(file).parent_path().string();
    if (::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0)
      return {false, "database", "the folder cannot be written: " + folder, "make it, or change its owner"};
    return {true, "database", file + " will be made at the first start", ""};
  }
  database_options options;
  options.migrate = false;
  auto opened = database::open(file, std::move(loop), options);
  if (opened.has_error() && opened.error().code == errc::bad_config)
    return {true, "database", file + " is of an earlier version; the next start brings it up to date", ""};
  if (opened.has_error()) return from_error("database", opened.error());
  std::error_code ignored;
  const auto who = std::filesystem::status(file, ignored).permissions();
  if ((who & std::filesystem::perms::others_read) != std::filesystem::perms::none)
    return {false, "database", "everybody on this machine may read it, access tokens included: " + file, "chmod o-rwx " + file};
  return {true, "database", file, ""};
}

check_line check_certificate(const config& settings) {
  if (!settings.server.tls) return {true, "certificate", "none: plain HTTP behind a proxy", ""};
  const auto context = make_server_context(settings.server.certificate, settings.server.private_key);
  if (context.has_error()) return from_error("certificate", context.error());
  return {true, "certificate", settings.server.certificate, ""};
}

// Files are moved inside it, so it must be writable.
check_line check_inbox(const inbox_folder& inbox) {
  const std::string what = "inbox " + inbox.name;
  const bool there = std::filesystem::exists(inbox.folder);
  std::error_code ignored;
  std::filesystem::path asked = inbox.folder;
  while (asked.has_relative_path() && !std::filesystem::exists(asked, ignored)) asked = asked.parent_path();
  if (!std::filesystem::is_directory(asked, ignored) || ::access(asked.c_str(), W_OK) != 0)
    return {false, what, "the folder cannot be written: " + asked.string(), "make it, or change its owner"};
  return {true, what, inbox.folder + (there ? "" : " will be made at the first start"), ""};
}

// Each list that an account or an edition names, or the line that can't be read.
void check_words(const config& settings, const teller& tell) {
  std::vector<std::string> files;
  for (const account_config& a : settings.accounts) files.push_back(a.sensitive_words);
  for (const edition& e : settings.editions) files.push_back(e.sensitive_words);
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  for (const std::string& file : files) {
    if (file.empty()) continue;
    const auto list = word_list::load(file);
    if (list.has_error())
      tell(from_error("sensitive words", list.error()));
    else
      tell({true, "sensitive words", fmt::format("{}: {} entries", file, list->size()), ""});
  }
}

// Two sections of one account would answer each other's people, and share its quotas.
void check_app_ids(const config& settings, const teller& tell) {
  std::map<std::pair<std::string, std::string>, std::string> known;
  for (const account_config& a : settings.accounts) {
    const auto [first, is_new] = known.emplace(std::pair(a.api_base, a.app_id), a.name);
    if (!is_new)
      tell({false, "account " + a.name, fmt::format("has the app_id of account {}: {}", first->second, a.app_id),
            "give each [[account]] the AppID of its own account"});
  }
}

task<check_line> check_credentials(asio::any_io_executor loop, const clock& time, https_client& client, const account_config& a) {
  const wechat::credentials who{a.app_id, a.app_secret, parse_url(a.api_base).value()};
  wechat::access_token token(loop, client, time, who);
  auto got = co_await token.get();
  check_line line{true, "account " + a.name, "the platform gives a token for " + a.app_id, ""};
  if (got.has_error()) {
    line.good = false;
    line.finding = got.error().to_line();
    line.remedy = token_remedy(got.error());
  }
  co_return line;
}

// The platform's time, by its Date header: callbacks are refused outside a window of ten minutes.
task<check_line> check_clock(const clock& time, https_client& client, const account_config& a) {
  client_request request;
  request.target = parse_url(a.api_base).value();
  auto answered = co_await client.exchange(std::move(request));
  check_line line{true, "clock", "cannot be compared: the platform is out of reach", ""};
  if (answered.has_error()) co_return line;
  const std::string date(header_value(answered->headers, "Date"));
  std::tm parts{};
  if (!::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S", &parts)) co_return line;
  const std::int64_t difference = to_unix_seconds(time.now()) - static_cast<std::int64_t>(::timegm(&parts));
  line.finding = fmt::format("{} s from the platform's", difference);
  if (difference > 60 || difference < -60) {
    line.good = false;
    line.remedy = "set the system's clock (is NTP running?); callbacks are refused beyond ten minutes";
  }
  co_return line;
}

// Asks our own public address as the platform would.
task<check_line> check_callback(const clock& time, random_source& random, https_client& client, const config& settings,
                                const account_config& a) {
  const std::string at = std::to_string(to_unix_seconds(time.now()));
  const std::string nonce = random_word(random, 10), echo = random_word(random, 16);
  const std::string address = settings.server.public_url + "/wechat/" + a.name;
  client_request request;
  request.target = parse_url(address + "?signature=" + wechat::url_signature(a.token, at, nonce) + "&timestamp=" + at + "&nonce=" +
                             percent_encode(nonce) + "&echostr=" + percent_encode(echo))
                       .value();
  auto answered = co_await client.exchange(std::move(request));
  check_line line{true, "callback", address + " answers the platform's question", ""};
  if (answered.has_value() && answered->status == 200 && answered->body == echo) co_return line;
  line.good = false;
  line.finding = address + ": " + (answered.has_error() ? to_line(answered.error()) : fmt::format("answered {}", answered->status));
  line.remedy = "is the bot running, public_url right, the port open and the certificate valid for the name?";
  co_return line;
}

task<> check_account(asio::any_io_executor loop, const clock& time, random_source& random, const config& settings,
                     const account_config& a, const teller& tell) {
  https_client_options options;
  options.ca_file = a.api_ca;
  auto client = make_https_client(loop, std::move(options));
  if (client.has_error()) {
    tell(from_error("account " + a.name, client.error()));
    co_return;
  }
  https_client& line = **client;
  auto credentials = co_await check_credentials(loop, time, line, a);
  tell(credentials);
  auto clock_line = co_await check_clock(time, line, a);
  tell(clock_line);
  auto callback = co_await check_callback(time, random, line, settings, a);
  tell(callback);
}

}  // namespace

std::string token_remedy(const wechat::api_failure& why) {
  using enum wechat::api_action;
  switch (why.errcode) {
    case 40001:
    case 40013:
    case 40125: return "compare app_id and app_secret with the account's settings at the platform";
    case 40164:
    case 61004: return "add this machine's address to the account's IP list at the platform";
    case 89503: return "the account's administrator must confirm this machine (a message on the phone); then check again";
    case 89506:
    case 89507: return "the account's administrator refused this machine's address: ask, and add it to the account's IP list";
    default: break;
  }
  switch (why.action) {
    case retry:
    case retry_minute: return "check again in a minute: the platform is busy, or asked too often";
    case wait_quota: return "check again after midnight in China; does another program use up this account's tokens?";
    case not_sent:
    case unknown: return "is the platform reachable from here (api_base, api_ca, firewall, proxy)?";
    default: return "see the account's notices and settings at the platform";
  }
}

void check_everything(const config& settings, bool offline, const teller& tell) {
  tell({true, "config", settings.file, ""});
  tell(check_templates(settings));
  asio::io_context loop(1);
  tell(check_database(settings, loop.get_executor()));
  tell(check_certificate(settings));
  check_app_ids(settings, tell);
  for (const edition& e : settings.editions)
    tell({true, "edition " + e.name, e.schedule + " in " + e.zone, ""});
  check_words(settings, tell);
  for (const inbox_folder& inbox : settings.inboxes) tell(check_inbox(inbox));
  if (!settings.api.token.empty()) tell({true, "api", settings.server.public_url + "/api/v1/articles", ""});
  if (offline) return;
  const system_clock time;
  secure_random random;
  for (const account_config& a : settings.accounts) {
    std::exception_ptr thrown;
    auto whole = [&]() -> task<> { co_await check_account(loop.get_executor(), time, random, settings, a, tell); };
    asio::co_spawn(loop, std::move(whole), [&](std::exception_ptr e) { thrown = e; });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
  }
}

}  // namespace depeche
