// Fetching for the reader of sources: conditional, following redirects, within limits. The address guard is the client's and holds for
// every connection, so for every redirect.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "net/https_client.hpp"

#include <string>

namespace depeche {

struct fetch_request {
  std::string url;
  std::string etag;           // of the copy that we have; empty for none
  std::string last_modified;
  std::string accept = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5";
};

struct fetched {
  bool not_modified = false;
  std::string body;
  std::string content_type;   // as sent
  std::string charset;        // of the content type; may be empty
  std::string final_url;      // after redirects
  std::string etag;
  std::string last_modified;
};

inline constexpr int most_redirects = 5;

// Fails like the client, with http_status for anything but 200 and 304, and with http_malformed for redirects that lead nowhere.
task<result<fetched>> fetch(https_client& client, fetch_request request);

}  // namespace depeche
