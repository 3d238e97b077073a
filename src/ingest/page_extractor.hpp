// An article out of an HTML page.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "news/article.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct page_link {
  std::string text;
  std::string url;
};

// A stub is the beginning of an article, the rest of which is for subscribers.
enum class page_kind { article, stub, list, error };
std::string_view name_of(page_kind kind);

// What `depeche article extract` prints.
struct extracted_page {
  page_kind kind = page_kind::article;
  std::string url;  // canonical, absolute; empty when unknown
  std::string title;
  std::string author;
  std::string site;
  std::optional<timestamp> published;
  std::optional<timestamp> updated;
  std::string language;
  std::string image;
  std::string text;              // paragraphs separated by "\n\n"
  std::string html;              // sanitised by an allow-list
  std::vector<page_link> links;  // in the body
  std::vector<headline_link> related;
  std::vector<std::string> problems;
};

// `bytes` in any encoding (BOM, http_charset, meta, content). `base` is the page's URL, may be empty. Clock times that name no
// zone hold in `zone`; empty: where the page's language is at home (see update_line.hpp). What is no article is called so in
// `kind` and `problems`, also where it has next to no text. Fails with page_unrecognised (nothing to read at all) or too_large
// (over 16 MiB).
result<extracted_page> examine_page(std::string_view bytes, std::string_view http_charset, std::string_view base, timestamp now,
                                    std::string_view zone = {});

// The same for who wants articles only: fails with page_unrecognised for every other kind.
result<extracted_page> extract_page(std::string_view bytes, std::string_view http_charset, std::string_view base, timestamp now,
                                    std::string_view zone = {});

}  // namespace depeche
