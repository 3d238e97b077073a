// Any bytes as a feed, under any charset: no crash, no hang, and no script in what is kept.
#include "ingest/parsed_feed.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto feed = parse_feed(bytes, size > 0 && data[0] % 2 == 0 ? "gbk" : "", "https://example.org/feed");
  if (!feed) return 0;
  for (const auto& e : feed->entries)
    if (e.content.find("<script") != std::string::npos || e.summary_html.find("<script") != std::string::npos) std::abort();
  return 0;
}
