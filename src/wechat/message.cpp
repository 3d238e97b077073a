#include "wechat/message.hpp"

#include <algorithm>
#include <stdexcept>

namespace depeche::wechat {

message_fields::message_fields(std::initializer_list<value_type> fields) {
  for (const auto& [path, value] : fields) emplace(path, value);
}

message_fields::const_iterator message_fields::find(std::string_view path) const {
  return std::find_if(begin(), end(), [&](const value_type& f) { return f.first == path; });
}

std::string_view message_fields::get(std::string_view path) const {
  const auto found = find(path);
  return found == end() ? std::string_view{} : std::string_view{found->second};
}

const std::string& message_fields::at(std::string_view path) const {
  const auto found = find(path);
  if (found == end()) throw std::out_of_range("a push without " + std::string(path));
  return found->second;
}

std::string& message_fields::operator[](std::string_view path) {
  for (auto& [known, value] : fields_)
    if (known == path) return value;
  return fields_.emplace_back(path, std::string{}).second;
}

bool message_fields::emplace(std::string_view path, std::string_view value) {
  if (contains(path)) return false;
  append(path, value);
  return true;
}

void message_fields::erase(std::string_view path) {
  std::erase_if(fields_, [&](const value_type& f) { return f.first == path; });
}

bool operator==(const message_fields& a, const message_fields& b) {
  const auto sorted = [](const message_fields& of) {
    auto copy = of.fields_;
    std::sort(copy.begin(), copy.end());
    return copy;
  };
  return a.size() == b.size() && (a.fields_ == b.fields_ || sorted(a) == sorted(b));
}

// A subscribe may carry other keys than a scene's (a payment's, for one): only the prefix makes it one. A scan's key is bare.
std::string_view inbound_message::scene() const {
  constexpr std::string_view prefix = "qrscene_";
  const std::string_view key = event_key;
  if (event == "scan") return key;
  if (event == "subscribe" && key.starts_with(prefix)) return key.substr(prefix.size());
  return {};
}

}  // namespace depeche::wechat
