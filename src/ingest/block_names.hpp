// What pages' authors say of a block by its class, id and role. Names are hints and never proof: who asks weighs them against the
// text.
#pragma once

#include "ingest/page_outline.hpp"

namespace depeche {

// A menu, a comment section, a banner: by its names no place for an article.
bool sounds_unlikely(const outline_item& item);

// 25 for each of class and id that sounds like content, -25 for each that sounds like the rest.
int name_weight(const outline_item& item);

// Certainly beside the article wherever it stands: share bars, newsletter boxes, comments, advertisements, cookie notices, lists
// of tags.
bool is_beside_article(const outline_item& item);

// A list of other articles.
bool is_related_block(const outline_item& item);

// "entry-content", "article__body", "artibody", itemprop="articleBody": the element in which content systems put the text. 0 for
// others, higher for the surer.
int body_mark(const outline_item& item);

// What readers wrote below an article, by the names that content systems give it.
bool is_comment_list(const outline_item& item);

// The line with the author's name or the date.
bool is_byline_block(const outline_item& item);

// The box about the author below an article.
bool is_about_author(const outline_item& item);

}  // namespace depeche
