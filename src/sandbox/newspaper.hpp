// The demo's invented newspaper (demo/newspaper/*.json): feeds and article pages for the real fetcher. Days are relative to the
// clock's, so that it is always today's paper; what lies in the future is not yet served.
#pragma once

#include "base/clock.hpp"
#include "net/router.hpp"

#include <memory>
#include <string>

namespace depeche::sandbox {

// Serves /newspaper/{lang}/rss.xml (fr, en), /newspaper/{lang}/atom.xml (zh, en), /newspaper/{lang}/{slug}.html and
// /newspaper/{lang}/ (the front page). The feeds carry the whole text for some sections and an excerpt for the others.
class newspaper {
 public:
  // `scheme`: of the links in the feeds; their host is the one that the request named. Throws failure when the embedded data is
  // not what it should be.
  explicit newspaper(const clock& time, std::string scheme = "https");
  ~newspaper();
  newspaper(const newspaper&) = delete;
  newspaper& operator=(const newspaper&) = delete;

  // The routes refer to this object.
  void add_routes(router& routes);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace depeche::sandbox
