#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace depeche::sandbox {

nlohmann::json parse_json(std::string_view text) {
  constexpr int deepest = 32;
  bool too_deep = false;
  // What is refused here is not kept, so that the value stays shallow until it is dropped whole.
  const auto shallow = [&too_deep](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    if (depth > deepest) too_deep = true;
    return !too_deep;
  };
  auto value = nlohmann::json::parse(text, shallow, false);
  return too_deep ? nlohmann::json(nlohmann::json::value_t::discarded) : value;
}

const nlohmann::json& child_at(const nlohmann::json& of, std::string_view key) {
  static const nlohmann::json nothing;
  if (!of.is_object()) return nothing;
  const auto found = of.find(key);
  return found == of.end() ? nothing : *found;
}

std::string text_at(const nlohmann::json& of, std::string_view key) {
  const auto& child = child_at(of, key);
  return child.is_string() ? child.get<std::string>() : std::string();
}

std::optional<std::int64_t> parse_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (ec != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> number_of(const nlohmann::json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) return parse_number(value.get_ref<const std::string&>());
  return std::nullopt;
}

std::optional<std::int64_t> number_at(const nlohmann::json& of, std::string_view key) { return number_of(child_at(of, key)); }

std::string id_at(const nlohmann::json& of, std::string_view key) {
  const auto& child = child_at(of, key);
  return child.is_number_integer() ? child.dump() : text_at(of, key);
}

bool flag_at(const nlohmann::json& of, std::string_view key, bool when_absent) {
  const auto& child = child_at(of, key);
  if (child.is_boolean()) return child.get<bool>();
  if (child.is_number_integer()) return child.get<std::int64_t>() != 0;
  if (child.is_string()) return child == "1" || child == "true";
  return when_absent;
}

std::string dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace depeche::sandbox
