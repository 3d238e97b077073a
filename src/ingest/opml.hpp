// Lists of feeds as readers exchange them (OPML 1.0 and 2.0), in and out.
#pragma once

#include "base/result.hpp"
#include "news/edition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct opml_entry {
  std::string title;
  std::string url;       // of the feed
  std::string language;  // may be empty
};

inline constexpr std::size_t most_opml_entries = 20'000;

// The feeds in document order, folders opened, each address once; outlines without a usable address are left out and counted. Broken XML
// is read as far as a person would. Fails with feed_unrecognised when it is no OPML, with too_large over most_opml_entries.
struct opml_list {
  std::vector<opml_entry> entries;
  std::size_t left_out = 0;
};
result<opml_list> read_opml(std::string_view bytes);

std::string write_opml(const std::vector<source>& sources);

// A source's short name from a title, else from an address: "Le Monde - Une" -> "le-monde-une", "新华网" at news.cn -> "news-cn"; with a
// number behind when it is one of `taken`.
std::string source_name(std::string_view title, std::string_view url, const std::vector<std::string>& taken);

}  // namespace depeche
