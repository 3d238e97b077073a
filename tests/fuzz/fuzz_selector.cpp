// The first line is a selector, the rest a page: no crash, no hang, and no more looked at than was allowed.
#include "ingest/selector_match.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = std::min(input.find('\n'), input.size());
  const auto wanted = read_selector(input.substr(0, line));
  if (!wanted) return 0;
  if (wanted->any.empty()) std::abort();
  const auto tree = read_html_tree(input.substr(std::min(line + 1, input.size())));
  if (!tree) return 0;
  selector_work work{200'000};
  const auto found = find_all(root_of(tree), *wanted, 50, work);
  if (found.size() > 50) std::abort();
  return 0;
}
