#include "digest/break_iterator.hpp"

#include "base/result.hpp"

#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>

namespace depeche {
namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw failure(fail(errc::io_failed, what, u_errorName(status), "install ICU with its data"));
}

std::unique_ptr<icu::BreakIterator> make(boundary kind) {
  UErrorCode status = U_ZERO_ERROR;
  // The root locale's rules: those of fr, en and zh are the same, and Chinese words come from ICU's dictionary by script.
  const icu::Locale& root = icu::Locale::getRoot();
  std::unique_ptr<icu::BreakIterator> made(kind == boundary::sentence ? icu::BreakIterator::createSentenceInstance(root, status)
                                           : kind == boundary::word   ? icu::BreakIterator::createWordInstance(root, status)
                                                                      : icu::BreakIterator::createCharacterInstance(root, status));
  check(status, "ICU's boundary rules cannot be loaded");
  return made;
}

icu::BreakIterator& kept(boundary kind) {
  thread_local std::unique_ptr<icu::BreakIterator> sentences, words, characters;
  auto& one = kind == boundary::sentence ? sentences : kind == boundary::word ? words : characters;
  if (!one) one = make(kind);
  return *one;
}

}  // namespace

void each_piece(std::string_view text, boundary kind, const std::function<void(std::size_t, std::size_t, bool)>& each) {
  if (text.empty()) return;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> bytes(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close);
  check(status, "ICU cannot read a text");
  auto& iterator = kept(kind);
  iterator.setText(bytes.get(), status);
  check(status, "ICU cannot read a text");
  std::int32_t begin = iterator.first();
  for (std::int32_t end = iterator.next(); end != icu::BreakIterator::DONE; begin = end, end = iterator.next()) {
    const bool is_word = kind == boundary::word && iterator.getRuleStatus() >= UBRK_WORD_NONE_LIMIT;
    each(static_cast<std::size_t>(begin), static_cast<std::size_t>(end), is_word);
  }
}

}  // namespace depeche
