// Writes HTML that is safe to show on our pages: what the allow-list names, and nothing else. What reads the HTML decides where
// elements begin and end (html_sanitiser: from a tree; regular_html: in one pass).
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// The attributes that matter; empty when absent.
struct html_attributes {
  std::string_view href{};
  std::string_view src{}, data_src{}, data_original{}, data_lazy_src{}, alt{}, width{}, height{};
  std::string_view colspan{}, rowspan{};
};

class safe_html {
 public:
  // Links and images keep http and https addresses only, made absolute against `base`, which must outlive this.
  explicit safe_html(std::string_view base) : base_(base) {}

  // One article's worth is written: nothing more should be opened.
  bool is_full() const;

  // `text` is plain.
  void text(std::string_view text);
  // Elements that the list doesn't name are passed over; their content is not. `name` is lower case.
  void open(std::string_view name, const html_attributes& attributes);
  void close(std::string_view name);

  std::string take();

 private:
  void put_attribute(std::string_view name, std::string_view value);
  void open_image(const html_attributes& attributes);
  void open_link(std::string_view href);

  std::string_view base_;
  std::string out_;
};

bool is_allowed_element(std::string_view name);
// True for a style attribute by which an element isn't shown.
bool hides(std::string_view style);
bool is_void_element(std::string_view name);

}  // namespace depeche
