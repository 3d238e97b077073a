// What a template is filled with: text, flags, lists and named parts. Keeps the template library out of headers.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace depeche {

class view {
 public:
  using list = std::vector<view>;
  using object = std::map<std::string, view, std::less<>>;

  view() : value_(false) {}
  view(bool flag) : value_(flag) {}
  view(const char* text) : value_(std::string(text)) {}
  view(std::string text) : value_(std::move(text)) {}
  view(list items) : value_(std::move(items)) {}
  view(object parts) : value_(std::move(parts)) {}

  const std::variant<bool, std::string, list, object>& value() const { return value_; }
  // Adds or replaces a named part; makes this an object when it is not one.
  view& set(std::string name, view part);

 private:
  std::variant<bool, std::string, list, object> value_;
};

}  // namespace depeche
