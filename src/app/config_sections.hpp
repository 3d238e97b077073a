// What the sections of the settings are read with (config_file), and those that have a file of their own.
#pragma once

#include "app/config.hpp"
#include "app/config_reader.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace depeche {

// The file being read, with what every section needs to complain.
struct reading {
  std::string file;
  std::string folder;
  std::optional<error> complaint;

  config_reader section(const toml::table& table, std::string name) { return {table, std::move(name), file, folder, complaint}; }
};

// "morning-2": what sections are named.
bool is_name(std::string_view s);
// A section's name, that no other of its kind has.
std::string read_name(config_reader& r, std::set<std::string>& taken, std::string_view kind);

// One section each, number `number` of its kind, into `c`. Accounts, sources and inboxes come before editions, which name them.
void read_source(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c);
void read_inbox(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c);
void read_edition(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c);

}  // namespace depeche
