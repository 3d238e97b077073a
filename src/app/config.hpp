// Typed settings, checked once. The keys are a contract (config/depeche.toml lists them all).
#pragma once

#include "base/result.hpp"
#include "ingest/poll_limits.hpp"
#include "ingest/watched_folder.hpp"
#include "net/proxy.hpp"
#include "news/edition.hpp"
#include "news/site_addresses.hpp"
#include "wechat/account_profile.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

enum class callback_mode { plain, compatible, safe };

struct account_config {
  std::string name;            // callback path /wechat/{name}
  std::string title;           // what readers call the account; the name when empty
  std::string app_id;
  std::string app_secret;
  std::string original_id;     // gh_...
  std::string token;
  std::string previous_token;
  std::string encoding_aes_key;
  std::string previous_encoding_aes_key;
  callback_mode mode = callback_mode::safe;
  wechat::account_profile profile;
  std::string api_base = "https://api.weixin.qq.com";
  std::string api_ca;
  std::size_t concurrency = 32;  // requests in flight during a push
  std::string sensitive_words;   // file of words that hold an article for an editor; empty: none
  std::string templates;         // a folder that goes before [templates] folder; may be empty
};

struct server_config {
  std::string listen = "0.0.0.0:443";
  bool tls = true;
  std::string certificate = "cert.pem";
  std::string private_key = "key.pem";
  unsigned threads = 1;
  std::string public_url;
  std::string operations_listen = "127.0.0.1:9090";  // empty: none
};

struct api_config {
  std::string token;           // empty: there is no API
  std::string previous_token;  // during a rotation
  std::vector<std::string> sources;  // names that callers may give beside those of the sections
};

// An OpenAI-compatible endpoint that words summaries anew and translates. No url: there is none.
struct rewrite_config {
  std::string url;    // up to and without /chat/completions
  std::string model;
  std::string key;    // may be empty
  std::string ca;     // extra CA file; may be empty
  bool summaries = true;  // false: it translates only
  std::int64_t tokens_per_day = 200'000;
  std::chrono::milliseconds within{20'000};  // for a digest, all its items together
};

struct config {
  std::string file;            // where it was read from; relative paths in it are relative to its folder
  server_config server;
  std::string database = "sqlite:depeche.db";
  std::string log_level = "info";
  std::string templates;       // folder that overrides built-in templates; may be empty
  std::string cover_font;      // file; empty: the first of the usual ones that has the letters
  std::vector<std::string> allow_addresses;  // ranges beside public ones that sources may point to
  std::string fetch_ca;        // extra CA file for sources; may be empty
  bool websub = true;          // feeds that name a hub are subscribed to there, when public_url is known
  proxy_settings fetch_proxy;  // the way out to sources
  poll_limits polling;
  std::vector<account_config> accounts;
  std::vector<source> sources;
  std::vector<edition> editions;
  std::vector<inbox_folder> inboxes;
  api_config api;
  rewrite_config rewrite;

  // Given on the command line, not in the file: the folder that callbacks are recorded into (empty: none), with people's ids or masked.
  std::string record;
  bool record_openids = false;

  std::vector<std::string> api_tokens() const;
  // Every source's name: sections, folders, the API's, and the desk's own.
  std::vector<std::string> known_sources() const;
  // Accounts that have templates of their own -> the folder.
  std::map<std::string, std::string> account_templates() const;
  site_addresses sites() const;       // where readers find each account's pages
  std::string database_file() const;  // "sqlite:depeche.db" -> path
  std::string callback_folder() const;  // where callbacks are kept, beside it: "depeche.db-callbacks"; empty for a database in memory
};

// Reads and checks a file. Fails (bad_config) at the first complaint, with file and line, the key, and what to do. Unknown keys are
// errors. A secret may be "env:NAME" or "file:PATH" (the file must not be readable by everybody).
result<config> read_config(const std::string& file);
// The same from text; `file` names it in complaints and its folder anchors relative paths.
result<config> parse_config(std::string_view text, const std::string& file);

}  // namespace depeche
