#include "ingest/encoding.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace depeche {
namespace {

struct encoding_name {
  std::string name;
  std::string converter;  // as ICU calls it
};

// Labels as the web uses them: gb2312 means gbk, latin-1 means windows-1252 (WHATWG Encoding, 4.2).
struct known_label {
  std::string_view label, name, converter;
};
constexpr known_label known_labels[] = {
    {"utf-8", "utf-8", "UTF-8"},         {"utf8", "utf-8", "UTF-8"},
    {"gb2312", "gbk", "gb18030"},        {"gb_2312-80", "gbk", "gb18030"},
    {"gbk", "gbk", "gb18030"},           {"x-gbk", "gbk", "gb18030"},
    {"cp936", "gbk", "gb18030"},         {"euc-cn", "gbk", "gb18030"},
    {"gb18030", "gb18030", "gb18030"},   {"big5", "big5", "Big5-HKSCS"},
    {"big5-hkscs", "big5", "Big5-HKSCS"}, {"cp950", "big5", "Big5-HKSCS"},
    {"iso-8859-1", "windows-1252", "windows-1252"}, {"iso8859-1", "windows-1252", "windows-1252"},
    {"latin1", "windows-1252", "windows-1252"},     {"us-ascii", "windows-1252", "windows-1252"},
    {"ascii", "windows-1252", "windows-1252"},      {"windows-1252", "windows-1252", "windows-1252"},
    {"cp1252", "windows-1252", "windows-1252"},     {"utf-16", "utf-16le", "UTF-16LE"},
    {"utf-16le", "utf-16le", "UTF-16LE"},           {"utf-16be", "utf-16be", "UTF-16BE"},
};

using converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

std::optional<encoding_name> find_encoding(std::string_view label) {
  const std::string wanted = ascii_lower(trim(label));
  if (wanted.empty() || wanted.size() > 40) return {};
  for (const auto& known : known_labels)
    if (known.label == wanted) return encoding_name{std::string(known.name), std::string(known.converter)};
  UErrorCode status = U_ZERO_ERROR;
  converter found(ucnv_open(wanted.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) || !found) return {};
  return encoding_name{wanted, wanted};
}

struct conversion {
  std::string text;
  std::size_t characters = 0;
  std::size_t bad = 0;  // replaced
};

conversion convert(std::string_view bytes, const std::string& converter_name) {
  conversion out;
  UErrorCode status = U_ZERO_ERROR;
  converter from(ucnv_open(converter_name.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) || !from) return out;
  std::u16string units(bytes.size() * 2 + 16, u'\0');
  const auto length = ucnv_toUChars(from.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                    static_cast<int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return out;
  units.resize(static_cast<std::size_t>(length));
  out.characters = units.size();
  out.bad = static_cast<std::size_t>(std::count(units.begin(), units.end(), u'\xFFFD'));
  out.text.resize(units.size() * 3 + 1);
  int32_t written = 0;
  u_strToUTF8WithSub(out.text.data(), static_cast<int32_t>(out.text.size()), &written, units.data(), length, 0xFFFD, nullptr,
                     &status);
  out.text.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(written));
  return out;
}

// How much of the bytes is UTF-8 beyond ASCII, and how much breaks it.
struct utf8_census {
  std::size_t sequences = 0;
  std::size_t bad = 0;
};

utf8_census count_utf8(std::string_view bytes) {
  utf8_census census;
  for (std::size_t i = 0; i < bytes.size();) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    next_code_point(bytes, i);
    if (i - start > 1) ++census.sequences;
    else ++census.bad;
  }
  return census;
}

// The value of `name=` ("encoding" in an XML declaration, "charset" in a meta element) within text.
std::string_view declared_value(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  std::size_t begin = text.find_first_not_of(" \t\r\n", at + name.size());
  if (begin == std::string_view::npos || text[begin] != '=') return {};
  begin = text.find_first_not_of(" \t\r\n\"'", begin + 1);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find_first_of(" \t\r\n\"'?>;/", begin);
  return text.substr(begin, end == std::string_view::npos ? end : end - begin);
}

std::string declared_label(std::string_view bytes) {
  const std::string head = ascii_lower(bytes.substr(0, 4096));
  const std::string_view view = head;
  if (const auto xml = view.find("<?xml"); xml != std::string_view::npos && xml < 64) {
    const auto value = declared_value(view.substr(xml, view.find("?>", xml) - xml), "encoding");
    if (!value.empty()) return std::string(value);
  }
  for (auto at = view.find("<meta"); at != std::string_view::npos; at = view.find("<meta", at + 1)) {
    const auto value = declared_value(view.substr(at, view.find('>', at) - at), "charset");
    if (!value.empty()) return std::string(value);
  }
  return {};
}

