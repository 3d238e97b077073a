// Writing: pushes as the platform sends them (for the sandbox), and the envelopes of both sides.
#include "wechat/message_xml.hpp"

#include "base/text.hpp"
#include "wechat/xml_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace depeche::wechat {
namespace {

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
  // Names in the order in which they first appear, their numbers rising.
  auto place = parent.children.end();
  for (auto child = parent.children.begin(); child != parent.children.end(); ++child) {
    if (child->name != step) continue;
    if (child->index == index) return &*child;
    place = child + 1;
    if (child->index > index) {
      place = child;
      break;
    }
  }
  element fresh;
  fresh.name = step;
  fresh.index = index;
  return &*parent.children.insert(place, std::move(fresh));
}

void plant(element& root, std::string_view path, const std::string& value) {
  element* at = &root;
  for (const std::string_view step : split(path, '/')) {
    at = child_named(*at, step);
    if (at == nullptr) return;
  }
  at->value = &value;
}

void append_children(std::string& out, const element& parent) {
  for (const element& child : parent.children) {
    if (child.children.empty()) {
      if (child.value != nullptr) append_value(out, child.name, *child.value);
      continue;
    }
    open_element(out, child.name);
    append_children(out, child);
    close_element(out, child.name);
  }
}

// What stands in `fields` under a member's name ("MsgId[2]", "Content/b") would be read back as the member: it is left out.
bool is_member(std::string_view path) {
  path = path.substr(0, path.find_first_of("[/"));
  constexpr std::array<std::string_view, 9> members{"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId",
                                                    "Event",      "EventKey",     "Ticket",     "Content"};
  return std::find(members.begin(), members.end(), path) != members.end();
}

}  // namespace

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
  append_number(out, "CreateTime", m.create_time);
  append_text(out, "MsgType", m.msg_type);
  const bool follows = m.event == "subscribe" || m.event == "unsubscribe";  // their key is there even when empty
  if (m.msg_type == "event" || !m.event.empty()) append_text(out, "Event", event_as_pushed(m.event));
  if (follows || !m.event_key.empty()) append_text(out, "EventKey", m.event_key);
  if (!m.ticket.empty()) append_text(out, "Ticket", m.ticket);
  if (m.msg_type == "text" || !m.content.empty()) append_text(out, "Content", m.content);
  element root;
  for (const auto& [path, value] : m.fields)
    if (!is_member(path)) plant(root, path, value);
  append_children(out, root);
  if (m.msg_id != 0) append_number(out, "MsgId", m.msg_id);
  return out += "</xml>";
}

}  // namespace depeche::wechat
