// Any bytes as a list of subscriptions: no crash, no hang; what is read can be written, and read again as the same list.
#include "ingest/opml.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const auto list = read_opml(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!list) return 0;
  std::vector<source> sources;
  std::vector<std::string> taken;
  for (const auto& entry : list->entries) {
    if (entry.url.empty()) std::abort();
    source one;
    one.name = source_name(entry.title, entry.url, taken);
    if (one.name.empty()) std::abort();
    one.url = entry.url;
    one.language = entry.language;
    taken.push_back(one.name);
    sources.push_back(std::move(one));
  }
  const auto again = read_opml(write_opml(sources));
  if (!again || again->entries.size() != list->entries.size()) std::abort();
  for (std::size_t i = 0; i < again->entries.size(); ++i) {
    if (again->entries[i].url != list->entries[i].url) std::abort();
  }
  return 0;
}
