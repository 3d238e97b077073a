// What the steps of a digest read: the articles of the edition's language, each once, with their words indexed.
#pragma once

#include "base/clock.hpp"
#include "digest/near_duplicate.hpp"
#include "digest/similarity.hpp"
#include "news/article.hpp"
#include "news/edition.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace depeche {

// The text that is summarised and compared: the article's, else the source's own summary.
inline std::string_view body_of(const article& a) { return a.text.empty() ? a.summary : a.text; }

// Articles are spoken of by their place in `articles`. Those of the edition's window come first, the newest first. Holds pointers
// to what it was made from.
struct material {
  std::vector<const article*> articles;
  std::size_t fresh = 0;  // the first so many are candidates for the digest
  similarity_index index;

  const article& at(std::size_t n) const { return *articles[n]; }
  // True for a reprint: the same address, or nearly the same text.
  bool copies(std::size_t a, std::size_t b) const;

 private:
  const fingerprint& print_of(std::size_t n) const;
  mutable std::vector<std::optional<fingerprint>> prints_;
};

// Of `candidates` those in the window before `now`, of the edition's sources and in its language (an unknown one is taken);
// of `archive` those in its language.
material gather(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now);

}  // namespace depeche
