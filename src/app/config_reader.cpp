#include "app/config_reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace depeche {
namespace {

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a number";
    case toml::node_type::floating_point: return "a decimal number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
  }
}

}  // namespace

config_reader::config_reader(const toml::table& table, std::string section, std::string file, std::string folder,
                             std::optional<error>& complaint)
    : table_(table), section_(std::move(section)), file_(std::move(file)), folder_(std::move(folder)), complaint_(complaint) {}

const toml::node* config_reader::find(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

std::string config_reader::place(std::string_view key) const {
  const toml::node* node = table_.get(key);
  const auto line = node ? node->source().begin.line : table_.source().begin.line;
  return fmt::format("{}:{}: {} {}", file_, line, section_, key);
}

void config_reader::complain(std::string_view key, std::string what, std::string remedy) {
  if (!complaint_) complaint_ = fail(errc::bad_config, std::move(what), place(key), std::move(remedy));
}

std::string config_reader::text(std::string_view key, std::string otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  if (const auto value = node->value_exact<std::string>()) return *value;
  complain(key, fmt::format("{} where a text belongs", type_name(*node)), fmt::format("write {} = \"...\"", key));
  return otherwise;
}

const toml::table* config_reader::table(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return nullptr;
  if (!node->is_table()) complain(key, fmt::format("{} where a table belongs", type_name(*node)), fmt::format("write {} = {{ name = \"...\" }}", key));
  return node->as_table();
}

std::string config_reader::required_text(std::string_view key, std::string_view what_it_is) {
  std::string value = text(key, "");
  if (value.empty()) complain(key, "missing", fmt::format("set it to {}", what_it_is));
  return value;
}

std::string config_reader::secret(std::string_view key, bool required, std::string_view what_it_is) {
  const std::string given = text(key, "");
  if (given.empty()) {
    if (required) complain(key, "missing", fmt::format("set it to {}, or \"env:NAME\", or \"file:PATH\"", what_it_is));
    return {};
  }
  if (given.starts_with("env:")) {
    const std::string name = given.substr(4);
    const char* value = std::getenv(name.c_str());
    if (value && *value) return value;
    complain(key, fmt::format("the environment variable {} is not set", name), fmt::format("export {}=... before starting", name));
    return {};
  }
  if (given.starts_with("file:")) {
    const std::string file = (std::filesystem::path(folder_) / given.substr(5)).string();
    struct stat status {};
    std::ifstream in(file, std::ios::binary);
    if (!in || ::stat(file.c_str(), &status) != 0) {
      complain(key, fmt::format("the secret's file {} cannot be read", file), "check the path and its permissions");
      return {};
    }
    if (status.st_mode & S_IROTH) {
      complain(key, fmt::format("everybody may read the secret's file {}", file), fmt::format("chmod o-r {}", file));
      return {};
    }
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    const std::string value(trim(content));
    if (value.empty()) complain(key, fmt::format("the secret's file {} is empty", file), "write the secret into it");
    return value;
  }
  return given;
}

std::string config_reader::path(std::string_view key, std::string otherwise) {
  const std::string value = text(key, std::move(otherwise));
  return value.empty() ? value : (std::filesystem::path(folder_) / value).lexically_normal().string();
}

bool config_reader::flag(std::string_view key, bool otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  if (const auto value = node->value_exact<bool>()) return *value;
  complain(key, fmt::format("{} where true or false belongs", type_name(*node)), fmt::format("write {} = true or false", key));
  return otherwise;
}

std::int64_t config_reader::integer(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= low && *value <= high) return *value;
  if (value) complain(key, fmt::format("{} is outside {} to {}", *value, low, high), "choose a number in that range");
  else complain(key, fmt::format("{} where a number belongs", type_name(*node)), fmt::format("write {} = {}", key, otherwise));
  return otherwise;
}

std::vector<const toml::table*> config_reader::tables(std::string_view key) {
  std::vector<const toml::table*> found;
  const toml::node* node = find(key);
  if (!node) return found;
  const toml::array* list = node->as_array();
  for (std::size_t i = 0; list && i < list->size(); ++i)
    if (const toml::table* one = list->get(i)->as_table()) found.push_back(one);
  if (!list || found.size() != list->size()) complain(key, "not a list of sections", fmt::format("write [[...{}]] above each", key));
  return found;
}

std::vector<std::string> config_reader::texts(std::string_view key, std::vector<std::string> otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  const toml::array* list = node->as_array();
  std::vector<std::string> values;
  if (list) {
    for (const toml::node& entry : *list) {
      const auto value = entry.value_exact<std::string>();
      if (!value) break;
      values.push_back(*value);
    }
  }
  if (list && values.size() == list->size()) return values;
  complain(key, "not a list of texts", fmt::format("write {} = [\"...\", \"...\"]", key));
  return otherwise;
}

std::string config_reader::one_of(std::string_view key, std::string otherwise, const std::vector<std::string>& choices) {
  std::string value = text(key, otherwise);
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  complain(key, fmt::format("\"{}\" is not a choice", value), fmt::format("choose one of {}", join(choices, ", ")));
  return otherwise;
}

std::int64_t config_reader::duration(std::string_view key, std::int64_t otherwise_seconds, std::int64_t low, std::int64_t high) {
  const std::string value = text(key, fmt::format("{}s", otherwise_seconds));
  std::int64_t number = 0;
  const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(value.data() + value.size() - end));
  const std::int64_t factor = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 0;
  if (ec != std::errc{} || factor == 0 || number > high || number < 0) {
    complain(key, fmt::format("\"{}\" is not a length of time", value), "write it as 90s, 15m, 2h or 1d");
    return otherwise_seconds;
  }
  if (number * factor < low || number * factor > high) {
    complain(key, fmt::format("\"{}\" is outside {} s to {} s", value, low, high), "choose a length in that range");
    return otherwise_seconds;
  }
  return number * factor;
}

void config_reader::reject_unknown() {
  for (const auto& [key, node] : table_) {
    if (asked_.contains(key.str())) continue;
    std::vector<std::string> known(asked_.begin(), asked_.end());
    complain(key.str(), "unknown key", fmt::format("remove it, or use one of {}", join(known, ", ")));
  }
}

}  // namespace depeche
