// A digest in the forms in which it leaves: chat text, plain text for the terminal, JSON. Pages are made in web/ from the same
// templates.
#pragma once

#include "digest/cut.hpp"
#include "digest/template_file.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// "https://news.example.org" -> "https://news.example.org/d/7"
std::string digest_url(std::string_view public_url, digest_id id);
std::string article_url(std::string_view public_url, article_id id);
// Our page of it, else the source's.
std::string related_url(std::string_view public_url, const related_article& r);

// A chat message that shows a part of a digest.
struct chat_part {
  std::string text;
  std::size_t next = 0;  // the first item that it doesn't show; the number of items when it shows the last
};

// Links to our own digests and articles lead to their pages in that script: "/d/7" -> "/d/7?script=hant".
std::string script_links(std::string text, std::string_view public_url, chinese_script script);

// One chat message of at most max_bytes UTF-8 bytes: masthead and date, as many numbered items as fit whole (title, summary,
// number of related links), then a line that leads to the rest: the page's link, and "answer with a number" in the language.
// Fewer sentences a summary before fewer items; at least one item, cut at a sentence. An empty digest gives the
// "nothing new" text of the language. `from` (below the number of items): a later part, which begins with that item under the number that
// it has in the digest.
chat_part render_chat_part(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
                           std::size_t from, std::size_t max_bytes = chat_text_limit);
// The same of some items only (places, ascending, not empty), under the numbers that they have in the digest: for somebody who knows the
// others, or where others are held. `continued`: it is a later part.
chat_part render_chat_selection(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
                                const std::vector<std::size_t>& which, bool continued, std::size_t max_bytes = chat_text_limit);
// The first part's text.
std::string render_chat_digest(const template_set& templates, const digest& d, std::string_view masthead,
                               std::string_view public_url, std::size_t max_bytes = chat_text_limit);

// Item number `index` (from 0): title, whole summary, source and time, related titles, link to the article's page.
std::string render_chat_item(const template_set& templates, const digest& d, std::size_t index, std::string_view public_url,
                             std::size_t max_bytes = chat_text_limit);

// For `digest preview --as json`: everything, with positions and reasons.
std::string render_json(const digest& d, std::string_view public_url);
// For `digest preview --as html`: the digest's page body without the site around it.
std::string render_html(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url);

// The parts of an item that chat and page templates share: "number", "title", "summary" (one text), "sentences", "url", "page_url",
// "source" (what readers call it), "minutes" (of the whole article; may be empty), "also" (source, page_url, further), "also_names",
// "also_more", "has_also", "translation_note" (stands before "summary" already; empty: as its source wrote it), "updated_line", "related" (title, page_url, why), "has_related", "related_count", "one_related", "many_related",
// "linked" (false when there is no public_url to link to), "continues" with "continues_why", "continues_title" and "continues_url",
// "section" (of the item), "section_opens" (the same, for the first item under it alone). "url" is an http(s) address or empty. Text is clean: well-formed UTF-8,
// one line, no control characters.
view item_view(const digest& d, std::size_t index, std::string_view public_url);
// What there is to read in these items (places), for the templates: "count", "one_item", "source_count", "many_sources" (of all whose articles
// tell a story), "minutes" (of what the digest itself shows).
void add_amounts(view& v, const digest& d, const std::vector<std::size_t>& places);
// The digest for the templates: "masthead", "date" ("lundi 23 novembre"), "day", "language", "items", "has_items", "count",
// "one_item", "source_count", "many_sources", "minutes" (of the digest itself), "digest_url". The site's page around page_digest_body takes it too.
view digest_view(const digest& d, std::string_view masthead, std::string_view public_url);

}  // namespace depeche
