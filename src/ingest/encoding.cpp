#include "ingest/encoding.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/charset_conversion.hpp"
#include "ingest/mixed_utf8.hpp"

#include <unicode/ucsdet.h>

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
    {"utf_8", "utf-8", "UTF-8"},         {"unicode-1-1-utf-8", "utf-8", "UTF-8"},
    {"gb2312", "gbk", "gb18030"},        {"gb_2312-80", "gbk", "gb18030"},
    {"gb-2312", "gbk", "gb18030"},       {"gb_2312", "gbk", "gb18030"},
    {"gbk", "gbk", "gb18030"},           {"x-gbk", "gbk", "gb18030"},
    {"cp936", "gbk", "gb18030"},         {"ms936", "gbk", "gb18030"},
    {"windows-936", "gbk", "gb18030"},   {"euc-cn", "gbk", "gb18030"},
    {"chinese", "gbk", "gb18030"},       {"hz-gb-2312", "hz-gb-2312", "HZ"},
    {"gb18030", "gb18030", "gb18030"},   {"gb-18030", "gb18030", "gb18030"},
    {"big5", "big5", "Big5-HKSCS"},      {"big-5", "big5", "Big5-HKSCS"},
    {"big5-hkscs", "big5", "Big5-HKSCS"}, {"big5hkscs", "big5", "Big5-HKSCS"},
    {"cp950", "big5", "Big5-HKSCS"},     {"x-x-big5", "big5", "Big5-HKSCS"},
    {"iso-8859-1", "windows-1252", "windows-1252"}, {"iso8859-1", "windows-1252", "windows-1252"},
    {"iso_8859-1", "windows-1252", "windows-1252"}, {"iso88591", "windows-1252", "windows-1252"},
    {"latin1", "windows-1252", "windows-1252"},     {"latin-1", "windows-1252", "windows-1252"},
    {"us-ascii", "windows-1252", "windows-1252"},   {"ascii", "windows-1252", "windows-1252"},
    {"windows-1252", "windows-1252", "windows-1252"}, {"cp1252", "windows-1252", "windows-1252"},
    {"ansi", "windows-1252", "windows-1252"},       {"iso-8859-9", "windows-1254", "windows-1254"},
    {"iso-8859-15", "iso-8859-15", "iso-8859-15"},  {"latin-9", "iso-8859-15", "iso-8859-15"},
    {"iso8859-15", "iso-8859-15", "iso-8859-15"},   {"iso_8859-15", "iso-8859-15", "iso-8859-15"},
    {"euc-kr", "euc-kr", "windows-949"},            {"ks_c_5601-1987", "euc-kr", "windows-949"},
    {"shift_jis", "shift_jis", "windows-31j"},      {"shift-jis", "shift_jis", "windows-31j"},
    {"x-sjis", "shift_jis", "windows-31j"},         {"utf-16", "utf-16le", "UTF-16LE"},
    {"utf16", "utf-16le", "UTF-16LE"},              {"ucs-2", "utf-16le", "UTF-16LE"},
    {"unicode", "utf-16le", "UTF-16LE"},            {"utf-16le", "utf-16le", "UTF-16LE"},
    {"utf-16be", "utf-16be", "UTF-16BE"},
};

std::optional<encoding_name> find_encoding(std::string_view label) {
  const std::string wanted = ascii_lower(trim(label));
  if (wanted.empty() || wanted.size() > 40) return {};
  for (const auto& known : known_labels)
    if (known.label == wanted) return encoding_name{std::string(known.name), std::string(known.converter)};
  if (!is_charset(wanted)) return {};
  return encoding_name{wanted, wanted};
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
    U"的一是在不了有和人這这中大为為上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也能下過过子說说"
    U"產产種种面而方後后多定行學学法所民得經经日新市月公將将今與与等報报表示記记者關关部本機机全港政府台香北京美道第二三十";

// How Chinese a text is, of the characters beyond ASCII: in percent; nothing below a handful proves anything.
struct han_census {
  std::size_t wide = 0, common = 0;
  std::size_t percent() const { return common < 2 ? 0 : 100 * common / wide; }
};

han_census count_common_han(std::string_view utf8) {
  han_census census;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto c = next_code_point(utf8, i);
    if (c < 0x80) continue;
    ++census.wide;
    if (common_han.find(c) != std::u32string_view::npos) ++census.common;
  }
  return census;
}

constexpr std::size_t surely_chinese = 12;  // percent; prose has some forty

// gbk or big5, when the bytes read well in one of them.
struct chinese_guess {
  encoding_name name;
  std::size_t percent = 0;
};

