// Request bodies as the platform wants them: raw UTF-8 without \u escapes, which it refuses or shows as they stand.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace depeche::wechat {

// Ill-formed UTF-8 in it is repaired, never thrown about.
std::string json_text(const nlohmann::json& value);

}  // namespace depeche::wechat
