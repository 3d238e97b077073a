// What `feed parse` and `article extract` read: a file, "-" for stdin, or a URL behind the address guard.
#pragma once

#include "base/result.hpp"
#include "net/https_client.hpp"

#include <string>

namespace depeche {

struct command_input {
  std::string bytes;
  std::string charset;  // of the HTTP answer; empty for files
  std::string url;      // after redirects; empty for files
};

bool is_url(const std::string& name);

// The same with a newsroom's own settings of whom and through whom it fetches.
result<command_input> read_input(const std::string& name, https_client_options by);

// Fails with io_failed, or like the fetch. Files and stdin over 64 MiB are refused.
result<command_input> read_input(const std::string& name, bool allow_private);

}  // namespace depeche
