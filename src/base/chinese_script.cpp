#include "base/chinese_script.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace depeche {
namespace {

// One for each thread: ICU does not promise that one may be shared.
const icu::Transliterator& converter(chinese_script to) {
  const auto make = [](const char* id) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !made) throw std::runtime_error(std::string("ICU has no ") + id);
    return made;
  };
  thread_local const auto traditional = make("Simplified-Traditional");
  thread_local const auto simplified = make("Traditional-Simplified");
  return to == chinese_script::traditional ? *traditional : *simplified;
}

// Up to a white space, a quote or an angle bracket, as in text and in HTML.
std::size_t end_of_address(std::string_view text, std::size_t begin) { return std::min(text.find_first_of(" \t\r\n\"'<>", begin), text.size()); }

bool has_chinese(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();)
    if (is_cjk(next_code_point(text, pos))) return true;
  return false;
}

// Line by line: ICU makes corner brackets of quotation marks, also in a French or English line, which is left alone.
void append_converted(std::string& out, std::string_view text, const icu::Transliterator& with) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n', 0), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    if (!has_chinese(line)) {
      out += line;
      continue;
    }
    icu::UnicodeString wide = icu::UnicodeString::fromUTF8({line.data(), static_cast<std::int32_t>(line.size())});
    with.transliterate(wide);
    wide.toUTF8String(out);
  }
}

}  // namespace

chinese_script script_of(std::string_view tag) {
  const std::string lower = ascii_lower(tag);
  if (lower.size() < 5 || !lower.starts_with("zh") || (lower[2] != '-' && lower[2] != '_')) return chinese_script::as_written;
  const std::string_view rest = std::string_view(lower).substr(3);
  for (const std::string_view of : {"hant", "tw", "hk", "mo"})
    if (rest.starts_with(of)) return chinese_script::traditional;
  for (const std::string_view of : {"hans", "cn", "sg"})
    if (rest.starts_with(of)) return chinese_script::simplified;
  return chinese_script::as_written;
}

std::string language_tag(std::string_view language, chinese_script script) {
  if (language != "zh" || script == chinese_script::as_written) return std::string(language);
  return script == chinese_script::traditional ? "zh-Hant" : "zh-Hans";
}

std::string in_script(std::string text, chinese_script script) {
  if (script == chinese_script::as_written) return text;
  const icu::Transliterator& with = converter(script);
  std::string out;
  out.reserve(text.size());
  const std::string_view all = text;
  for (std::size_t pos = 0; pos < all.size();) {
    const std::size_t address = std::min(all.find("http", pos), all.size());
    append_converted(out, all.substr(pos, address - pos), with);
    const std::string_view rest = all.substr(address);
    const bool is_address = rest.starts_with("http://") || rest.starts_with("https://");
    pos = is_address ? end_of_address(all, address) : std::min(address + 4, all.size());
    out += all.substr(address, pos - address);
  }
  return out;
}

}  // namespace depeche
