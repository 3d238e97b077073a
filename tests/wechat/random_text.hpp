// Text of what people write and what breaks writers: mark-up, split marks, entities, emoji, Chinese, line breaks.
#pragma once

#include "base/random.hpp"
#include "base/utf8.hpp"

#include <string>
#include <vector>

inline std::string random_text(depeche::random_source& random) {
  static const std::vector<std::string> pieces{
      "]]>", "]]", "]", ">", "<", "<![CDATA[", "&amp;", "&", "&#0;", "</xml>", "<!--", "'", "\"", " ", "\n", "\r\n", "\t",
      "é", "ÿ", "今日", "。", "🗞", "👨\u200D👩\u200D👧", "\xEF\xBB\xBF", "\u2028", "a", "Z", "0", "42", "\x7F",
      "\xF4\x8F\xBF\xBD"};
  std::string out;
  for (auto n = depeche::random_below(random, 24); n > 0; --n) {
    if (depeche::random_below(random, 8) == 0) {
      auto c = static_cast<char32_t>(0x20 + depeche::random_below(random, 0xD7E0));
      depeche::append_code_point(out, c);
    } else {
      out += pieces[depeche::random_below(random, pieces.size())];
    }
  }
  return out;
}
