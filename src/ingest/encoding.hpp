// Bytes of a feed or page -> UTF-8. The signs are read in the order in which they are to be trusted: byte-order mark, HTTP charset,
// the document's own declaration, the content. A label that the bytes contradict loses, with a problem line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct decoded_text {
  std::string text;      // well-formed UTF-8 without byte-order mark
  std::string encoding;  // WHATWG name, lower case: "utf-8", "gbk", "big5", "windows-1252", "utf-16le"
  std::string declared;  // what HTTP or the document said, lower case; may be empty
  std::vector<std::string> problems;
};

decoded_text decode_text(std::string_view bytes, std::string_view http_charset = {});

// The charset parameter of a Content-Type value; empty when there is none.
std::string charset_of(std::string_view content_type);

}  // namespace depeche
