#include "digest/print_shelf.hpp"

namespace depeche {
namespace {

// Seven bits a byte, the lowest first; the high bit says that more follow.
void put(std::string& out, std::uint32_t n) {
  for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
  out += static_cast<char>(n);
}

std::uint32_t get(std::string_view& from) {
  std::uint32_t n = 0;
  for (unsigned shift = 0; !from.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    n |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return n;
}

}  // namespace

std::uint32_t print_shelf::number_of(std::uint32_t hash) {
  const auto [at, fresh] = numbers_.try_emplace(hash, static_cast<std::uint32_t>(hashes_.size()));
  if (fresh) hashes_.push_back(hash);
  return at->second;
}

std::string print_shelf::pack(const fingerprint& print) {
  std::string out(1, print.wide ? '\1' : '\0');
  for (const auto* list : {&print.words, &print.numbers, &print.names}) {
    put(out, static_cast<std::uint32_t>(list->size()));
    for (const std::uint32_t hash : *list) put(out, number_of(hash));
  }
  put(out, static_cast<std::uint32_t>(print.stops.size()));
  std::uint32_t last = 0;
  for (const std::uint32_t stop : print.stops) {
    put(out, stop - last);
    last = stop;
  }
  out.shrink_to_fit();
  return out;
}

fingerprint print_shelf::unpack(std::string_view packed) const {
  fingerprint print;
  if (packed.empty()) return print;
  print.wide = packed.front() == '\1';
  packed.remove_prefix(1);
  for (auto* list : {&print.words, &print.numbers, &print.names}) {
    list->resize(get(packed));
    for (std::uint32_t& hash : *list) hash = hashes_[get(packed)];
  }
  print.stops.resize(get(packed));
  std::uint32_t last = 0;
  for (std::uint32_t& stop : print.stops) stop = last += get(packed);
  return print;
}

}  // namespace depeche
