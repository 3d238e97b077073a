// Writes the platform's XML: text in CDATA, numbers bare, one element a line, as in captured pushes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace depeche::wechat {

// Appends to a text that the caller begins ("<xml>") and ends. Names are the caller's: letters only.
void open_element(std::string& out, std::string_view name);
void close_element(std::string& out, std::string_view name);
// Any text: ill-formed UTF-8 is repaired, characters that XML cannot hold are left out, "]]>" is split over two sections.
void append_text(std::string& out, std::string_view name, std::string_view text);
void append_number(std::string& out, std::string_view name, std::int64_t number);
// Bare when it is a run of digits, else as text.
void append_value(std::string& out, std::string_view name, std::string_view value);

}  // namespace depeche::wechat
