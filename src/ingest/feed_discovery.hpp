// The feed of a page: the one that it announces to machines, else the one that it links to for people.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// <link rel="alternate" type="application/rss+xml" href>; of several the first that is not of comments. Empty when there is none.
std::string find_announced_feed(std::string_view bytes, std::string_view http_charset, std::string_view url);

// A link of the same host that reads like a feed's by its address ("/rss.xml", "/feed/") or its words ("RSS", "Flux RSS", "RSS订阅").
std::string find_linked_feed(std::string_view bytes, std::string_view http_charset, std::string_view url);


// "/rss.xml", "/feed": what is at such an address is meant to be a feed.
bool reads_like_a_feed_address(std::string_view url);

}  // namespace depeche
