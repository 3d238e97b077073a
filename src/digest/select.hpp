// Chooses the stories of a digest, and the article that tells each.
#pragma once

#include "base/clock.hpp"
#include "digest/material.hpp"
#include "digest/story.hpp"

#include <vector>

namespace depeche {

// At most e.items articles, one a story, the weightiest first: stories that several sources tell, and fresh ones. No source has
// more than half of the items (rounded up) as long as another has a story left.
std::vector<std::size_t> select_items(const material& all, const std::vector<story>& stories, const edition& e, timestamp now);

}  // namespace depeche
