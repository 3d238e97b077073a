// Any bytes as a page dump: no crash, no hang, and whatever has a body has a title.
#include "ingest/page_dump.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)looks_like_dump(bytes);
  const auto page = extract_dump(bytes, from_unix_seconds(1'795'000'000), "Europe/Paris");
  if (page && page->title.empty()) std::abort();
  return 0;
}
