// An entry while it is read: a field may be given by several elements of several modules, in any order, and the best one wins.
#pragma once

#include "ingest/feed_format.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Keeps what was offered with the lowest rank, the first of equals.
template <class T>
class best_of {
 public:
  void offer(T value, int rank) {
    if (rank >= rank_ || !value) return;
    value_ = std::move(value);
    rank_ = rank;
  }
  const T& get() const { return value_; }

 private:
  T value_{};
  int rank_ = 100;
};

template <>
class best_of<std::string> {
 public:
  void offer(std::string value, int rank) {
    if (rank >= rank_ || value.empty()) return;
    value_ = std::move(value);
    rank_ = rank;
  }
  std::string take() { return std::move(value_); }
  const std::string& get() const { return value_; }

 private:
  std::string value_;
  int rank_ = 100;
};

struct entry_parts {
  feed_entry entry;
  std::string base;
  best_of<std::string> id, title, link, image;
  best_of<std::optional<timestamp>> published, updated;
  // Sanitised only when chosen. Atom's are read by their type.
  best_of<const feed_node*> summary, content;
  std::vector<std::string> authors, creators, performers, credits;
};

// A child of the entry that belongs to a module (Dublin Core, content, media, iTunes, ...); false when it belongs to none.
bool read_module_field(const feed_node& node, entry_parts& parts, feed_reading& reading);
// A child in Atom's vocabulary, in an Atom entry or in an RSS item; false when it is none.
bool read_atom_field(std::string_view name, const feed_node& node, entry_parts& parts, feed_reading& reading);

// What the parts come to.
feed_entry finished(entry_parts parts, std::string_view document_base);

}  // namespace depeche
