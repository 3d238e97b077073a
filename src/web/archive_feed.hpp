// The archive of digests in the two forms that feed readers know. Pure.
#pragma once

#include "news/digest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct archive_entry {
  digest issue;
  std::string title;  // "Le Courrier · lundi 23 novembre"
};

struct archive {
  std::string title;
  std::string public_url;  // without a slash at the end
  std::string self;        // the feed's own address
  std::string language;    // empty: several
  std::vector<archive_entry> entries;  // newest first
};

// When the newest of its digests was composed; nothing for an empty archive.
std::optional<timestamp> modified(const archive& a);

// RSS 2.0 (rssboard.org/rss-specification) with the address of itself (atom:link).
std::string write_rss(const archive& a);
// JSON Feed 1.1 (jsonfeed.org/version/1.1).
std::string write_json_feed(const archive& a);

}  // namespace depeche
