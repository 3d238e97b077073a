// Reads a QR code back from its picture.
#pragma once

#include <string>

namespace depeche::test {

// What the code in a PNG says; empty when there is none to be read.
std::string read_qr_png(const std::string& png);

}  // namespace depeche::test
