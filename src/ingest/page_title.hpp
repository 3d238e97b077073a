// Which of the titles that a page gives is the article's, without the site's name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct title_witnesses {
  std::string record;                 // JSON-LD headline
  std::string card;                   // og:title, twitter:title and their like
  std::string element;                // <title>
  std::vector<std::string> headings;  // h1, then h2, in order
  std::string site;                   // the site's name, where known
  std::string host;                   // of the page's URL
};

std::string choose_title(const title_witnesses& page);

}  // namespace depeche
