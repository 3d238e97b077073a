// Characters and references as feeds and pages write them, mended where XML would refuse: undefined HTML entities, references to
// windows-1252's places, control characters; and the few entities of a feed's own that may be expanded.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace depeche {

// The character reference at text[0] == '&' ("&amp;", "&eacute;", "&#233;", "&#xE9;"): the UTF-8 it stands for, its length in
// `length`; false when it is none. References to what XML forbids give an empty string.
struct entity {
  std::string text;
  std::size_t length = 0;
};
bool read_entity(std::string_view text, entity& out);

// Entities that a document type declares. Only plain ones are taken: short values that refer to nothing but characters, so that no
// bomb can be built of them, and nothing outside is ever read.
class own_entities {
 public:
  // Reads a document type, "<!DOCTYPE ... >".
  void declare(std::string_view document_type);
  // Some are declared that are not expanded.
  bool refused() const { return refused_; }
  // Like read_entity; gives nothing once the document's allowance is spent.
  bool read(std::string_view text, entity& out);

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::size_t allowance_ = 256 * 1024;
  bool refused_ = false;
};

// Appends what XML allows of UTF-8 text; the number of characters left out.
std::size_t append_allowed(std::string& out, std::string_view text);

}  // namespace depeche