chinese_guess guess_chinese(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 65536);
  chinese_guess best;
  for (const auto& candidate : {encoding_name{"gbk", "gb18030"}, encoding_name{"big5", "Big5-HKSCS"}}) {
    const auto attempt = convert(sample, candidate.converter);
    const auto census = count_common_han(attempt.text);
    if (attempt.bad * 20 > census.wide) continue;
    if (census.percent() > best.percent) best = {candidate, census.percent()};
  }
  if (best.percent < surely_chinese) best.percent = 0;
  return best;
}

encoding_name guess(std::string_view bytes) {
  if (auto chinese = guess_chinese(bytes); chinese.percent > 0) return chinese.name;
  const std::string_view sample = bytes.substr(0, 65536);
  encoding_name otherwise{"windows-1252", "windows-1252"};
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return otherwise;
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  ucsdet_enableInputFilter(detector.get(), true);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < 50) return otherwise;
  const char* label = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || label == nullptr || std::string_view(label).starts_with("UTF")) return otherwise;
  return find_encoding(label).value_or(otherwise);
}

decoded_text as_utf8(std::string_view bytes, const utf8_census& census) {
  decoded_text out{census.bad == 0 ? std::string(bytes) : mended_utf8(bytes, census), "utf-8", {}, {}};
  if (census.bad > 0) out.problems.push_back("encoding: " + std::to_string(census.bad) + " bytes are not UTF-8; mended");
  return out;
}

decoded_text converted_as(std::string_view bytes, const encoding_name& name) {
  auto converted = convert(bytes, name.converter);
  decoded_text out{std::move(converted.text), name.name, {}, {}};
  if (converted.bad > 0) out.problems.push_back("encoding: " + std::to_string(converted.bad) + " bad characters; replaced");
  return out;
}

// Wide units without a mark show in the zeros of the ASCII among them.
std::optional<encoding_name> unmarked_wide(std::string_view bytes) {
  const auto sample = bytes.substr(0, 512);
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == 0) ++(i % 2 == 0 ? even : odd);
  const auto units = sample.size() / 2;
  if (units < 4) return {};
  if (odd * 4 > units && even * 10 < odd) return encoding_name{"utf-16le", "UTF-16LE"};
  if (even * 4 > units && odd * 10 < even) return encoding_name{"utf-16be", "UTF-16BE"};
  return {};
}

std::optional<decoded_text> by_mark(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    const auto rest = bytes.substr(3);
    const auto census = count_utf8(rest);
    if (census.bad > census.sequences && !census.is_utf8()) return {};
    return as_utf8(rest, census);
  }
  if (bytes.starts_with("\xFF\xFE\0\0"sv)) return converted_as(bytes.substr(4), {"utf-32le", "UTF-32LE"});
  if (bytes.starts_with("\0\0\xFE\xFF"sv)) return converted_as(bytes.substr(4), {"utf-32be", "UTF-32BE"});
  if (bytes.starts_with("\xFF\xFE"sv)) return converted_as(bytes.substr(2), {"utf-16le", "UTF-16LE"});
  if (bytes.starts_with("\xFE\xFF"sv)) return converted_as(bytes.substr(2), {"utf-16be", "UTF-16BE"});
  if (bytes.starts_with("<\0\0\0"sv)) return converted_as(bytes, {"utf-32le", "UTF-32LE"});
  if (bytes.starts_with("\0\0\0<"sv)) return converted_as(bytes, {"utf-32be", "UTF-32BE"});
  // "<?xm" as mainframes write it.
  if (bytes.starts_with("\x4C\x6F\xA7\x94"sv)) return converted_as(bytes, {"ibm-037", "ibm-37"});
  if (const auto wide = unmarked_wide(bytes)) return converted_as(bytes, *wide);
  return {};
}

// Bytes beyond ASCII that stand among letters one by one, as accents do; Chinese has them in a row.
bool stands_alone(std::string_view bytes) {
  std::size_t alone = 0, in_rows = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto begin = i;
    while (i < bytes.size() && static_cast<unsigned char>(bytes[i]) >= 0x80) ++i;
    if (i - begin == 1) ++alone;
    else in_rows += i - begin;
    if (i == begin) ++i;
  }
  return alone > in_rows;
}

