// Any bytes as a page: no crash, no hang, and no script in what is kept.
#include "ingest/page_extractor.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto page = examine_page(bytes, {}, "https://example.org/news/1", from_unix_seconds(1'795'000'000));
  if (page && page->html.find("<script") != std::string::npos) std::abort();
  return 0;
}
