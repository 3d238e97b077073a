// Any text as a URL, as a reference, and as a query: what is accepted must be clean, and must mean the same when read again.
#include "net/http_message.hpp"
#include "net/url.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace depeche;

namespace {

void must_be_clean(const result<url>& u) {
  if (!u) return;
  if (u->host.empty() || u->port == 0 || !u->target.starts_with('/')) std::abort();
  for (const char c : u->target) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f) std::abort();
  }
  const auto again = parse_url(u->text());
  if (!again || again->text() != u->text()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const url base = parse_url("https://example.org/a/b;c?d=e").value();
  must_be_clean(parse_url(text));
  must_be_clean(resolve_url(base, text));
  query_value(text, "signature");
  query_value(text, text.substr(0, text.find('=')));
  return 0;
}
