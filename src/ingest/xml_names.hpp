// XML namespaces of feeds: the prefix by which each known one goes here, whatever prefix a document chose.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// "dc" for http://purl.org/dc/elements/1.1/ and its misspellings, "" for the namespaces of RSS itself; null when unknown.
const std::string* known_prefix(std::string_view namespace_uri);

}  // namespace depeche
