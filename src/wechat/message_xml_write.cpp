// Writing: replies as we send them, and pushes as the platform sends them (for the sandbox). Text goes into CDATA, numbers bare,
// one element a line, as in captured pushes.
#include "wechat/message_xml.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace depeche::wechat {
namespace {

// XML cannot hold control characters at all, nor U+FFFE and U+FFFF: feeds carry them, replies must not.
std::string fit_for_xml(std::string_view text) {
  std::string out = is_utf8(text) ? std::string(text) : repair_utf8(text);
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  for (const std::string_view odd : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    if (out.find(odd) != std::string::npos) out = replace_all(out, odd, {});
  return out;
}

// Most of what is written (base64, ids, digits) needs no look at its characters.
bool is_plain_ascii(std::string_view s) {
  unsigned int odd = 0;
  for (const char c : s) odd |= static_cast<unsigned int>(static_cast<unsigned char>(c) - 0x20U >= 0x5F);
  return odd == 0;
}

void append_cdata(std::string& out, std::string_view text) {
  const bool plain = is_plain_ascii(text);
  const std::string repaired = plain ? std::string{} : fit_for_xml(text);
  const std::string_view fit = plain ? text : std::string_view{repaired};
  out += "<![CDATA[";
  std::size_t from = 0;
  for (std::size_t end = fit.find("]]>"); end != std::string_view::npos; end = fit.find("]]>", from)) {
    out += fit.substr(from, end + 2 - from);
    out += "]]><![CDATA[";
    from = end + 2;
  }
  out += fit.substr(from);
  out += "]]>";
}

void open(std::string& out, std::string_view name) {
  out += '<';
  out += name;
  out += '>';
}

void close(std::string& out, std::string_view name) {
  out += "</";
  out += name;
  out += ">\n";
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
  open(out, name);
  append_cdata(out, text);
  close(out, name);
}

void append_bare(std::string& out, std::string_view name, std::string_view number) {
  open(out, name);
  out += number;
  close(out, name);
}

bool is_number(std::string_view s) {
  return !s.empty() && s.size() <= 19 && s.find_first_not_of("0123456789") == std::string_view::npos;
}

void append_value(std::string& out, std::string_view name, std::string_view value) {
  if (is_number(value)) append_bare(out, name, value);
  else append_text(out, name, value);
}

std::string begin_reply(const inbound_message& to, std::string_view type, std::int64_t unix_seconds, std::size_t room) {
  std::string out;
  out.reserve(320 + room);
  out += "<xml>";
  append_text(out, "ToUserName", to.from_user);
  append_text(out, "FromUserName", to.to_user);
  append_bare(out, "CreateTime", std::to_string(unix_seconds));
  append_text(out, "MsgType", type);
  return out;
}

// The platform's own spelling of the events that it does not write in lower case.
std::string_view event_as_pushed(std::string_view event) {
  using spelling = std::pair<std::string_view, std::string_view>;
  constexpr std::array<spelling, 7> spelled{{{"scan", "SCAN"},
                                             {"click", "CLICK"},
                                             {"view", "VIEW"},
                                             {"location", "LOCATION"},
                                             {"templatesendjobfinish", "TEMPLATESENDJOBFINISH"},
                                             {"masssendjobfinish", "MASSSENDJOBFINISH"},
                                             {"publishjobfinish", "PUBLISHJOBFINISH"}}};
  for (const auto& [plain, pushed] : spelled)
    if (plain == event) return pushed;
  return event;
}

// The tree that paths like "A/B[2]" describe.
struct element {
  std::string_view name;
  std::size_t index = 1;
  const std::string* value = nullptr;  // of a leaf
  std::vector<element> children{};
};

bool is_xml_name(std::string_view s) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !s.empty() && letter(s.front()) &&
         std::all_of(s.begin(), s.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

// "List[2]" -> List, 2. Null when it is no such thing.
element* child_named(element& parent, std::string_view step) {
  std::size_t index = 1;
  if (const std::size_t bracket = step.find('['); bracket != std::string_view::npos) {
    const std::string_view digits = step.substr(bracket + 1);
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (ec != std::errc{} || std::string_view(end, digits.data() + digits.size()) != "]") return nullptr;
    step = step.substr(0, bracket);
  }
  if (!is_xml_name(step)) return nullptr;
  for (element& child : parent.children)
    if (child.name == step && child.index == index) return &child;
  element fresh;
  fresh.name = step;
  fresh.index = index;
  parent.children.push_back(std::move(fresh));
  return &parent.children.back();
}

void plant(element& root, std::string_view path, const std::string& value) {
  element* at = &root;
  for (const std::string_view step : split(path, '/')) {
    at = child_named(*at, step);
    if (at == nullptr) return;
  }
  at->value = &value;
}

void append_children(std::string& out, element& parent) {
  std::sort(parent.children.begin(), parent.children.end(), [](const element& a, const element& b) {
    return a.name != b.name ? a.name < b.name : a.index < b.index;
  });
  for (element& child : parent.children) {
    if (child.children.empty()) {
      if (child.value != nullptr) append_value(out, child.name, *child.value);
      continue;
    }
    open(out, child.name);
    append_children(out, child);
    close(out, child.name);
  }
}

// Those of `fields` that are also members are written from the members.
bool is_member(std::string_view path) {
  constexpr std::array<std::string_view, 9> members{"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId",
                                                    "Event",      "EventKey",     "Ticket",     "Content"};
  return std::find(members.begin(), members.end(), path) != members.end();
}

}  // namespace

std::string write_text_reply(const inbound_message& to, const text_reply& reply, std::int64_t unix_seconds) {
  std::string out = begin_reply(to, "text", unix_seconds, reply.content.size());
  append_text(out, "Content", reply.content);
  return out += "</xml>";
}

std::string write_image_reply(const inbound_message& to, const image_reply& reply, std::int64_t unix_seconds) {
  std::string out = begin_reply(to, "image", unix_seconds, reply.media_id.size());
  out += "<Image>";
  append_text(out, "MediaId", reply.media_id);
  return out += "</Image>\n</xml>";
}

std::string write_encrypted(std::string_view encrypt, std::string_view signature, std::string_view timestamp,
                            std::string_view nonce) {
  std::string out;
  out.reserve(256 + encrypt.size());
  out += "<xml>\n";
  append_text(out, "Encrypt", encrypt);
  append_text(out, "MsgSignature", signature);
  append_value(out, "TimeStamp", timestamp);
  append_text(out, "Nonce", nonce);
  return out += "</xml>";
}

std::string write_envelope(std::string_view to_user, std::string_view encrypt) {
  std::string out = "<xml>";
  append_text(out, "ToUserName", to_user);
  append_text(out, "Encrypt", encrypt);
  return out += "</xml>";
}

std::string write_push(const inbound_message& m) {
  std::string out = "<xml>";
  append_text(out, "ToUserName", m.to_user);
  append_text(out, "FromUserName", m.from_user);
  append_bare(out, "CreateTime", std::to_string(m.create_time));
  append_text(out, "MsgType", m.msg_type);
  const bool follows = m.event == "subscribe" || m.event == "unsubscribe";  // their key is there even when empty
  if (m.msg_type == "event" || !m.event.empty()) append_text(out, "Event", event_as_pushed(m.event));
  if (follows || !m.event_key.empty() || m.fields.contains("EventKey")) append_text(out, "EventKey", m.event_key);
  if (!m.ticket.empty() || m.fields.contains("Ticket")) append_text(out, "Ticket", m.ticket);
  if (m.msg_type == "text" || !m.content.empty() || m.fields.contains("Content")) append_text(out, "Content", m.content);
  element root;
  for (const auto& [path, value] : m.fields)
    if (!is_member(path)) plant(root, path, value);
  append_children(out, root);
  if (m.msg_id != 0) append_bare(out, "MsgId", std::to_string(m.msg_id));
  return out += "</xml>";
}

}  // namespace depeche::wechat
