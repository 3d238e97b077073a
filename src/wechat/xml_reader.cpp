#include "wechat/xml_reader.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace depeche::wechat {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr const char* cut_short = "cut short";
constexpr const char* not_well_formed = "not well-formed XML";
constexpr const char* unknown_entity = "an unknown entity";

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool all_blank(std::string_view s) { return s.find_first_not_of(" \t\r\n") == npos; }

// 1: may begin a name; 2: may stand in one.
constexpr std::array<unsigned char, 256> name_classes = [] {
  std::array<unsigned char, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    const bool other = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    out[c] = letter ? 3 : other ? 2 : 0;
  }
  return out;
}();
constexpr bool begins_name(char c) { return (name_classes[static_cast<unsigned char>(c)] & 1) != 0; }
constexpr bool in_name(char c) { return (name_classes[static_cast<unsigned char>(c)] & 2) != 0; }

// What "amp" or "#x26" stand for; 0 for what would need a DTD or is no character.
char32_t referred(std::string_view ref) {
  if (ref == "amp") return U'&';
  if (ref == "lt") return U'<';
  if (ref == "gt") return U'>';
  if (ref == "quot") return U'"';
  if (ref == "apos") return U'\'';
  if (!ref.starts_with('#')) return 0;
  const bool hex = ref.starts_with("#x");
  const std::string_view digits = ref.substr(hex ? 2 : 1);
  std::uint32_t value = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  const bool whole = ec == std::errc{} && end == digits.data() + digits.size();
  const bool holds = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return whole && holds ? char32_t{value} : 0;
}

// Appends `run` with its references read; false when one is unknown.
bool decode(std::string_view run, std::string& out) {
  for (std::size_t from = 0;;) {
    const std::size_t at = run.find('&', from);
    out += run.substr(from, at - from);
    if (at == npos) return true;
    const std::string_view rest = run.substr(at + 1, 11);
    const std::size_t end = rest.find(';');
    const char32_t c = end == npos ? 0 : referred(rest.substr(0, end));
    if (c == 0) return false;
    append_code_point(out, c);
    from = at + 1 + end + 1;
  }
}

const char* first_fault(std::string_view xml) {
  if (xml.size() > max_push_bytes) return "larger than 256 KiB";
  if (xml.find('\0') != npos) return "holds a NUL byte";
  return is_utf8(xml) ? nullptr : "not UTF-8";
}

}  // namespace