// The commonest characters of Chinese prose, both scripts: bytes read in the wrong one of gbk and big5 hardly ever give these.
constexpr std::u32string_view common_han =
    U"的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也能下過过子說说"
    U"產产種种面而方後后多定行學学法所民得經经日新市月公將将今與与等報报表示記记者關关部本機机全";

std::size_t count_common_han(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < utf8.size();)
    if (common_han.find(next_code_point(utf8, i)) != std::u32string_view::npos) ++count;
  return count;
}

encoding_name guess(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 65536);
  encoding_name best{"windows-1252", "windows-1252"};
  std::size_t best_count = 3;  // fewer prove nothing
  for (const auto& candidate : {encoding_name{"gbk", "gb18030"}, encoding_name{"big5", "Big5-HKSCS"}}) {
    const auto attempt = convert(sample, candidate.converter);
    if (attempt.bad * 20 > attempt.characters) continue;
    if (const auto count = count_common_han(attempt.text); count > best_count) {
      best = candidate;
      best_count = count;
    }
  }
  if (best_count > 3) return best;
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return best;
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  ucsdet_enableInputFilter(detector.get(), true);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < 50) return best;
  const char* label = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || label == nullptr) return best;
  return find_encoding(label).value_or(best);
}

decoded_text as_utf8(std::string_view bytes, std::size_t bad) {
  decoded_text out{repair_utf8(bytes), "utf-8", {}};
  if (bad > 0) out.problems.push_back("encoding: " + std::to_string(bad) + " bytes are not UTF-8; replaced");
  return out;
}

decoded_text by_mark(std::string_view bytes, const char* name, const char* converter_name, std::size_t skip) {
  auto converted = convert(bytes.substr(skip), converter_name);
  decoded_text out{std::move(converted.text), name, {}};
  if (converted.bad > 0) out.problems.push_back("encoding: " + std::to_string(converted.bad) + " bad characters; replaced");
  return out;
}

}  // namespace

decoded_text decode_text(std::string_view bytes, std::string_view http_charset) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xEF\xBB\xBF")) return as_utf8(bytes.substr(3), count_utf8(bytes.substr(3)).bad);
  if (bytes.starts_with("\xFF\xFE"sv)) return by_mark(bytes, "utf-16le", "UTF-16LE", 2);
  if (bytes.starts_with("\xFE\xFF"sv)) return by_mark(bytes, "utf-16be", "UTF-16BE", 2);
  // "<?" or "<r" in two-byte units without a mark.
  if (bytes.size() > 3 && bytes[0] == '<' && bytes[1] == 0 && bytes[2] != 0) return by_mark(bytes, "utf-16le", "UTF-16LE", 0);
  if (bytes.size() > 3 && bytes[0] == 0 && bytes[1] == '<') return by_mark(bytes, "utf-16be", "UTF-16BE", 0);

  const auto census = count_utf8(bytes);
  std::vector<std::string> problems;
  // Sequences of UTF-8 don't come about by chance: whoever says otherwise is wrong.
  const bool is_utf8_indeed = census.sequences > 4 * census.bad;
  for (const std::string& label : {std::string(http_charset), declared_label(bytes)}) {
    if (label.empty()) continue;
    const auto named = find_encoding(label);
    if (!named) {
      problems.push_back("encoding: \"" + printable(label, 40) + "\" is unknown; judged by the content");
      continue;
    }
    if (named->name == "utf-8" && census.bad == 0) return as_utf8(bytes, 0);
    if (named->name.starts_with("utf-16")) continue;  // the label was readable as ASCII
    if (is_utf8_indeed || named->name == "utf-8") {
      if (census.sequences > 0 && named->name != "utf-8")
        problems.push_back("encoding: declared as " + printable(label, 40) + ", and is UTF-8");
      continue;
    }
    auto converted = convert(bytes, named->converter);
    if (converted.bad * 20 > converted.characters) {
      problems.push_back("encoding: declared as " + printable(label, 40) + ", which the bytes contradict; judged by the content");
      continue;
    }
    decoded_text out{std::move(converted.text), named->name, std::move(problems)};
    if (converted.bad > 0) out.problems.push_back("encoding: " + std::to_string(converted.bad) + " bad characters; replaced");
    return out;
  }
  if (census.bad == 0 || is_utf8_indeed) {
    auto out = as_utf8(bytes, census.bad);
    out.problems.insert(out.problems.begin(), problems.begin(), problems.end());
    return out;
  }
  const auto guessed = guess(bytes);
  auto converted = convert(bytes, guessed.converter);
  problems.push_back("encoding: not the UTF-8 that it should be; read as " + guessed.name);
  return {std::move(converted.text), guessed.name, std::move(problems)};
}

std::string charset_of(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  return std::string(declared_value(lower, "charset"));
}

}  // namespace depeche
