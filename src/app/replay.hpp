// Gives a recording's callbacks to a bot again and compares its answers with the recorded ones.
#pragma once

#include "app/config.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

struct replay_options {
  std::string recording;  // the folder
  std::string against;    // callback_address() says what it means; empty: this program itself
  bool exact = false;
  std::string ca_file;    // for a test certificate; may be empty
};

// Where an account's callbacks go: {account} in the address is its name; without that, and unless the address is `exact`, the name is
// appended to its path, as this program's callbacks are: "https://host/wechat" -> "https://host/wechat/main".
std::string callback_address(std::string_view against, bool exact, std::string_view account);

struct replay_counts {
  std::size_t same = 0, different = 0, failed = 0;
};

// Prints each answer that differs. Against this program itself: on a copy of the configured database, with the clock of the recording, and
// with nothing said to the platform; the real database is only read. Against a URL: signed with the keys of the settings' account,
// under new message ids and the present time, so that the bot takes them for new. The time of a reply is not compared. Throws failure.
replay_counts replay(config settings, const replay_options& options);

}  // namespace depeche
