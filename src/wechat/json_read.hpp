// Answers as values: tolerant of what the platform's numbers do (12 and "12" alike) and of members that are not there.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::wechat {

// Null when it is no JSON.
nlohmann::json read_json(std::string_view text);

// Members of an object; of anything else, and when absent: null, empty, zero, false.
const nlohmann::json& member(const nlohmann::json& of, std::string_view name);
std::string text_at(const nlohmann::json& of, std::string_view name);  // a number as its digits
std::int64_t number_at(const nlohmann::json& of, std::string_view name);
bool flag_at(const nlohmann::json& of, std::string_view name);         // true, 1 and "1"
std::vector<std::string> texts_at(const nlohmann::json& of, std::string_view name);
std::vector<std::int64_t> numbers_at(const nlohmann::json& of, std::string_view name);

// An array as it is; a single object as an array of one: the platform writes lists of one entry either way. Else empty.
std::vector<nlohmann::json> list_at(const nlohmann::json& of, std::string_view name);

}  // namespace depeche::wechat
