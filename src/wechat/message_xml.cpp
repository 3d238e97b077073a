// Reading. A scan over the bytes refuses what the platform never writes, before a tree is built from it; so the tree is small
// and shallow, and walking it needs no care.
#include "wechat/message_xml.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace depeche::wechat {
namespace {

constexpr std::size_t max_depth = 8;
constexpr std::size_t max_elements = 2'000;
constexpr auto npos = std::string_view::npos;

bool is_blank(std::string_view s) { return s.find_first_not_of(" \t\r\n") == npos; }

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// "#38" or "#x26", of a character that XML may hold.
bool is_character_reference(std::string_view ref) {
  const bool hex = ref.starts_with("#x");
  const std::string_view digits = ref.substr(hex ? 2 : 1);
  std::uint32_t value = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  return ec == std::errc{} && end == digits.data() + digits.size() && value != 0 && value <= 0x10FFFF &&
         (value < 0xD800 || value > 0xDFFF);
}

// Only XML's own five entities and character references: anything else would need a DTD.
bool has_plain_references(std::string_view s) {
  for (std::size_t i = s.find('&'); i != npos; i = s.find('&', i + 1)) {
    const std::string_view ref = s.substr(i + 1, 10).substr(0, s.substr(i + 1, 10).find(';'));
    if (i + 1 + ref.size() >= s.size() || s[i + 1 + ref.size()] != ';') return false;
    const bool known = ref == "amp" || ref == "lt" || ref == "gt" || ref == "quot" || ref == "apos" ||
                       (ref.starts_with('#') && is_character_reference(ref));
    if (!known) return false;
  }
  return true;
}

// Behind the '>' of the tag that opens at `start`, quoted attribute values skipped; npos when it does not end.
std::size_t tag_end(std::string_view xml, std::size_t start) {
  for (std::size_t i = start + 1; i < xml.size(); ++i) {
    if (xml[i] == '>') return i + 1;
    if (xml[i] == '<') return npos;
    if (xml[i] == '"' || xml[i] == '\'') {
      i = xml.find(xml[i], i + 1);
      if (i == npos) return npos;
    }
  }
  return npos;
}

// Walks the mark-up without recursion or memory. Holds a reason when a document is not for us.
class shape_check {
 public:
  explicit shape_check(std::string_view xml) : xml_(xml) {}

  // Null when the document may be parsed.
  const char* fault() {
    if (xml_.size() > max_push_bytes) return "larger than 256 KiB";
    if (xml_.find('\0') != npos) return "holds a NUL byte";
    if (!is_utf8(xml_)) return "not UTF-8";
    if (xml_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    at_ = std::min(xml_.find_first_not_of(" \t\r\n", at_), xml_.size());
    if (at_ < xml_.size() && xml_[at_] == '{') return "JSON, but an official account's data format is XML";
    if (xml_.substr(at_).starts_with("<?xml") && !skip_past("?>")) return "cut short";
    while (at_ < xml_.size())
      if (const char* why = step()) return why;
    if (depth_ != 0) return "cut short";
    return rooted_ ? nullptr : "empty";
  }

 private:
  bool skip_past(std::string_view mark) {
    const std::size_t found = xml_.find(mark, at_);
    if (found == npos) return false;
    at_ = found + mark.size();
    return true;
  }

  const char* step() {
    if (xml_[at_] != '<') return text();
    const std::string_view rest = xml_.substr(at_);
    if (rest.starts_with("<![CDATA[")) {
      if (depth_ == 0) return "text outside the document";
      return skip_past("]]>") ? nullptr : "cut short";
    }
    if (rest.starts_with("<!--")) {
      at_ += 4;
      return skip_past("-->") ? nullptr : "cut short";
    }
    if (rest.starts_with("<!")) return "a document type or entity declaration, which is refused";
    if (rest.starts_with("<?")) return "a processing instruction, which is refused";
    return tag();
  }

  const char* text() {
    const std::size_t end = std::min(xml_.find('<', at_), xml_.size());
    const std::string_view run = xml_.substr(at_, end - at_);
    if (depth_ == 0 && !is_blank(run)) return "text outside the document";
    if (!has_plain_references(run)) return "an unknown entity";
    at_ = end;
    return nullptr;
  }

  const char* tag() {
    const std::size_t end = tag_end(xml_, at_);
    if (end == npos) return "cut short";
    const bool closes = xml_[at_ + 1] == '/';
    const bool empty = xml_[end - 2] == '/';
    if (!closes && !is_name_start(xml_[at_ + 1])) return "not XML";
    if (!has_plain_references(xml_.substr(at_, end - at_))) return "an unknown entity";
    at_ = end;
    if (closes) {
      if (depth_ == 0) return "not XML";
      --depth_;
      return nullptr;
    }
    if (depth_ == 0 && std::exchange(rooted_, true)) return "more than one document";
    if (++elements_ > max_elements) return "too many elements";
    if (depth_ == max_depth) return "nested too deeply";
    if (!empty) ++depth_;
    return nullptr;
  }

  std::string_view xml_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t elements_ = 0;
  bool rooted_ = false;
};

// A parsed document; its nodes point into `buffer`.
struct document {
  std::string buffer;
  pugi::xml_document tree;
  pugi::xml_node root;
};

error malformed(std::string_view what) { return fail(errc::xml_malformed, "the push is refused: " + std::string(what)); }

result<std::unique_ptr<document>> parse_document(std::string_view xml) {
  if (const char* why = shape_check(xml).fault()) return malformed(why);
  auto parsed = std::make_unique<document>();
  parsed->buffer = xml;
  constexpr unsigned int flags = pugi::parse_cdata | pugi::parse_escapes;
  const auto outcome =
      parsed->tree.load_buffer_inplace(parsed->buffer.data(), parsed->buffer.size(), flags, pugi::encoding_utf8);
  if (!outcome) return malformed("not well-formed XML");
  parsed->root = parsed->tree.document_element();
  if (std::strcmp(parsed->root.name(), "xml") != 0) return malformed("its root element is not <xml>");
  return parsed;
}

bool is_text(pugi::xml_node n) { return n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata; }

// The whole text of an element: CDATA that was split at "]]>" is several nodes.
std::string text_of(pugi::xml_node element) {
  std::string out;
  for (const pugi::xml_node child : element)
    if (is_text(child)) out += child.value();
  return out;
}

// Counts the children of one element by name, for the "[2]" of repeated ones.
class sibling_names {
 public:
  std::size_t count(std::string_view name) {
    for (auto& [known, times] : seen_)
      if (known == name) return ++times;
    seen_.emplace_back(name, 1);
    return 1;
  }

