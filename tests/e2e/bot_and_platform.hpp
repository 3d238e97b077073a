// The bot's real binary beside a simulated platform of its own, as in production but for the platform.
#pragma once

#include "e2e/program.hpp"

#include <memory>

namespace e2e {

struct bot_and_platform {
  // Editions "e0", "e1"... titled "Issue <0>", ...: each may be pushed once a day. The first is composed from the platform's newspaper.
  explicit bot_and_platform(int editions = 1);
  // In depeche.toml every `from` becomes `to`; fails the test when there is none. A bot that runs does not see it.
  void change_settings(const std::string& from, const std::string& to) const;
  // A line behind every line `behind`, both with the sign for a line's end.
  void add_setting(const std::string& behind, const std::string& line) const { change_settings(behind, behind + line); }
  // Tables at the end.
  void add_tables(const std::string& text) const;
  std::unique_ptr<program> serve(std::vector<std::string> more = {}) const;
  // Serves, and answers: a connection to the port is taken.
  void wait_until_it_answers() const;
  // A command beside the bot, on its settings.
  finished_run run(std::vector<std::string> arguments) const;
  // The same, and each line that it prints as JSON.
  std::vector<json> ledger(std::vector<std::string> arguments) const;

  temporary_folder folder;
  int port;
  std::unique_ptr<program> simulated;
  std::unique_ptr<speaker> sandbox;
};

}  // namespace e2e
