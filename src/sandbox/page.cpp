#include "sandbox/page.hpp"

#include "sandbox/embedded_files.hpp"

#include <utility>

namespace depeche::sandbox {

void add_page(router& routes) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
      {".svg", "image/svg+xml"}};
  constexpr std::string_view folder = "src/sandbox/page/";
  for (const auto& file : embedded_sandbox_files()) {
    if (!file.path.starts_with(folder)) continue;
    const auto name = file.path.substr(folder.size());
    http_response page;
    for (const auto& [suffix, type] : types)
      if (name.ends_with(suffix)) page.content_type = type;
    page.body = file.content;
    page.headers.push_back({"Cache-Control", "no-cache"});
    page.headers.push_back({"X-Content-Type-Options", "nosniff"});
    page.headers.push_back({"Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"});
    const std::string path = name == "index.html" ? "/" : "/sandbox/page/" + std::string(name);
    routes.add("GET", path, [page](http_request) -> task<http_response> { co_return page; });
  }
}

}  // namespace depeche::sandbox