 private:
  std::vector<std::pair<std::string_view, std::size_t>> seen_;
};

using field_map = std::map<std::string, std::string, std::less<>>;

// Depth is bounded by the shape check.
void gather(pugi::xml_node parent, std::string& path, field_map& fields) {
  sibling_names names;
  bool has_elements = false;
  const std::size_t length = path.size();
  for (const pugi::xml_node child : parent) {
    if (child.type() != pugi::node_element) continue;
    has_elements = true;
    if (!path.empty()) path += '/';
    path += child.name();
    if (const std::size_t n = names.count(child.name()); n > 1) path += '[' + std::to_string(n) + ']';
    gather(child, path, fields);
    path.resize(length);
  }
  if (!has_elements && !path.empty()) fields.insert_or_assign(path, text_of(parent));
}

std::string_view field(const field_map& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

// An absent number is 0; one that does not read is nothing.
std::optional<std::int64_t> number_field(const field_map& fields, std::string_view name) {
  const std::string_view text = trim(field(fields, name));
  std::int64_t value = 0;
  if (text.empty()) return value;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

result<envelope> parse_envelope(std::string_view xml) {
  const auto doc = parse_document(xml);
  if (!doc) return doc.error();
  const pugi::xml_node root = (*doc)->root;
  envelope out;
  out.to_user = text_of(root.child("ToUserName"));
  out.encrypt = text_of(root.child("Encrypt"));
  return out;
}

result<inbound_message> parse_message(std::string_view xml) {
  const auto doc = parse_document(xml);
  if (!doc) return doc.error();
  inbound_message m;
  std::string path;
  gather((*doc)->root, path, m.fields);
  m.to_user = field(m.fields, "ToUserName");
  m.from_user = field(m.fields, "FromUserName");
  m.msg_type = ascii_lower(field(m.fields, "MsgType"));
  m.event = ascii_lower(field(m.fields, "Event"));
  m.event_key = field(m.fields, "EventKey");
  m.ticket = field(m.fields, "Ticket");
  m.content = field(m.fields, "Content");
  if (m.from_user.empty()) return malformed("it names no sender (FromUserName)");
  if (m.msg_type.empty()) return malformed("it names no type (MsgType)");
  const auto created = number_field(m.fields, "CreateTime");
  const auto id = number_field(m.fields, "MsgId");
  if (!created) return malformed("its CreateTime is no number");
  if (!id) return malformed("its MsgId is no number");
  m.create_time = *created;
  m.msg_id = *id;
  return m;
}

result<encrypted_reply> parse_encrypted_reply(std::string_view xml) {
  const auto doc = parse_document(xml);
  if (!doc) return doc.error();
  const pugi::xml_node root = (*doc)->root;
  encrypted_reply out;
  out.encrypt = text_of(root.child("Encrypt"));
  out.signature = text_of(root.child("MsgSignature"));
  out.timestamp = text_of(root.child("TimeStamp"));
  out.nonce = text_of(root.child("Nonce"));
  if (out.encrypt.empty() || out.signature.empty() || out.timestamp.empty() || out.nonce.empty())
    return malformed("an encrypted reply lacks Encrypt, MsgSignature, TimeStamp or Nonce");
  return out;
}

}  // namespace depeche::wechat
