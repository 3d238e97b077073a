// The TOML file, section by section.
#include "app/config_sections.hpp"
#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "net/address_guard.hpp"
#include "net/listener.hpp"
#include "net/url.hpp"
#include "wechat/message_crypto.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace depeche {
namespace {

void read_server(reading& with, const toml::table& table, config& c) {
  auto r = with.section(table, "[server]");
  c.server.listen = r.text("listen", c.server.listen);
  c.server.tls = r.flag("tls", c.server.tls);
  c.server.certificate = r.path("certificate", c.server.certificate);
  c.server.private_key = r.path("private_key", c.server.private_key);
  c.server.threads = static_cast<unsigned>(r.integer("threads", 1, 1, 64));
  c.server.public_url = r.text("public_url", "");
  c.server.operations_listen = r.text("operations_listen", c.server.operations_listen);
  if (const auto listen = parse_listen(c.server.listen); listen.has_error())
    r.complain("listen", listen.error().what, "write it as 0.0.0.0:443");
  if (!c.server.operations_listen.empty())
    if (const auto listen = parse_listen(c.server.operations_listen); listen.has_error())
      r.complain("operations_listen", listen.error().what, "write it as 127.0.0.1:9090, or \"\" for none");
  if (c.server.public_url.empty())
    r.complain("public_url", "missing", "set it to the address at which readers reach this server, as https://news.example.org");
  else if (const auto parsed = parse_url(c.server.public_url); parsed.has_error())
    r.complain("public_url", fmt::format("\"{}\" is not an address", c.server.public_url), "write it as https://news.example.org");
  while (c.server.public_url.ends_with('/')) c.server.public_url.pop_back();
  r.reject_unknown();
}

void check_key(config_reader& r, std::string_view key, const std::string& value) {
  if (value.empty()) return;
  if (const auto parsed = wechat::parse_aes_key(value); parsed.has_error())
    r.complain(key, "not an EncodingAESKey", "copy the 43 characters from the account's server settings");
}

void read_account(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c) {
  auto r = with.section(table, fmt::format("[[account]] {}", number));
  account_config a;
  a.name = read_name(r, names, "account");
  a.title = r.text("title", a.name);
  a.app_id = r.required_text("app_id", "the account's AppID (wx...)");
  a.app_secret = r.secret("app_secret", true, "the account's AppSecret");
  a.original_id = r.required_text("original_id", "the account's original id (gh_...)");
  a.token = r.secret("token", true, "the Token of the account's server settings");
  a.previous_token = r.secret("previous_token", false, "the Token before");
  a.encoding_aes_key = r.secret("encoding_aes_key", false, "the EncodingAESKey of the account's server settings");
  a.previous_encoding_aes_key = r.secret("previous_encoding_aes_key", false, "the EncodingAESKey before");
  const std::string mode = r.one_of("mode", "safe", {"plain", "compatible", "safe"});
  a.mode = mode == "plain" ? callback_mode::plain : mode == "compatible" ? callback_mode::compatible : callback_mode::safe;
  if (a.mode != callback_mode::plain && a.encoding_aes_key.empty())
    r.complain("encoding_aes_key", fmt::format("missing, and mode is {}", mode), "set it, or set mode = \"plain\"");
  check_key(r, "encoding_aes_key", a.encoding_aes_key);
  check_key(r, "previous_encoding_aes_key", a.previous_encoding_aes_key);
  const std::string kind = r.one_of("kind", "service", {"service", "subscription", "personal", "test"});
  a.profile.kind = kind == "service" ? wechat::account_kind::service
                   : kind == "test"  ? wechat::account_kind::test
                                     : wechat::account_kind::subscription;
  a.profile.verified = r.flag("verified", kind != "personal");
  if (kind == "personal" && a.profile.verified) r.complain("verified", "a person's account is never verified", "leave it out");
  a.api_base = r.text("api_base", a.api_base);
  if (const auto parsed = parse_url(a.api_base); parsed.has_error())
    r.complain("api_base", fmt::format("\"{}\" is not an address", a.api_base), "write it as https://api.weixin.qq.com");
  a.api_ca = r.path("api_ca", "");
  a.concurrency = static_cast<std::size_t>(r.integer("concurrency", 32, 1, 256));
  a.sensitive_words = r.path("sensitive_words", "");
  a.templates = r.path("templates", "");
  r.reject_unknown();
  c.accounts.push_back(std::move(a));
}

void read_api(config_reader& r, config& c) {
  constexpr std::size_t shortest_token = 24;
  c.api.token = r.secret("token", false, "the token that callers of the API give");
  c.api.previous_token = r.secret("previous_token", false, "the token before");
  for (const char* key : {"token", "previous_token"}) {
    const std::string& token = std::string_view(key) == "token" ? c.api.token : c.api.previous_token;
    if (!token.empty() && token.size() < shortest_token)
      r.complain(key, fmt::format("shorter than {} characters", shortest_token), "make one: openssl rand -hex 32");
  }
  if (c.api.token.empty() && !c.api.previous_token.empty()) r.complain("previous_token", "set without a token", "set token too");
  c.api.sources = r.texts("sources", {});
  for (const auto& name : c.api.sources)
    if (!is_name(name)) r.complain("sources", fmt::format("\"{}\" is not a name", printable(name)), "use a-z, 0-9, - and _, at most 40");
  r.reject_unknown();
}

void read_rewrite(config_reader& r, config& c) {
  c.rewrite.url = r.text("url", "");
  while (c.rewrite.url.ends_with('/')) c.rewrite.url.pop_back();
  if (const auto parsed = parse_url(c.rewrite.url); !c.rewrite.url.empty() && parsed.has_error())
    r.complain("url", fmt::format("\"{}\" is not an address", printable(c.rewrite.url)), "write it as https://llm.example.org/v1");
  c.rewrite.model = r.text("model", "");
  if (!c.rewrite.url.empty() && c.rewrite.model.empty()) r.complain("model", "missing", "name the endpoint's model");
  c.rewrite.key = r.secret("key", false, "the endpoint's API key");
  c.rewrite.ca = r.path("ca", "");
  c.rewrite.summaries = r.flag("summaries", true);
  c.rewrite.tokens_per_day = r.integer("tokens_per_day", c.rewrite.tokens_per_day, 1000, 1'000'000'000);
  c.rewrite.within = std::chrono::seconds{r.duration("within", 20, 1, 120)};
  r.reject_unknown();
}

using section_reader = void (*)(reading&, const toml::table&, std::size_t, std::set<std::string>&, config&);

void read_all(reading& with, const toml::table& root, std::string_view key, section_reader read, config& c) {
  const toml::node* node = root.get(key);
  if (!node) return;
  const toml::array* sections = node->as_array();
  if (!sections || !sections->is_homogeneous(toml::node_type::table)) {
    if (!with.complaint)
      with.complaint = fail(errc::bad_config, "not a list of sections", fmt::format("{}:{}: {}", with.file, node->source().begin.line, key),
                            fmt::format("write [[{}]] above each", key));
    return;
  }
  std::set<std::string> names;
  std::size_t number = 0;
  for (const toml::node& section : *sections) read(with, *section.as_table(), ++number, names, c);
}

void read_small_sections(reading& with, const toml::table& root, config& c) {
  const toml::table none;
  const auto table = [&](std::string_view key) -> const toml::table& {
    const toml::node* node = root.get(key);
    if (node && !node->is_table() && !with.complaint)
      with.complaint = fail(errc::bad_config, "not a section", fmt::format("{}:{}: {}", with.file, node->source().begin.line, key),
                            fmt::format("write [{}]", key));
    return node && node->is_table() ? *node->as_table() : none;
  };
  read_server(with, table("server"), c);
  auto database = with.section(table("database"), "[database]");
  c.database = database.text("url", c.database);
  if (!c.database.starts_with("sqlite:") || c.database.size() == 7)
    database.complain("url", fmt::format("\"{}\" is not a database that this version opens", printable(c.database)), "write it as sqlite:depeche.db");
  database.reject_unknown();
  auto log = with.section(table("log"), "[log]");
  c.log_level = log.one_of("level", "info", {"debug", "info", "warning", "error", "off"});
  log.reject_unknown();
  auto templates = with.section(table("templates"), "[templates]");
  c.templates = templates.path("folder", "");
  c.cover_font = templates.path("cover_font", "");
  templates.reject_unknown();
  auto fetch = with.section(table("fetch"), "[fetch]");
  c.allow_addresses = fetch.texts("allow_addresses", {});
  for (const auto& range : c.allow_addresses) {
    address_guard guard;
    if (guard.allow(range).has_error())
      fetch.complain("allow_addresses", fmt::format("\"{}\" is not an address range", range), "write it as 10.1.0.0/16 or 127.0.0.1");
  }
  c.fetch_ca = fetch.path("ca", "");
  c.websub = fetch.flag("websub", true);
  const auto proxy_text = fetch.secret("proxy", false, "the proxy's address");
  if (auto proxy = parse_proxy(proxy_text); proxy.has_value()) c.fetch_proxy = std::move(*proxy);
  else if (!proxy_text.empty()) fetch.complain("proxy", proxy.error().what, proxy.error().remedy);
  c.fetch_proxy.no_proxy = fetch.texts("no_proxy", {});
  c.polling.at_once = static_cast<std::size_t>(fetch.integer("at_once", 16, 1, 256));
  c.polling.per_host = static_cast<std::size_t>(fetch.integer("per_host", 2, 1, 16));
  c.polling.host_gap = std::chrono::milliseconds{fetch.integer("host_gap_ms", 250, 0, 60'000)};
  fetch.reject_unknown();
  auto api = with.section(table("api"), "[api]");
  read_api(api, c);
  auto rewrite = with.section(table("rewrite"), "[rewrite]");
  read_rewrite(rewrite, c);
}

void check_sections(reading& with, const toml::table& root) {
  static const std::set<std::string_view> known = {"server",  "database", "log",    "templates", "fetch",
                                                   "api",     "rewrite", "account",  "source", "inbox",     "edition"};
  for (const auto& [key, node] : root)
    if (!known.contains(key.str()) && !with.complaint)
      with.complaint = fail(errc::bad_config, "unknown key", fmt::format("{}:{}: {}", with.file, node.source().begin.line, key.str()),
                            "remove it; the sections are server, database, log, templates, fetch, api, rewrite, account, source, inbox, edition");
}

}  // namespace

std::vector<std::string> config::api_tokens() const {
  std::vector<std::string> tokens;
  for (const std::string* token : {&api.token, &api.previous_token})
    if (!token->empty()) tokens.push_back(*token);
  return tokens;
}

site_addresses config::sites() const {
  return site_addresses(server.public_url, accounts.empty() ? std::string() : accounts.front().name);
}

std::vector<std::string> config::known_sources() const {
  std::vector<std::string> names = api.sources;
  names.emplace_back(source_of_the_desk);
  for (const source& s : sources) names.push_back(s.name);
  for (const inbox_folder& folder : inboxes) names.push_back(folder.name);
  return names;
}

std::map<std::string, std::string> config::account_templates() const {
  std::map<std::string, std::string> folders;
  for (const account_config& a : accounts)
    if (!a.templates.empty()) folders.emplace(a.name, a.templates);
  return folders;
}

std::string config::database_file() const {
  const std::string path = database.substr(std::string_view("sqlite:").size());
  if (path == ":memory:") return path;
  return (std::filesystem::path(file).parent_path() / path).lexically_normal().string();
}

std::string config::callback_folder() const {
  const std::string beside = database_file();
  return beside == ":memory:" ? std::string() : beside + "-callbacks";
}

result<config> parse_config(std::string_view text, const std::string& file) {
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    return fail(errc::bad_config, fmt::format("not TOML: {}", e.description()),
                fmt::format("{}:{}:{}", file, e.source().begin.line, e.source().begin.column), "mend the line");
  }
  reading with{file, std::filesystem::absolute(file).parent_path().string(), std::nullopt};
  config c;
  c.file = std::filesystem::absolute(file).string();
  check_sections(with, root);
  read_small_sections(with, root, c);
  read_all(with, root, "account", &read_account, c);
  read_all(with, root, "source", &read_source, c);
  read_all(with, root, "inbox", &read_inbox, c);
  read_all(with, root, "edition", &read_edition, c);
  if (!with.complaint && c.accounts.empty())
    with.complaint = fail(errc::bad_config, "no account", file, "add an [[account]] section; config/depeche.toml shows one");
  if (with.complaint) return *with.complaint;
  return c;
}

result<config> read_config(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file))
    return fail(errc::bad_config, "the config cannot be read", file, "give its path with --config FILE");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_config(text, file);
}

}  // namespace depeche
