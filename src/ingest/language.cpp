#include "ingest/language.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>

namespace depeche {

std::string primary_language(std::string_view tag) {
  const std::string lower = ascii_lower(trim(tag));
  const std::string primary = lower.substr(0, lower.find_first_of("-_"));
  const bool valid = (primary.size() == 2 || primary.size() == 3) &&
                     std::all_of(primary.begin(), primary.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return valid ? primary : std::string{};
}

std::string detect_language(std::string_view text, std::string_view hint) {
  const std::string hinted = primary_language(hint);
  const auto sample = truncate_bytes(text, 8192);
  if (sample.size() < 20 || !is_utf8(sample)) return hinted;
  bool reliable = false;
  const auto found = CLD2::DetectLanguage(sample.data(), static_cast<int>(sample.size()), true, &reliable);
  const auto code = primary_language(CLD2::LanguageCode(found));
  if (!reliable || code.empty() || code == "un") return hinted;
  // A few words prove little against what the source says of itself.
  return sample.size() < 200 && !hinted.empty() ? hinted : code;
}

}  // namespace depeche
