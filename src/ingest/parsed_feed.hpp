// What every feed format comes to. Text fields are plain text on one line, HTML fields are sanitised, links absolute where a base is
// known, dates only those that the feed gave.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ingest/quiet_times.hpp"

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
  std::string author;   // the names of all, "Ann Lee, Bo Park"; an address where there is no name
  std::string summary;  // plain text, paragraphs kept; cut at longest_summary
  std::string summary_html;
  std::string content;  // HTML; empty when the feed gives no more than a summary
  std::vector<std::string> categories;
  std::vector<enclosure> enclosures;
  std::string image;
};

struct parsed_feed {
  std::string format;    // "rss", "rdf", "atom", "json"
  std::string encoding;  // as decode_text names it
  std::string declared_encoding;  // what HTTP or the document said; may be empty
  std::string title;
  std::string link;
  std::string language;  // as the feed gives it
  std::string description;
  std::optional<timestamp> updated;
  std::string image;
  std::string rights;
  std::string generator;
  std::string self;      // its own address, as it gives it
  std::string hub;       // where changes can be subscribed to (WebSub)
  std::optional<std::chrono::minutes> ttl;  // how long it asks to be left alone
  quiet_times quiet;     // when it asks not to be read
  std::vector<feed_entry> entries;
  bool cut = false;      // its end never came
  std::vector<std::string> problems;
};

inline constexpr std::size_t largest_feed = 16 * 1024 * 1024;
inline constexpr std::size_t most_entries = 2000;
inline constexpr std::size_t longest_summary = 20'000;

// `base` is the feed's URL, may be empty: then what the feed says of its own address counts. `now` is for dates like "two hours ago",
// which without it cannot be read. Times without a zone hold in UTC; with a `home`, where that language is at home, or the feed's own when
// it is empty (see update_line.hpp). Fails with feed_unrecognised (HTML, empty, anything else) or too_large. A feed that is cut or
// damaged gives what could be read, and problems.
result<parsed_feed> parse_feed(std::string_view bytes, std::string_view http_charset, std::string_view base,
                               std::optional<timestamp> now = std::nullopt,
                               std::optional<std::string_view> home = std::nullopt);

}  // namespace depeche
