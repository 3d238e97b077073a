// The inbox's entries: damaged ones are refused without reading beyond them, and what was written is read back the same.
#include "store/inbox_record.hpp"

#include <cstdlib>

using namespace depeche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (std::string_view rest = bytes; const auto read = read_record(rest);) rest.remove_prefix(size_of(*read));
  // The same bytes as what is in an entry, whole and with one byte changed.
  const auto part = [&](std::size_t i) { return bytes.substr(size * i / 4, size * (i + 1) / 4 - size * i / 4); };
  inbox_record r{inbox_record::kind::whole, from_unix_ms(static_cast<std::int64_t>(size) * 1'000'003), 7, part(0), part(1), part(2), part(3)};
  std::string entry;
  append_record(entry, r);
  const auto again = read_record(entry);
  if (!again || again->account != r.account || again->key != r.key || again->body != r.body || again->reply != r.reply ||
      again->received != r.received || again->answers != r.answers)
    std::abort();
  const std::size_t place = size == 0 ? 0 : (data[0] * 257u + size) % entry.size();
  entry[place] = static_cast<char>(entry[place] ^ 0x40);
  if (read_record(entry)) std::abort();
  if (read_record(std::string_view(entry).substr(0, place))) std::abort();
  return 0;
}
