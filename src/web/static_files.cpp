#include "web/static_files.hpp"

#include "base/embedded.hpp"
#include "web/page_response.hpp"

namespace depeche {

std::span<const embedded_file> embedded_templates();

namespace {

constexpr std::string_view for_a_day = "public, max-age=86400";
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

// A folded sheet with a headline and three lines, one of them the accent.
constexpr std::string_view icon =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#a3261b"/>)"
    R"(<path d="M7 7h14l4 4v14H7z" fill="#fdfbf6"/><path d="M21 7l4 4h-4z" fill="#e3c9c0"/>)"
    R"(<path d="M10 13h12v2.6H10z" fill="#1b1a17"/><path d="M10 18h12v1.4H10zm0 3h8v1.4h-8z" fill="#a3261b"/></svg>)";

std::string_view style() { return find_embedded(embedded_templates(), "site.css"); }

const std::string& style_tag() {
  static const std::string tag = content_tag(style());
  return tag;
}

}  // namespace

const std::string& stylesheet_address() {
  static const std::string address = "/site.css?v=" + style_tag();
  return address;
}

http_response stylesheet(const http_request& request) {
  // An old page may ask for an older sheet: it gets this one, but not for a year.
  const bool current = query_value(request.query, "v") == style_tag();
  return file_response(request, "text/css; charset=utf-8", std::string(style()), current ? for_ever : page_cache);
}

http_response favicon(const http_request& request) {
  return file_response(request, "image/svg+xml", std::string(icon), for_a_day);
}

http_response robots(const http_request& request) {
  std::string text = "User-agent: *\nDisallow: /admin/\nDisallow: /api/\nDisallow: /r/\nDisallow: /wechat/\n";
  return file_response(request, "text/plain; charset=utf-8", std::move(text), for_a_day);
}

}  // namespace depeche
