// What the feed parsers share: reading one field of an entry out of an element, within its limit.
#pragma once

#include "ingest/feed_tree.hpp"
#include "ingest/parsed_feed.hpp"

#include <string>
#include <string_view>

namespace depeche {

// Text that is meant as HTML: known tags only, and one of them closed or void.
bool looks_like_html(std::string_view text);

// A title or name as RSS writes them: HTML in it is read, references once more than XML does, line breaks go.
std::string line_field(std::string_view text);
std::string line_field(const feed_node& node);
// A title as Atom writes it: by its type.
std::string text_construct(const feed_node& node);
// An id or a link as it stands.
std::string token_field(const feed_node& node);

// HTML of an element: escaped once or twice, in CDATA, or as child elements. Sanitised.
std::string html_field(const feed_node& node, std::string_view base);
// The same of an atom:content or atom:summary, by its type and mode; empty when it is elsewhere (src) or no text.
std::string markup_construct(const feed_node& node, std::string_view base);
// Plain text as HTML: its blank lines are paragraphs.
std::string paragraphs_of(std::string_view text);
// The plain text of sanitised HTML.
std::string summary_field(const std::string& html);

// "mail (Name)", "Name <mail>", "Name (mail)" -> the name; the address where there is nothing else.
std::string author_name(std::string_view text);
// The same of an element, which may have the children that Atom gives a person.
std::string person(const feed_node& node);

void add_category(feed_entry& entry, std::string_view name);
void add_enclosure(feed_entry& entry, std::string_view url, std::string_view type, std::string_view length, std::string_view base);

}  // namespace depeche
