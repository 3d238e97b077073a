// Fetching for the reader of sources: conditional, packed, paced by host, following redirects, within limits. The address guard is the
// client's and holds for every connection, so for every redirect.
#pragma once

#include "async/task.hpp"
#include "async/turns.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "ingest/host_pace.hpp"
#include "ingest/server_wish.hpp"
#include "net/https_client.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace depeche {

struct fetch_request {
  std::string url;
  std::string etag;           // of the copy that we have; empty for none
  std::string last_modified;
  std::string accept = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5";
  timestamp now{};            // for dates that the server names
  host_pace* pace = nullptr;  // asked for a turn before every request; null: none is kept
  asio::any_io_executor pool; // where answers are unpacked; none: where the caller runs
  turns* large = nullptr;     // what is over usual_document is fetched by one at a time; null: whatever its size, by all
  std::chrono::milliseconds limit{20'000};  // for all exchanges together, redirects included
};

struct fetched {
  bool not_modified = false;
  std::string body;           // unpacked
  std::string content_type;   // as sent
  std::string charset;        // of the content type; may be empty
  std::string final_url;      // after redirects
  std::string moved_to;       // as far as redirects were permanent, from the first on; empty when none was
  std::string etag;
  std::string last_modified;
  std::string hub;            // of the Link header, as is the address by which the hub knows the feed; may be empty
  std::string topic;
  std::optional<turns::turn> large;  // held as long as the body is in memory
};

inline constexpr std::size_t usual_document = 2 * 1024 * 1024;

inline constexpr int most_redirects = 5;

// Fails like the client, with http_status for anything but 200 and 304, with http_malformed for redirects that lead nowhere and for what
// cannot be unpacked, and with too_large. `wish` is what the last server asked for, also on failure.
task<result<fetched>> fetch(https_client& client, fetch_request request, server_wish& wish);

}  // namespace depeche
