// What every feed format comes to. Text fields are plain text on one line, HTML fields are sanitised, links absolute where a base is
// known, dates only those that the feed gave.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct enclosure {
  std::string url;
  std::string type;
  std::optional<std::int64_t> length;
};

struct feed_entry {
  std::string id;     // as the feed gives it; may be empty
  std::string title;
  std::string link;
  std::optional<timestamp> published;
  std::optional<timestamp> updated;
  std::string author;
  std::string summary;  // plain text, paragraphs kept
  std::string summary_html;
  std::string content;  // HTML; empty when the feed gives no more than a summary
  std::vector<std::string> categories;
  std::vector<enclosure> enclosures;
  std::string image;
};

struct parsed_feed {
  std::string format;    // "rss", "rdf", "atom"
  std::string encoding;  // as decode_text names it
  std::string title;
  std::string link;
  std::string language;  // as the feed gives it
  std::string description;
  std::optional<timestamp> updated;
  std::vector<feed_entry> entries;
  bool cut = false;      // its end never came
  std::vector<std::string> problems;
};

inline constexpr std::size_t largest_feed = 16 * 1024 * 1024;
inline constexpr std::size_t most_entries = 2000;

// `base` is the feed's URL, may be empty. Fails with feed_unrecognised (HTML, empty, anything else) or too_large. A feed that is
// cut or damaged gives what could be read, and problems.
result<parsed_feed> parse_feed(std::string_view bytes, std::string_view http_charset, std::string_view base);

}  // namespace depeche
