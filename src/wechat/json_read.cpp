#include "wechat/json_read.hpp"

#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <limits>

namespace depeche::wechat {
namespace {

using nlohmann::json;

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return {};
}

std::int64_t number_of(const json& value) {
  if (value.is_number_unsigned()) {
    const auto n = value.get<std::uint64_t>();
    return n <= std::uint64_t{std::numeric_limits<std::int64_t>::max()} ? static_cast<std::int64_t>(n) : 0;
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (!value.is_string()) return 0;
  const auto& whole = value.get_ref<const std::string&>();
  const std::string_view text = trim(whole);
  std::int64_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

json read_json(std::string_view text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json{} : value;
}

const json& member(const json& of, std::string_view name) {
  static const json nothing;
  if (!of.is_object()) return nothing;
  const auto found = of.find(name);
  return found == of.end() ? nothing : *found;
}

std::string text_at(const json& of, std::string_view name) { return text_of(member(of, name)); }
std::int64_t number_at(const json& of, std::string_view name) { return number_of(member(of, name)); }
bool flag_at(const json& of, std::string_view name) { return number_at(of, name) != 0; }

std::vector<std::string> texts_at(const json& of, std::string_view name) {
  std::vector<std::string> out;
  const json& list = member(of, name);
  if (!list.is_array()) return out;
  out.reserve(list.size());
  for (const json& one : list)
    if (std::string text = text_of(one); !text.empty()) out.push_back(std::move(text));
  return out;
}

std::vector<std::int64_t> numbers_at(const json& of, std::string_view name) {
  std::vector<std::int64_t> out;
  const json& list = member(of, name);
  if (list.is_array())
    for (const json& one : list) out.push_back(number_of(one));
  return out;
}

std::vector<json> list_at(const json& of, std::string_view name) {
  const json& list = member(of, name);
  if (list.is_array()) return list.get<std::vector<json>>();
  if (list.is_object()) return {list};
  return {};
}

}  // namespace depeche::wechat
