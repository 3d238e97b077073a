// What error pages say, and gates that ask who is there: in the title, in the first line, in the text.
#pragma once

#include <string_view>

namespace depeche {

// A headline may begin with the words of an error ("Access denied: refugees turned back"), and then only what else the page says
// settles it.
enum class error_sign { none, possible, clear };

// Clear when the line is nothing but such words, a number and a site's name.
error_sign sign_of_error(std::string_view line);

// Whether a text speaks of the page, the address or the visitor, as that of an error page does.
bool speaks_of_the_page(std::string_view text);

}  // namespace depeche
