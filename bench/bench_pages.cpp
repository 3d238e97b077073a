// Takes the articles out of the pages named on the command line over and over, and prints one JSON line: pages, bytes, characters of text and
// seconds of CPU. bench/run.py compares.
#include "ingest/page_extractor.hpp"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  std::vector<std::string> pages;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    pages.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (pages.empty()) return 2;
  const auto now = depeche::timestamp{std::chrono::hours{24 * 20'000}};
  std::size_t count = 0, bytes = 0, text = 0;
  const auto begin = std::clock();
  while (std::clock() - begin < 3 * CLOCKS_PER_SEC)
    for (const auto& page : pages) {
      const auto found = depeche::examine_page(page, {}, "https://example.org/news/1", now);
      ++count;
      bytes += page.size();
      if (found) text += found->text.size();
    }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("{\"pages\": %zu, \"bytes\": %zu, \"text\": %zu, \"seconds\": %.3f}\n", count, bytes, text, seconds);
}
