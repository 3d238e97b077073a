// An article is one article when its feed gives it another id, corrects its title, or moves it to another address: what is stored of
// a source is compared with what its feed says now.
#pragma once

#include "ingest/refresh_source.hpp"
#include "news/article.hpp"

#include <vector>

namespace depeche {

// What the store holds of this source: the newest, enough to cover the feed, and without the texts, which are most of it; and what it has
// under the keys of `now`, however old. Nothing when the store can't be read.
task<std::vector<article>> read_known(const source& from, const std::vector<article>& now, refresh_parts& with);

// What the store holds of those that came without a text; their keys are settled. Nothing when it can't be read.
task<std::vector<article>> read_texts(const source& from, const std::vector<article>& now, refresh_parts& with);

// Gives articles whose key is new the key of the stored article that they are, where that is beyond doubt: by the same address, by an
// id that differs in scheme, host prefix or tracking only, by the same title at the same time. One that bears a stored article's key and is
// another beyond doubt gets a key of its own. Pure.
void follow_known(std::vector<article>& now, const std::vector<article>& known);

}  // namespace depeche
