// "The post A appeared first on B.": what WordPress puts below every text of its feeds, for whoever copies them. No part of the article.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Takes that line off the end of an entry's sanitised HTML: a paragraph with a link to the article and one to its site, or words that
// name the article by its title.
void drop_republished_line(std::string& html, std::string_view title);

}  // namespace depeche
