// A digest as the values of a template message. For what a person asked for, never for a push of news: the platform forbids that
// (wechat-protocol 8.2). Pure.
#pragma once

#include "news/digest.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {

// `text` as the value of a keyword ("thing1", "time2", "number3"): one line, no emoji, within the kind's own rule and the twenty
// characters that are shown. Empty when nothing of it may stand there.
std::string template_value(std::string_view keyword, std::string_view text);

// A value for each keyword that a digest has one for, in their order: things are the masthead and then titles, times and dates the hour
// at which it was composed, numbers the number of items; others are left out.
std::vector<std::pair<std::string, std::string>> render_template_values(const digest& d, std::string_view masthead,
                                                                        const std::vector<std::string>& keywords);

}  // namespace depeche
