// A digest as the one news card that chat takes: title, a few lines, a picture, and the page behind it. Pure.
#pragma once

#include "digest/template_file.hpp"
#include "news/digest.hpp"

#include <string>
#include <string_view>

namespace depeche {

struct news_card {
  std::string title;
  std::string description;
  std::string url;
  std::string picture;  // address, may be empty
};

// Titles of the first items, as many as fit; the picture is the first that an item has and that is an https address.
news_card render_card(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url);

// What the platform would refuse or cut; empty when nothing.
std::string fault_of(const news_card& card);

}  // namespace depeche
