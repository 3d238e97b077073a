// Text is UTF-8 everywhere inside. What comes from outside is validated or repaired here once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view s);

// Ill-formed sequences become U+FFFD, one per maximal subpart (Unicode 15, 3.9, "best practice").
std::string repair_utf8(std::string_view s);

// Number of code points; ill-formed bytes count one each.
std::size_t count_code_points(std::string_view s);

// Bytes of the first `n` code points of s (all of it when it has fewer).
std::size_t bytes_of_code_points(std::string_view s, std::size_t n);

// The longest prefix of at most `max_bytes` bytes that ends between code points.
std::string_view truncate_bytes(std::string_view s, std::size_t max_bytes);

// The code point at byte `pos`, and moves `pos` past it. Ill-formed: U+FFFD and one byte. Precondition: pos < s.size().
char32_t next_code_point(std::string_view s, std::size_t& pos);

void append_code_point(std::string& out, char32_t c);

// Han, Hiragana, Katakana, Hangul, and full-width forms: scripts written without spaces, or wide.
bool is_cjk(char32_t c);

}  // namespace depeche
