// A code as SVG: one path, a rectangle for each run of dark modules.
#include "invite/qr_code.hpp"

#include "base/encode.hpp"
#include "base/utf8.hpp"

namespace depeche {
namespace {

constexpr int quiet = 4;

// XML has no control characters at all, not even escaped.
std::string readable(std::string_view title) {
  std::string out = repair_utf8(title);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return html_escape(out);
}

std::string path_of(const qr_code& code) {
  std::string path;
  for (int y = 0; y < code.size(); ++y) {
    for (int x = 0; x < code.size(); ++x) {
      if (!code.dark(x, y)) continue;
      const int begin = x;
      while (x < code.size() && code.dark(x, y)) ++x;
      const std::string run = std::to_string(x - begin);
      path += "M" + std::to_string(begin + quiet) + "," + std::to_string(y + quiet) + "h" + run + "v1h-" + run + "z";
    }
  }
  return path;
}

}  // namespace

std::string draw_svg(const qr_code& code, std::string_view title) {
  const std::string side = std::to_string(code.size() + 2 * quiet);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
                    "\" shape-rendering=\"crispEdges\" role=\"img\">";
  if (!title.empty()) out += "<title>" + readable(title) + "</title>";
  out += "<rect width=\"" + side + "\" height=\"" + side + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path_of(code) +
         "\"/></svg>\n";
  return out;
}

}  // namespace depeche
