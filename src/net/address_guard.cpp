#include "net/address_guard.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

namespace depeche {

namespace {

using address_bytes = std::array<unsigned char, 16>;

struct prefix {
  address_bytes bytes;
  int bits;
};

// 16 bytes, network order; IPv4 in its mapped form. A zone ("%eth0") is no part of the question.
std::optional<address_bytes> bytes_of(std::string_view text) {
  boost::system::error_code ec;
  const auto address = boost::asio::ip::make_address(std::string(text), ec);
  if (ec) return std::nullopt;
  if (address.is_v4()) return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, address.to_v4()).to_bytes();
  return address.to_v6().to_bytes();
}

bool within(const address_bytes& address, const unsigned char* range, int bits) {
  for (int i = 0; i < 16 && bits > 0; ++i, bits -= 8) {
    const auto mask = static_cast<unsigned char>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if ((address[static_cast<std::size_t>(i)] & mask) != (range[i] & mask)) return false;
  }
  return true;
}

bool within(const address_bytes& address, const prefix& range) { return within(address, range.bytes.data(), range.bits); }

constexpr prefix v4(unsigned char a, unsigned char b, unsigned char c, unsigned char d, int bits) {
  return prefix{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}, 96 + bits};
}

constexpr prefix v6(std::array<unsigned, 8> groups, int bits) {
  prefix p{{}, bits};
  for (std::size_t i = 0; i < 8; ++i) {
    p.bytes[2 * i] = static_cast<unsigned char>(groups[i] >> 8);
    p.bytes[2 * i + 1] = static_cast<unsigned char>(groups[i] & 0xff);
  }
  return p;
}

// IANA's registry of special-purpose addresses (RFC 6890), multicast, and one metadata service on a public address.
constexpr prefix refused_v4[] = {
    v4(0, 0, 0, 0, 8),        // this network
    v4(10, 0, 0, 0, 8),       // private
    v4(100, 64, 0, 0, 10),    // shared; 100.100.100.200 is a metadata service
    v4(127, 0, 0, 0, 8),      // loopback
    v4(168, 63, 129, 16, 32), // a cloud's metadata service
    v4(169, 254, 0, 0, 16),   // link-local; 169.254.169.254 is a metadata service
    v4(172, 16, 0, 0, 12),    // private
    v4(192, 0, 0, 0, 24),     // protocol assignments
    v4(192, 0, 2, 0, 24),     // documentation
    v4(192, 88, 99, 0, 24),   // 6to4 relays
    v4(192, 168, 0, 0, 16),   // private
    v4(198, 18, 0, 0, 15),    // benchmarking
    v4(198, 51, 100, 0, 24),  // documentation
    v4(203, 0, 113, 0, 24),   // documentation
    v4(224, 0, 0, 0, 4),      // multicast
    v4(240, 0, 0, 0, 4),      // reserved, broadcast
};

constexpr prefix global_v6 = v6({0x2000}, 3);
constexpr prefix refused_v6[] = {
    v6({0x2001}, 23),         // protocol assignments: Teredo, benchmarking, ORCHID
    v6({0x2001, 0xdb8}, 32),  // documentation
    v6({0x3fff}, 20),         // documentation
};
constexpr prefix mapped = v6({0, 0, 0, 0, 0, 0xffff}, 96);
constexpr prefix nat64 = v6({0x64, 0xff9b}, 96);
constexpr prefix six_to_four = v6({0x2002}, 16);

address_bytes embedded_v4(const address_bytes& from, std::size_t offset) {
  address_bytes inner = mapped.bytes;
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(offset), 4, inner.begin() + 12);
  return inner;
}

bool is_isatap(const address_bytes& a) { return (a[8] & 0xfd) == 0 && a[9] == 0 && a[10] == 0x5e && a[11] == 0xfe; }

bool is_public(const address_bytes& a) {
  const auto in = [&](const prefix& p) { return within(a, p); };
  if (in(mapped)) return std::none_of(std::begin(refused_v4), std::end(refused_v4), in);
  if (in(nat64)) return is_public(embedded_v4(a, 12));
  if (in(six_to_four)) return is_public(embedded_v4(a, 2));
  if (!in(global_v6) || std::any_of(std::begin(refused_v6), std::end(refused_v6), in)) return false;
  return !is_isatap(a) || is_public(embedded_v4(a, 12));
}

}  // namespace

address_guard address_guard::open() {
  address_guard guard;
  guard.open_ = true;
  return guard;
}

result<void> address_guard::allow(std::string_view text) {
  const auto refuse = [&] {
    return fail(errc::invalid_argument, "not an address range: \"" + std::string(text) + "\"", "",
                "write it as 127.0.0.1, 10.1.0.0/16 or fd00::/8");
  };
  const auto slash = text.find('/');
  const auto address = bytes_of(text.substr(0, slash));
  if (!address || text.find('%') != std::string_view::npos) return refuse();
  const bool is_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const int width = is_v4 ? 32 : 128;
  int bits = width;
  if (slash != std::string_view::npos) {
    const auto number = text.substr(slash + 1);
    const auto end = number.data() + number.size();
    const auto [stop, ec] = std::from_chars(number.data(), end, bits);
    if (ec != std::errc{} || stop != end || number.front() == '-' || bits < 0 || bits > width) return refuse();
  }
  allowed_.push_back(range{std::string(address->begin(), address->end()), is_v4 ? 96 + bits : bits});
  return {};
}

bool address_guard::permits(std::string_view address) const {
  const auto bytes = bytes_of(address);
  if (!bytes) return false;
  if (open_) return true;
  for (const range& r : allowed_) {
    std::array<unsigned char, 16> range_bytes{};
    std::copy(r.bytes.begin(), r.bytes.end(), range_bytes.begin());
    if (within(*bytes, range_bytes.data(), r.bits)) return true;
  }
  return is_public(*bytes);
}

}  // namespace depeche
