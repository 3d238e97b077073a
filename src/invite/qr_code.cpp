#include "invite/qr_code.hpp"

#include <qrencode.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace depeche {
namespace {

constexpr std::size_t most_bytes = 2331;  // version 40, level M, 8-bit mode

}  // namespace

result<qr_code> qr_code::encode(std::string_view text) {
  if (text.empty()) return fail(errc::invalid_argument, "a QR code needs a text");
  if (text.size() > most_bytes)
    return fail(errc::too_large,
                "the text has " + std::to_string(text.size()) + " bytes, a QR code holds " + std::to_string(most_bytes), {},
                "shorten it");
  struct release {
    void operator()(QRcode* code) const { QRcode_free(code); }
  };
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::unique_ptr<QRcode, release> drawn(QRcode_encodeData(static_cast<int>(text.size()), bytes, 0, QR_ECLEVEL_M));
  if (!drawn) throw failure(fail(errc::io_failed, std::string("no QR code: ") + std::strerror(errno)));
  qr_code code;
  code.size_ = drawn->width;
  const auto count = static_cast<std::size_t>(drawn->width) * static_cast<std::size_t>(drawn->width);
  code.modules_.resize(count);
  for (std::size_t i = 0; i < count; ++i) code.modules_[i] = (drawn->data[i] & 1) != 0;  // the other bits say what kind of module
  return code;
}

}  // namespace depeche
