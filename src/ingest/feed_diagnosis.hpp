// What a feed is like to live with: what `depeche sources doctor` says of it. Pure.
#pragma once

#include "ingest/parsed_feed.hpp"

#include <string>
#include <vector>

namespace depeche {

struct feed_diagnosis {
  std::size_t entries = 0;
  std::size_t dated = 0, absurd_dates = 0;
  std::optional<timestamp> oldest, newest;
  std::optional<std::chrono::minutes> rhythm;  // the usual time between two entries
  std::size_t whole_texts = 0, excerpts = 0;
  std::size_t without_id = 0, without_link = 0, repeated_ids = 0;
  std::size_t drifted_ids = 0;                 // of the entries that a second reading gave again under another id
  bool read_twice = false;
  std::size_t duplicates = 0;                  // entries with the address or the title of another
  std::vector<std::string> advice;             // what to know or do about it, one line each
};

// `again` is the same feed fetched a second time; null when it was not.
feed_diagnosis diagnose(const parsed_feed& feed, const parsed_feed* again, timestamp now);

}  // namespace depeche
