// Which addresses we connect to on behalf of content from outside: public ones only, unless config allows more. Checked on
// the addresses that DNS gave, for every connection, so that neither a name nor a redirect leads inside.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

class address_guard {
 public:
  // Refuses private, loopback, link-local, multicast, unspecified, documentation, shared (100.64/10), benchmarking and
  // metadata ranges (RFC 6890), and IPv4 addresses mapped or embedded in IPv6 forms of the same.
  address_guard() = default;

  // Allows everything: for the platform's API and the operator's own targets from config.
  static address_guard open();

  // Adds an allowed range: "127.0.0.1", "10.1.0.0/16", "fd00::/8". Fails on anything else.
  result<void> allow(std::string_view range);

  // True when a connection to this numeric address ("93.184.216.34", "2606:2800::1") may be made.
  bool permits(std::string_view address) const;

 private:
  struct range {
    std::string bytes;  // network order, 16 bytes (IPv4 mapped)
    int bits;
  };
  bool open_ = false;
  std::vector<range> allowed_;
};

}  // namespace depeche
