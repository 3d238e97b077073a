// Which format a document is in, by its root element; and the parsers that it chooses from.
#pragma once

#include "ingest/markup_tree.hpp"
#include "ingest/parsed_feed.hpp"

namespace depeche {

enum class feed_format { rss, rdf, atom, html, unknown };

feed_format format_of(const xmlNode* root);

// Each fills the feed from a tree whose root is of its format.
void read_rss(const xmlNode* root, std::string_view base, parsed_feed& feed);
void read_rdf(const xmlNode* root, std::string_view base, parsed_feed& feed);
void read_atom(const xmlNode* root, std::string_view base, parsed_feed& feed);

}  // namespace depeche
