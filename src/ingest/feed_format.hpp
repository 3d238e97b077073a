// Which format a document is in, by its outermost element; and the parsers that it chooses from.
#pragma once

#include "ingest/feed_date.hpp"
#include "ingest/feed_tree.hpp"
#include "ingest/parsed_feed.hpp"

#include <string>
#include <string_view>

namespace depeche {

enum class feed_format { rss, rdf, atom, html, unknown };

feed_format format_of(const feed_node* root);

// A feed being read: what is known of the document, and what was found so far.
struct feed_reading {
  parsed_feed feed;
  std::string base;           // of links
  std::string language;       // of dates
  std::optional<std::string_view> home;  // the language whose times they are, as for parse_feed
  std::string_view zone;                 // where times without a zone hold
  std::optional<timestamp> now;
  std::size_t unread_dates = 0;
  std::string unread_date;    // the first of them
  std::size_t left_out = 0;   // entries over the limit
  std::size_t stray_texts = 0;  // that stand between the entries
};

// The language is known: from now on dates are read by it.
void know_language(feed_reading& reading, std::string language);

// Each fills the feed from an element of its format.
void read_rss(const feed_node& root, feed_reading& reading);
void read_rdf(const feed_node& root, feed_reading& reading);
void read_atom(const feed_node& root, feed_reading& reading);
// False when the text is no JSON Feed.
bool read_json_feed(std::string_view text, feed_reading& reading);

// A date as the feed writes it; one that can't be read is counted.
std::optional<timestamp> date_in(std::string_view text, feed_reading& reading);
// Adds an entry unless it is blank or one too many.
void add_entry(feed_reading& reading, feed_entry entry);

}  // namespace depeche
