#include "net/tls_error.hpp"

#include <openssl/err.h>

#include <csignal>

namespace depeche {

std::string take_tls_errors(std::string otherwise) {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (reason == nullptr) continue;
    if (!text.empty()) text += "; ";
    text += reason;
  }
  return text.empty() ? otherwise : text;
}

void ignore_broken_pipes() {
  static const bool done = [] {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    if (before != SIG_DFL && before != SIG_ERR) std::signal(SIGPIPE, before);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace depeche
