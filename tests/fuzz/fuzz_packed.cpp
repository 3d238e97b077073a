// Any bytes as a packed answer: no crash, no hang, never more than was allowed. The first byte chooses the coding.
#include "ingest/unpack.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche;
  if (size == 0) return 0;
  constexpr std::size_t most = 100'000;
  const std::string_view codings[] = {"gzip", "deflate", "br", "gzip, br"};
  const auto opened = unpack(std::string(reinterpret_cast<const char*>(data + 1), size - 1), codings[data[0] % 4U], most);
  if (opened && opened->size() > most) std::abort();
  return 0;
}
