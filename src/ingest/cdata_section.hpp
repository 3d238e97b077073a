// CDATA sections as feeds write them: with blanks in the mark that opens them, half a mark that ends them, or one inside of another. Where
// such a section ends is judged by the element that it stands in.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace depeche {

// The length of the mark at the beginning of `text` that opens a section, "<![CDATA[" or "<! [CDATA [" ; 0 when there is none.
std::size_t cdata_opening(std::string_view text);

// What a text says without the marks of a section that were escaped and so became part of it.
std::string_view without_cdata_marks(std::string_view text);

struct cdata_section {
  std::string_view text;
  std::size_t end = 0;             // behind its end mark
  const char* mended = nullptr;    // what was wrong with it, a literal
};

// Finds the ends of a document's sections; each place in the document is looked at a few times at most, however many there are.
class cdata_finder {
 public:
  explicit cdata_finder(std::string_view document) : s_(document) {}
  // The section whose text begins at `begin`, inside of an element of this name as the document writes it; "" for none.
  cdata_section find(std::size_t begin, std::string_view element);

 private:
  std::size_t next(const std::string& mark, std::size_t from);
  cdata_section nested(std::size_t begin, std::size_t stop, const std::string& end_tag);

  struct place {
    std::size_t from, at;  // the first at or behind `from`
  };
  std::string_view s_;
  std::map<std::string, place> places_;
};

}  // namespace depeche