// What the bytes say against a label; empty when they may well be in it.
std::string contradiction(std::string_view bytes, const encoding_name& named, const decoded_text& read) {
  const auto census = count_common_han(std::string_view(read.text).substr(0, 65536 * 2));
  const auto attempt = convert(bytes.substr(0, 65536), named.converter);
  if (attempt.bad * 5 > census.wide + 5) return "which the bytes contradict";
  const bool is_chinese = named.name == "gbk" || named.name == "gb18030" || named.name == "big5";
  if (is_chinese && stands_alone(bytes.substr(0, 65536))) return "which the bytes contradict";
  if ((is_chinese && census.percent() >= surely_chinese) || census.wide == 0) return {};
  const auto other = guess_chinese(bytes);
  const bool same = named.converter == other.name.converter;
  return !same && other.percent > 2 * census.percent() + 10 ? "and reads as " + other.name.name : std::string{};
}

// The labels in the order in which they are to be trusted. Servers say latin-1 of everything that they know nothing of.
std::vector<std::string> labels_of(std::string_view bytes, std::string_view http_charset) {
  std::vector<std::string> labels;
  const std::string http = ascii_lower(trim(http_charset)), own = declared_label(bytes);
  const auto named = find_encoding(http);
  const bool by_habit = named && named->name == "windows-1252" && !own.empty();
  if (by_habit) labels.push_back(own);
  if (!http.empty()) labels.push_back(http);
  if (!by_habit && !own.empty() && own != http) labels.push_back(own);
  return labels;
}

// Quotes, dashes and dots of windows-1252, where iso-8859-15 has nothing that is ever written.
bool has_windows_marks(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0; });
}

decoded_text by_label_or_content(std::string_view bytes, const std::vector<std::string>& labels) {
  const auto census = count_utf8(bytes);
  std::vector<std::string> problems;
  const auto with = [&](decoded_text out) {
    out.problems.insert(out.problems.begin(), problems.begin(), problems.end());
    return out;
  };
  for (const auto& label : labels) {
    const auto named = find_encoding(label);
    if (!named) {
      problems.push_back("encoding: \"" + printable(label, 40) + "\" is unknown; judged by the content");
      continue;
    }
    if (named->name == "utf-8" && census.bad == 0) return with(as_utf8(bytes, census));
    if (named->name.starts_with("utf-16") || named->name.starts_with("utf-32") || named->name.starts_with("ucs")) {
      // The label was readable as ASCII.
      problems.push_back("encoding: declared as " + printable(label, 40) + ", which it is not");
      continue;
    }
    if (census.is_utf8() || named->name == "utf-8") {
      if (census.sequences > 0 && named->name != "utf-8")
        problems.push_back("encoding: declared as " + printable(label, 40) + ", and is UTF-8");
      continue;
    }
    auto read = converted_as(bytes, *named);
    const auto against = contradiction(bytes, *named, read);
    if (against.empty() && named->name == "iso-8859-15" && has_windows_marks(bytes)) {
      problems.push_back("encoding: declared as " + printable(label, 40) + ", and reads as windows-1252");
      return with(converted_as(bytes, {"windows-1252", "windows-1252"}));
    }
    if (against.empty()) return with(std::move(read));
    problems.push_back("encoding: declared as " + printable(label, 40) + ", " + against);
  }
  if (census.bad == 0 || census.is_utf8()) return with(as_utf8(bytes, census));
  const auto guessed = guess(bytes);
  problems.push_back("encoding: not the UTF-8 that it should be; read as " + guessed.name);
  return with(converted_as(bytes, guessed));
}

// Both are known, and one of them is wrong; unless the bytes made that plain already.
void note_disagreement(const std::vector<std::string>& labels, decoded_text& out) {
  if (labels.size() < 2) return;
  const auto one = find_encoding(labels[0]), other = find_encoding(labels[1]);
  if (!one || !other || one->name == other->name) return;
  for (const auto& p : out.problems)
    if (p.find("declared as") != std::string::npos) return;
  out.problems.push_back("encoding: declared as " + printable(labels[0], 40) + " and as " + printable(labels[1], 40) + "; read as " + out.encoding);
}

}  // namespace

decoded_text decode_text(std::string_view bytes, std::string_view http_charset) {
  const auto labels = labels_of(bytes, http_charset);
  auto marked = by_mark(bytes);
  auto out = marked ? std::move(*marked) : by_label_or_content(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes, labels);
  if (!marked) note_disagreement(labels, out);
  if (!labels.empty()) out.declared = printable(labels.front(), 40);
  if (out.declared.empty() && marked) {
    // In wide units the declaration could not be read before.
    out.declared = printable(declared_label(std::string_view(out.text).substr(0, 4096)), 40);
  }
  return out;
}

std::string charset_of(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  return std::string(declared_value(lower, "charset"));
}

}  // namespace depeche
