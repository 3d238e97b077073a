// One document's articles: each once, and none lost because its feed gives several the same id or address.
#pragma once

#include "news/article.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Of those that are one article the first stays. Those that share an id or an address, yet are about different things, are known by
// address and title instead. `home` is what the feed calls its own address. What a feed does wrong is said in `problems`. Pure, linear.
void keep_distinct(std::vector<article>& articles, std::string_view home, std::vector<std::string>& problems);

}  // namespace depeche