xml_reader::xml_reader(std::string_view document) : xml_(document), why_(first_fault(document)) {
  if (why_ != nullptr) return;
  if (xml_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  at_ = std::min(xml_.find_first_not_of(" \t\r\n", at_), xml_.size());
  const std::string_view rest = xml_.substr(at_);
  if (rest.starts_with('{')) why_ = "JSON, but an official account's data format is XML";
  if (rest.starts_with("<?xml") && rest.size() > 5 && is_blank(rest[5]) && !skip_past("?>")) why_ = cut_short;
}

xml_reader::step xml_reader::refuse(const char* why) {
  why_ = why;
  return step::refused;
}

xml_reader::step xml_reader::next() {
  if (why_ != nullptr) return step::refused;
  if (closes_at_once_) return close_current();
  while (at_ < xml_.size()) {
    if (xml_[at_] != '<') {
      if (!take_text()) return step::refused;
      continue;
    }
    const char mark = at_ + 1 < xml_.size() ? xml_[at_ + 1] : '\0';
    if (mark == '/') return close();
    if (mark != '!' && mark != '?') return open();
    if (!take_marked()) return step::refused;
  }
  return finish();
}

xml_reader::step xml_reader::finish() {
  if (depth_ != 0) return refuse(cut_short);
  if (elements_ == 0) return refuse("empty");
  // What was the root stays in its place when it is closed.
  return open_[0] == "xml" ? step::ended : refuse("its root element is not <xml>");
}

xml_reader::step xml_reader::open() {
  std::size_t end = at_ + 1;
  if (end == xml_.size()) return refuse(cut_short);
  if (!begins_name(xml_[end])) return refuse("not XML");
  while (end < xml_.size() && in_name(xml_[end])) ++end;
  name_ = xml_.substr(at_ + 1, end - at_ - 1);
  at_ = end;
  bool empty = false;
  if (!take_attributes(empty)) return step::refused;
  if (depth_ == 0 && elements_ != 0) return refuse("more than one document");
  if (++elements_ > max_xml_elements) return refuse("too many elements");
  if (depth_ == max_xml_depth) return refuse("nested too deeply");
  open_[depth_++] = name_;
  level_ = depth_;
  fresh_ = true;
  pieces_ = 0;
  piece_ = {};
  closes_at_once_ = empty;
  return step::opened;
}

// From behind the name to behind the '>'. The platform writes no attributes; they are read over.
bool xml_reader::take_attributes(bool& empty) {
  const auto fault = [&](const char* why) {
    why_ = why;
    return false;
  };
  while (true) {
    const std::size_t from = at_;
    while (at_ < xml_.size() && is_blank(xml_[at_])) ++at_;
    if (at_ == xml_.size()) return fault(cut_short);
    if (xml_[at_] == '>') return ++at_, true;
    if (xml_[at_] == '/') {
      if (at_ + 1 == xml_.size()) return fault(cut_short);
      if (xml_[at_ + 1] != '>') return fault(not_well_formed);
      at_ += 2;
      return empty = true;
    }
    if (at_ == from || !begins_name(xml_[at_])) return fault(not_well_formed);
    while (at_ < xml_.size() && in_name(xml_[at_])) ++at_;
    while (at_ < xml_.size() && is_blank(xml_[at_])) ++at_;
    if (at_ == xml_.size()) return fault(cut_short);
    if (xml_[at_] != '=') return fault(not_well_formed);
    ++at_;
    while (at_ < xml_.size() && is_blank(xml_[at_])) ++at_;
    if (at_ == xml_.size()) return fault(cut_short);
    const char quote = xml_[at_];
    if (quote != '"' && quote != '\'') return fault(not_well_formed);
    const std::size_t end = xml_.find(quote, at_ + 1);
    if (end == npos) return fault(cut_short);
    const std::string_view value = xml_.substr(at_ + 1, end - at_ - 1);
    if (value.find('<') != npos) return fault(not_well_formed);
    decoded_.clear();
    if (!decode(value, decoded_)) return fault(unknown_entity);
    at_ = end + 1;
  }
}

xml_reader::step xml_reader::close() {
  std::size_t end = at_ + 2;
  while (end < xml_.size() && in_name(xml_[end])) ++end;
  const std::string_view name = xml_.substr(at_ + 2, end - at_ - 2);
  while (end < xml_.size() && is_blank(xml_[end])) ++end;
  if (end >= xml_.size()) return refuse(cut_short);
  if (xml_[end] != '>' || depth_ == 0) return refuse("not XML");
  if (name != open_[depth_ - 1]) return refuse(not_well_formed);
  at_ = end + 1;
  return close_current();
}

xml_reader::step xml_reader::close_current() {
  closes_at_once_ = false;
  level_ = depth_--;
  name_ = open_[depth_];
  // Only the element that was opened last can be a leaf.
  leaf_ = std::exchange(fresh_, false);
  if (!leaf_) {
    pieces_ = 0;
    piece_ = {};
  }
  return step::closed;
}

// A run of plain text, up to the next '<'.
bool xml_reader::take_text() {
  const std::size_t end = std::min(xml_.find('<', at_), xml_.size());
  const std::string_view run = xml_.substr(at_, end - at_);
  at_ = end;
  if (all_blank(run)) return true;
  if (depth_ == 0) return refuse("text outside the document"), false;
  if (run.find('&') == npos) {
    add(run);
    return true;
  }
  decoded_.clear();
  if (!decode(run, decoded_)) return refuse(unknown_entity), false;
  joined_.assign(text());
  joined_ += decoded_;
  pieces_ = 2;
  return true;
}

// CDATA and comments; all else that begins with "<!" or "<?" is refused.
bool xml_reader::take_marked() {
  constexpr std::string_view cdata = "<![CDATA[";
  const std::string_view rest = xml_.substr(at_);
  if (rest.starts_with(cdata)) {
    if (depth_ == 0) return refuse("text outside the document"), false;
    const std::size_t from = at_ + cdata.size();
    const std::size_t end = xml_.find("]]>", from);
    if (end == npos) return refuse(cut_short), false;
    add(xml_.substr(from, end - from));
    at_ = end + 3;
    return true;
  }
  if (rest.starts_with("<!--")) {
    at_ += 4;
    return skip_past("-->") || (refuse(cut_short), false);
  }
  return refuse(rest.starts_with("<!") ? "a document type or entity declaration, which is refused"
                                       : "a processing instruction, which is refused"),
         false;
}

bool xml_reader::skip_past(std::string_view mark) {
  const std::size_t found = xml_.find(mark, at_);
  if (found == npos) return false;
  at_ = found + mark.size();
  return true;
}

void xml_reader::add(std::string_view piece) {
  if (pieces_ == 0) {
    piece_ = piece;
    pieces_ = 1;
    return;
  }
  if (pieces_ == 1) joined_.assign(piece_);
  joined_ += piece;
  pieces_ = 2;
}

}  // namespace depeche::wechat
