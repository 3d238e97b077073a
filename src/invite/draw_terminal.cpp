// A code for a terminal. A character cell is about twice as high as wide, so it holds two modules: the upper half block has the
// upper one's colour, the background the lower one's. The colours are absolute (256-colour palette), so that themes don't matter.
#include "invite/qr_code.hpp"

namespace depeche {
namespace {

constexpr int quiet = 4;
constexpr std::string_view upper_half = "\xE2\x96\x80";

bool dark_at(const qr_code& code, int x, int y) {
  return x >= 0 && y >= 0 && x < code.size() && y < code.size() && code.dark(x, y);
}

// 16 and 231 are black and white of the colour cube, which terminals leave as they are.
std::string colours(bool upper_dark, bool lower_dark) {
  return std::string("\x1b[38;5;") + (upper_dark ? "16" : "231") + ";48;5;" + (lower_dark ? "16" : "231") + "m";
}

}  // namespace

std::string draw_terminal(const qr_code& code) {
  std::string out;
  for (int y = -quiet; y < code.size() + quiet; y += 2) {
    std::string now;
    for (int x = -quiet; x < code.size() + quiet; ++x) {
      const std::string wanted = colours(dark_at(code, x, y), dark_at(code, x, y + 1));
      if (wanted != now) out += wanted;
      now = wanted;
      out += upper_half;
    }
    out += "\x1b[0m\n";
  }
  return out;
}

}  // namespace depeche
