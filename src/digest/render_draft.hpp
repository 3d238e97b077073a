// A digest as a draft of up to eight articles, each within the platform's limits. Pure.
#pragma once

#include "base/result.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// One article of the draft; what it shows of pictures and which cover it has is for who uploads.
struct draft_page {
  std::string title;
  std::string author;      // what readers call the source
  std::string digest;      // of a draft of one article only
  std::string content;     // what the platform would leave of it: draft_html
  std::string source_url;  // "read original": the article's page here, which names the source's; may be empty
  article_id article{};    // of its first item
  std::string image;       // that item's picture at its source; may be empty
};

struct draft_pictures {
  std::map<article_id, std::string> shown;  // article -> the platform's address of its picture
  std::string own;                          // what such addresses may begin with beside the platform's usual hosts
};

// An article for each item; of more than eight items the last article has all that are left. A digest without items gives none. Fails
// with template_malformed when a template makes more of an item than the platform takes.
result<std::vector<draft_page>> render_draft(const template_set& templates, const digest& d, std::string_view masthead,
                                             std::string_view public_url, const draft_pictures& pictures = {});

// What the platform would refuse or change; empty when nothing.
std::string fault_of(const draft_page& page);

}  // namespace depeche
