// Joins the articles of the window that tell of the same event.
#pragma once

#include "digest/material.hpp"

#include <vector>

namespace depeche {

struct story {
  std::vector<std::size_t> articles;  // places in the material, the newest first; never empty
};

// Every fresh article is in exactly one story. Stories stand in the order of their newest article.
std::vector<story> find_stories(const material& all);

}  // namespace depeche
