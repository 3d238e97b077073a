// A digest of one article, to go out beside the day's own; and whether its story was told. Pure and heavy, like build_digest.
#pragma once

#include "digest/build_digest.hpp"

#include <string>
#include <vector>

namespace depeche {

struct urgent_issue {
  digest made;          // without items when the article is not among the candidates
  std::string told_on;  // the day on which its story was sent: by an urgent digest, or by a daily one that the article came before
};

urgent_issue build_urgent(news_index& index, edition e, const std::vector<article>& candidates, const std::vector<digest>& earlier, article_id id,
                          timestamp now);

}  // namespace depeche
