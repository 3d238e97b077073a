// Reads the small XML that the platform writes, in one pass and without a tree: elements and the text of leaves. Refuses what
// such a document never holds (a document type, entities beyond XML's five, processing instructions, NUL, ill-formed UTF-8,
// JSON) and what could cost time or memory (size, depth, number of elements).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace depeche::wechat {

// Limits of a push: 256 KiB (the platform's own are a few KiB), depth 8, 2,000 elements.
inline constexpr std::size_t max_push_bytes = 256 * 1024;
inline constexpr std::size_t max_xml_depth = 8;
inline constexpr std::size_t max_xml_elements = 2'000;

class xml_reader {
 public:
  // The document must outlive the reader.
  explicit xml_reader(std::string_view document);

  // Every element is opened and closed once, <a/> as well. After `ended` or `refused` nothing more comes. What was read before a
  // refusal must not be used: only a document that ends is one.
  enum class step { opened, closed, ended, refused };
  step next();

  std::string_view name() const { return name_; }     // of the element opened or closed
  std::size_t depth() const { return level_; }        // its depth; the root's is 1
  bool is_leaf() const { return leaf_; }              // closed: no element was inside
  // The whole text of a closed leaf: CDATA sections and plain text joined, references read; blank runs between them are left out.
  // Valid until next().
  std::string_view text() const { return pieces_ > 1 ? std::string_view{joined_} : piece_; }
  const char* why() const { return why_; }            // of a refusal, in words

 private:
  step refuse(const char* why);
  step finish();
  step open();
  step close();
  step close_current();
  bool take_text();
  bool take_marked();
  bool take_attributes(bool& empty);
  bool skip_past(std::string_view mark);
  void add(std::string_view piece);

  std::string_view xml_;
  std::size_t at_ = 0;
  std::array<std::string_view, max_xml_depth> open_{};
  std::size_t depth_ = 0;  // of open_
  std::size_t elements_ = 0;
  const char* why_ = nullptr;

  std::string_view name_;
  std::size_t level_ = 0;
  bool leaf_ = false;
  bool fresh_ = false;  // nothing was closed since the last opening
  bool closes_at_once_ = false;
  std::size_t pieces_ = 0;
  std::string_view piece_;
  std::string joined_;
  std::string decoded_;
};

}  // namespace depeche::wechat
