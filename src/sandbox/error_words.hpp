// What the platform says with each of its error codes (wechat-protocol 11.1); the rid is added when the answer is written.
#pragma once

#include <string_view>

namespace depeche::sandbox {

std::string_view usual_words(int errcode);

}  // namespace depeche::sandbox
