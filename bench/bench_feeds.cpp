// Reads the feeds named on the command line over and over, and prints one JSON line: bytes and seconds of CPU. bench/run.py compares.
#include "ingest/parsed_feed.hpp"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  std::vector<std::string> feeds;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    feeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (feeds.empty()) return 2;
  std::size_t bytes = 0, entries = 0;
  const auto begin = std::clock();
  while (std::clock() - begin < 3 * CLOCKS_PER_SEC)
    for (const auto& feed : feeds) {
      const auto parsed = depeche::parse_feed(feed, {}, "https://example.org/feed");
      bytes += feed.size();
      if (parsed) entries += parsed->entries.size();
    }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("{\"bytes\": %zu, \"entries\": %zu, \"seconds\": %.3f}\n", bytes, entries, seconds);
}
