// What the feed parsers share: reading one field of an entry out of an element, within its limit.
#pragma once

#include "ingest/markup_tree.hpp"
#include "ingest/parsed_feed.hpp"

#include <string>
#include <string_view>

namespace depeche {

// A title or name: HTML in it is read, line breaks go.
std::string line_field(std::string_view text);
// An id or a link as it stands.
std::string token_field(const xmlNode* node);
// HTML of an element: escaped once or twice, in CDATA, or as child elements. Sanitised.
std::string html_field(const xmlNode* node, std::string_view base);
// The plain text of sanitised HTML.
std::string summary_field(const std::string& html);
// The base of links at this element: xml:base of it and those above, on top of the document's.
std::string base_of(const xmlNode* node, std::string_view document_base);
void add_category(feed_entry& entry, std::string_view name);
void add_enclosure(feed_entry& entry, const xmlNode* node, const char* address, const char* length, std::string_view base);
// media:content, media:thumbnail, media:group, itunes:image: the entry's image.
void read_media(feed_entry& entry, const xmlNode* node, std::string_view base);

}  // namespace depeche
