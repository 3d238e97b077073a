// An issue's parts under headings, as its edition wants them. Pure.
#pragma once

#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "news/pick.hpp"

#include <string>
#include <vector>

namespace depeche {

// The heading of the first section of `e` that the article belongs to; empty when it belongs to none.
std::string section_of(const edition& e, const article& a);

// Puts the items into their sections' order, what has none before the first. Too few items, or less than two parts, are no reason for headings:
// then nobody has a section, and the order stays. What an editor put at a place stands there all the same, under the heading of what it stands
// among.
void arrange_sections(const edition& e, std::vector<digest_item>& items, const std::vector<editor_pick>& picks = {});

}  // namespace depeche
