#include "commands/words.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace depeche {

std::string fold_words(std::string_view text) {
  const std::string_view head = truncate_bytes(trim(text), 200);
  // What most people send. Nothing of ASCII is changed by the normal forms but its case.
  if (std::all_of(head.begin(), head.end(), [](char c) { return c > 0; })) return squeeze_space(ascii_lower(head));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* apart = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return squeeze_space(ascii_lower(head));
  const auto wide = icu::UnicodeString::fromUTF8({head.data(), static_cast<int32_t>(head.size())});
  const icu::UnicodeString split = apart->normalize(folding->normalize(wide, status), status);
  icu::UnicodeString bare;
  for (int32_t i = 0; i < split.length(); i = split.moveIndex32(i, 1)) {
    const UChar32 c = split.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    bare.append(c == 0x2019 ? UChar32{'\''} : c);
  }
  std::string folded;
  bare.toUTF8String(folded);
  return squeeze_space(folded);
}

}  // namespace depeche
