// The values of template keywords: what each type may hold, and what the platform silently takes away at delivery
// (wechat-protocol 8.2.1).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

using keyword_values = std::map<std::string, std::string, std::less<>>;

// True when the keyword's type (thing1, time2, ...) allows the value; keywords without a type may hold anything.
bool is_allowed(std::string_view keyword, std::string_view value);
// The type for a keyword of this name in the category library: "时间" is a time, "金额" an amount, most are things.
std::string_view type_of_keyword_name(std::string_view name);

// The keywords of a template's content, in order.
std::vector<std::string> keywords_of(std::string_view content);
// What a person sees: lines that are one bare variable are gone, and so are first and remark; of each value its first line,
// without emoji, at most 20 characters.
std::string render_template(std::string_view content, const keyword_values& values);

}  // namespace depeche::sandbox
