#include "sandbox/push_message.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace depeche::sandbox {
namespace {

void write_text(std::string& out, std::string_view name, std::string_view value) {
  auto fit = repair_utf8(value);
  std::erase_if(fit, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  out += "<" + std::string(name) + "><![CDATA[" + replace_all(fit, "]]>", "]]]]><![CDATA[>") + "]]></" + std::string(name) + ">\n";
}

void write_field(std::string& out, const push_field& field) {
  if (!field.children.empty()) {
    out += "<" + field.name + ">";
    for (const auto& child : field.children) write_field(out, child);
    out += "</" + field.name + ">\n";
  } else if (field.bare) {
    out += "<" + field.name + ">" + field.value + "</" + field.name + ">\n";
  } else {
    write_text(out, field.name, field.value);
  }
}

}  // namespace

std::string describe(const push_message& message) {
  std::string what = message.event.empty() ? message.type : message.event;
  for (const auto& field : message.fields)
    if (field.name == "EventKey" && !field.value.empty()) what += " " + field.value;
  return what;
}

std::string write_push(const push_message& message, std::string_view to_user) {
  std::string out = "<xml>";
  write_text(out, "ToUserName", to_user);
  write_text(out, "FromUserName", message.from_user);
  write_field(out, push_field::number("CreateTime", message.create_time));
  write_text(out, "MsgType", message.type);
  if (!message.event.empty()) write_text(out, "Event", message.event);
  for (const auto& field : message.fields) write_field(out, field);
  out += "</xml>";
  return out;
}

std::string write_sealed(std::string_view to_user, std::string_view encrypt) {
  std::string out = "<xml>\n";
  write_text(out, "ToUserName", to_user);
  write_text(out, "Encrypt", encrypt);
  out += "</xml>";
  return out;
}

bool is_element_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && name.size() <= 64 && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace depeche::sandbox
