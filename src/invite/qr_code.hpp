// A QR code (ISO/IEC 18004) and its drawings. Error correction M, quiet zone of four modules in every drawing.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

class qr_code {
 public:
  // Fails (too_large) over 2,331 bytes, and (invalid_argument) on empty text.
  static result<qr_code> encode(std::string_view text);

  int size() const { return size_; }  // modules along a side, without quiet zone
  bool dark(int x, int y) const { return modules_[static_cast<std::size_t>(y * size_ + x)]; }

 private:
  int size_ = 0;
  std::vector<bool> modules_;
};

// PNG, 8-bit grey, `scale` pixels a module (1 to 64).
std::string draw_png(const qr_code& code, int scale = 8);
// SVG of one path, black on white, viewBox in modules; `title` is for screen readers and is escaped.
std::string draw_svg(const qr_code& code, std::string_view title = {});
// Lines of half blocks, two modules a character high, dark on light by ANSI colours so that it scans on any theme.
std::string draw_terminal(const qr_code& code);

}  // namespace depeche
