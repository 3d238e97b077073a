// Reading JSON that others wrote, of any shape, without exceptions; and writing it so that bad UTF-8 cannot throw.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::sandbox {

// What was sent, or a discarded value when it is no JSON, or nested deeper than any call of the platform is: copies and texts of a value
// are made recursively, and whoever sends one must not choose how much stack that takes.
nlohmann::json parse_json(std::string_view text);

// The member's text; empty when it is absent or of another type.
std::string text_at(const nlohmann::json& of, std::string_view key);
// A whole number, also when it was written as a string of digits: the platform takes both.
std::optional<std::int64_t> number_at(const nlohmann::json& of, std::string_view key);
std::optional<std::int64_t> number_of(const nlohmann::json& value);  // likewise, of a value
// An id that the caller made up: its text, or its digits when it was written as a whole number.
std::string id_at(const nlohmann::json& of, std::string_view key);
// true, 1, "1" and "true": client libraries write all of them.
bool flag_at(const nlohmann::json& of, std::string_view key, bool when_absent = false);
// The member, or a null when absent.
const nlohmann::json& child_at(const nlohmann::json& of, std::string_view key);

std::optional<std::int64_t> parse_number(std::string_view digits);
std::string dump(const nlohmann::json& value);

}  // namespace depeche::sandbox
