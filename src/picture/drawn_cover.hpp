// A cover for an issue without a picture: masthead and date, as a newspaper's head.
#pragma once

#include "picture/bitmap.hpp"

#include <string>
#include <vector>

namespace depeche {

struct cover_words {
  std::string masthead;
  std::string date;  // "lundi 23 novembre"
  std::string day;   // "2026-11-23": drawn large, with shapes of our own, when no font has the letters
};

// The usual places of fonts on Debian and its kin, those with Chinese first.
const std::vector<std::string>& usual_fonts();

// The first of `fonts` (files) that has all letters of the words is taken; with none of them the day alone is drawn.
bitmap draw_cover(const cover_words& words, const std::vector<std::string>& fonts);

}  // namespace depeche
