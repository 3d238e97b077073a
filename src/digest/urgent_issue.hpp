// A digest of one article, to go out beside the day's own; and whether its story was told.
#pragma once

#include "digest/news_index.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "news/pick.hpp"

#include <string>
#include <vector>

namespace depeche {

struct urgent_issue {
  digest made;          // without items when the article is not to be had
  std::string told_on;  // the day on which its story was sent: by an urgent digest, or by a daily one that the article came before
};

// The edition as it is composed for one article, which is picked: its rules for a day's digest say nothing about what somebody wants sent.
edition for_one_article(edition e);
editor_pick only(article_id id);
// The day on which the article's story was told by one of `earlier`, as urgent_issue::told_on.
std::string when_told(const news_index& index, article_id id, const std::vector<digest>& earlier);

}  // namespace depeche
