// A push as it came: who, when, of which type, and every element that it holds. What kind of message or event it is, as a
// typed value: push_content.hpp. What we may answer: reply.hpp.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche::wechat {

// Leaf elements by their paths, in the document's order: "PicUrl", "ScanCodeInfo/ScanType". Of siblings with one name, the
// second and later ones carry their number: "SubscribeMsgPopupEvent/List/TemplateId",
// "SubscribeMsgPopupEvent/List[2]/TemplateId". A push holds a handful: they stand in a row and are looked up by comparing.
class message_fields {
 public:
  using value_type = std::pair<std::string, std::string>;
  using const_iterator = std::vector<value_type>::const_iterator;

  message_fields() = default;
  message_fields(std::initializer_list<value_type> fields);

  const_iterator begin() const { return fields_.begin(); }
  const_iterator end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }
  bool empty() const { return fields_.empty(); }
  const_iterator find(std::string_view path) const;
  bool contains(std::string_view path) const { return find(path) != end(); }
  // Its value; empty when absent.
  std::string_view get(std::string_view path) const;
  // Throws std::out_of_range when absent.
  const std::string& at(std::string_view path) const;
  std::string& operator[](std::string_view path);
  // Adds one that is not there yet; false when it is.
  bool emplace(std::string_view path, std::string_view value);
  // Adds one that is known to be new.
  void append(std::string_view path, std::string_view value) { fields_.emplace_back(path, value); }
  void erase(std::string_view path);

  // The same paths with the same values, in any order.
  friend bool operator==(const message_fields& a, const message_fields& b);

 private:
  std::vector<value_type> fields_;
};

// One push. Elements that nearly every push has are members, all others stand in `fields`: of known and unknown types alike.
struct inbound_message {
  std::string to_user;      // the account's original id, gh_...
  std::string from_user;    // openid
  std::int64_t create_time = 0;  // unix seconds
  std::string msg_type;     // lower case: "text", "event", "image", ...
  std::int64_t msg_id = 0;  // 0 for events
  std::string event;        // lower case: "subscribe", "scan", "click", ...; empty for ordinary messages
  std::string event_key;
  std::string ticket;
  std::string content;      // of a text
  message_fields fields;

  // The scene of a subscribe or scan: the key without "qrscene_"; empty when none.
  std::string_view scene() const;
};

}  // namespace depeche::wechat
