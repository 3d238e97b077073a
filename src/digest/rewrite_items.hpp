// Has the summaries of a digest's items worded anew, all at once, as far as a time limit reaches.
#pragma once

#include "async/task_group.hpp"
#include "digest/rewriter.hpp"
#include "news/digest.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace depeche {

struct rewritten_items {
  std::vector<digest_item> items;
  std::size_t rewritten = 0;
};

// `texts` holds each item's article. What isn't there within `limit` (of real time) keeps its extract; the question goes on, for a rewriter
// that remembers its answers, as a member of `group`. A rewritten summary's sentences have no position, and the first one says in the digest's language that
// a machine wrote it. Loop thread only; `rewriter` outlives the questions.
task<rewritten_items> rewrite_items(summary_rewriter& rewriter, task_group& group, std::string language, std::vector<digest_item> items,
                                    std::vector<std::string> texts, std::chrono::milliseconds limit);

}  // namespace depeche
