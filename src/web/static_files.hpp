// Files of the site that never change while the program runs.
#pragma once

#include "net/http_message.hpp"

#include <string>
#include <string_view>

namespace depeche {

// "/site.css?v=..." with a tag of the content: it may be kept for a year.
const std::string& stylesheet_address();

http_response stylesheet(const http_request& request);
http_response favicon(const http_request& request);
http_response robots(const http_request& request);

}  // namespace depeche
