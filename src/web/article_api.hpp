// The JSON API for articles: docs/api.md. Callers give a bearer token.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "ingest/intake.hpp"
#include "net/router.hpp"
#include "store/api_store.hpp"
#include "store/article_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace depeche {

struct article_api_parts {
  intake& door;
  article_store& articles;
  api_store& answers;
  const clock& time;
  std::string public_url;
  std::vector<std::string> tokens;   // any of them opens; never empty
  std::vector<std::string> sources;  // that callers may name
};

// Loop thread only.
class article_api {
 public:
  explicit article_api(article_api_parts parts);

  // The routes share what they need; they may outlive this object, not the parts.
  void add_routes(router& routes);

 private:
  std::shared_ptr<struct api_desk> desk_;
};

}  // namespace depeche
