// What feeds get wrong and XML forbids, mended in one pass before libxml2 sees it: bare ampersands, HTML's named entities, control
// characters, junk before the first tag. Document types are cut out, so that no entity declared by a feed is ever expanded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// `text` is UTF-8. The XML declaration and comments are left out. Linear in the size of the text.
std::string repair_xml(std::string_view text, std::vector<std::string>& problems);

// The character reference at text[0] == '&' ("&amp;", "&eacute;", "&#233;", "&#xE9;"): the UTF-8 it stands for, its length in
// `length`; nothing when it is none. References to what XML forbids give an empty string.
struct entity {
  std::string text;
  std::size_t length = 0;
};
bool read_entity(std::string_view text, entity& out);

}  // namespace depeche
