// One push as the platform writes it: elements in its own order, text in CDATA, numbers bare, one element a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct push_field {
  std::string name;
  std::string value;
  bool bare = false;                  // a number, without CDATA
  std::vector<push_field> children;   // instead of a value

  static push_field text(std::string name, std::string value) { return {std::move(name), std::move(value), false, {}}; }
  static push_field number(std::string name, std::int64_t value) { return {std::move(name), std::to_string(value), true, {}}; }
  static push_field empty(std::string name) { return {std::move(name), {}, true, {}}; }
  static push_field group(std::string name, std::vector<push_field> children) { return {std::move(name), {}, false, std::move(children)}; }
};

struct push_message {
  std::string from_user;  // openid
  std::int64_t create_time = 0;
  std::string type;       // "text", "event"
  std::string event;      // as the platform spells it: "subscribe", "SCAN"
  std::vector<push_field> fields;  // what follows MsgType and Event
};

// What it is, for people: "text", "SCAN metro-2".
std::string describe(const push_message& message);
std::string write_push(const push_message& message, std::string_view to_user);
// The envelope of safe mode.
std::string write_sealed(std::string_view to_user, std::string_view encrypt);
// An XML name that can be pushed as an element.
bool is_element_name(std::string_view name);

}  // namespace depeche::sandbox
