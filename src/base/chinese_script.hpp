// Simplified and Traditional Chinese: what somebody asked for, and text turned into it (ICU).
#pragma once

#include <string>
#include <string_view>

namespace depeche {

enum class chinese_script { as_written, simplified, traditional };

// "zh-Hant", "zh_TW", "zh-HK", "zh-MO" -> traditional; "zh-Hans", "zh_CN", "zh-SG" -> simplified; every other tag leaves text as it is.
chinese_script script_of(std::string_view language_tag);

// "zh" and traditional -> "zh-Hant"; other languages have no script and stay what they are.
std::string language_tag(std::string_view language, chinese_script script);

// Well-formed UTF-8 in, the same out; addresses ("https://...") stay as they are, for a converted one would lead nowhere.
std::string in_script(std::string text, chinese_script script);

}  // namespace depeche
