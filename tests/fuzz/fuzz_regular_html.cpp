// Any text as the HTML of a feed's entry: what the one-pass reader takes, it gives as the tree does.
#include "base/utf8.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/regular_html.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const auto html = repair_utf8({reinterpret_cast<const char*>(data), size});
  const auto fast = sanitise_regular_html(html, "https://example.org/news/1");
  if (fast && *fast != sanitise_any_html(html, "https://example.org/news/1")) std::abort();
  return 0;
}
