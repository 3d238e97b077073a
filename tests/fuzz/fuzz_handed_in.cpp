// Any bytes as articles that are handed in, in JSON, in Markdown or as a note: no crash, no hang, and no script in what is kept.
#include "ingest/handed_in.hpp"

#include <cstdlib>

namespace {

using namespace depeche;

void keep(handed_in what) {
  const auto kept = article_of(std::move(what), from_unix_seconds(1'795'000'000));
  if (kept && (kept->title.empty() || kept->html.find("<script") != std::string::npos)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (auto read = read_article_json(bytes)) {
    if (read->size() > most_handed_in) std::abort();
    for (auto& one : *read) keep(std::move(one));
  }
  if (auto read = read_article_markdown(bytes)) keep(std::move(*read));
  if (auto read = from_note(bytes)) keep(std::move(*read));
  return 0;
}
