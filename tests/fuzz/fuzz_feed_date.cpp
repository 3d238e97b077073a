// Any bytes as a date, with and without a clock: no crash, and no time outside of the years that are read.
#include "ingest/feed_date.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto now = from_unix_seconds(1'734'952'173);
  for (const std::string_view language : {"", "en-US", "zh"}) {
    const auto found = read_feed_date(text, {.language = language, .now = now});
    if (found && to_unix_seconds(*found) > to_unix_seconds(now) * 20) std::abort();
  }
  return 0;
}
