// Takes values out of a TOML table one key at a time, and complains by name about what is wrong, missing or unknown. The first
// complaint wins; after it every read gives the default.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 1
#endif
#include <toml++/toml.h>

namespace depeche {

class config_reader {
 public:
  // `section` is how the table is called in complaints: "[server]", "[[account]] 2".
  config_reader(const toml::table& table, std::string section, std::string file, std::string folder, std::optional<error>& complaint);

  std::string text(std::string_view key, std::string otherwise);
  std::string required_text(std::string_view key, std::string_view what_it_is);
  // env:NAME, file:PATH or the value itself.
  std::string secret(std::string_view key, bool required, std::string_view what_it_is);
  // A table inside this one; null when it is absent, or something else (then it is complained about).
  const toml::table* table(std::string_view key);
  // The tables of a list inside this one ([[edition.section]]); none when it is absent, or something else (then it is complained about).
  std::vector<const toml::table*> tables(std::string_view key);
  // A path, made absolute against the config's folder.
  std::string path(std::string_view key, std::string otherwise);
  bool flag(std::string_view key, bool otherwise);
  std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high);
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> otherwise);
  std::string one_of(std::string_view key, std::string otherwise, const std::vector<std::string>& choices);
  // "90s", "15m", "2h", "1d" as seconds.
  std::int64_t duration(std::string_view key, std::int64_t otherwise_seconds, std::int64_t low, std::int64_t high);

  // Complains about a key for a reason found later.
  void complain(std::string_view key, std::string what, std::string remedy);
  // Complains about every key that nobody asked for.
  void reject_unknown();

 private:
  const toml::node* find(std::string_view key);
  std::string place(std::string_view key) const;
  const toml::table& table_;
  std::string section_;
  std::string file_;
  std::string folder_;
  std::optional<error>& complaint_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace depeche
