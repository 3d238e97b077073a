// The part that every page has: head, masthead, languages, and the invitation to scan.
#pragma once

#include "digest/view.hpp"
#include "net/http_message.hpp"
#include "news/digest.hpp"
#include "web/site_context.hpp"

#include <string>
#include <string_view>

namespace depeche {

// What a page tells the frame about itself.
struct page_words {
  std::string language;     // of the page's own words
  chinese_script script = chinese_script::as_written;
  std::string title;        // for the window and for sharing; empty: the masthead alone
  std::string description;  // may be empty
  std::string path;         // "/d/7", for the canonical address; empty on pages that have none
  bool home = false;        // the masthead is the page's heading
  bool machine_worded = false;  // then the foot doesn't say that all sentences are the articles' own
  std::string edition;      // whose feeds the page names; empty: those of the language
  std::string edition_title;
};

// The view that every page template starts from.
view frame_view(const site_context& site, const page_words& words);

// A page's template, filled, in the script that the page has.
std::string filled(const site_context& site, const page_words& words, std::string_view name, const view& page);

// The script that an address asks for ("?script=hant"), else the language's editions'.
chinese_script script_wanted(const site_context& site, const http_request& request, std::string_view language);

// The same with the invitation: the site's code where it can be had, else how to find the account.
task<view> invited_view(site_context& site, page_words words);

// The invitation card for a code that was or wasn't found. `scene` names the picture.
view invitation_view(const site_context& site, std::string_view scene, bool has_code);

// Error pages in the site's look: 404 and 500.
http_response problem_page(const site_context& site, const http_request& request, int status);

// Helpers that several pages need.
// The digest with a zone that can be trusted: a zone that tzdata has lost becomes UTC.
digest with_known_zone(digest d);
// "lundi 23 novembre" of the digest's day, and the same with the year.
std::string week_date_of(const digest& d, std::string_view language);
std::string long_date_of(const digest& d, std::string_view language);
// The edition's masthead: its title, or its name when it is gone from the config.
std::string masthead_of(const site_context& site, const digest& d);
// http and https only: what comes from feeds is never another scheme in a link of ours.
bool is_web_address(std::string_view url);
// A number from a path; nothing unless it is 1 to 2^63-1 in plain digits.
std::optional<std::int64_t> number_in_path(std::string_view text);

}  // namespace depeche
