// What the config says of accounts' sources and editions, as the domain sees it.
#pragma once

#include "base/chinese_script.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace depeche {

// CSS selectors for a page without a feed: what an item is, and inside it its parts. An empty item: none are set.
struct item_selectors {
  std::string item, title, link, date, summary;
  friend bool operator==(const item_selectors&, const item_selectors&) = default;
};

// How much a source's stories weigh beside others'.
enum class source_priority { low, normal, high };

// What the address of a source answers with: a feed, a page that announces its feed, a page that is the article.
enum class source_kind { unknown, feed, page_with_feed, page };

struct source {
  std::string name;
  std::string url;       // http(s) feed or page
  std::string language;  // used when the article's own is unknown
  std::chrono::seconds every{900};
  std::string title{};   // what readers call it; empty: what it calls itself
  source_priority priority = source_priority::normal;
  item_selectors select{};
};

// What an edition does on a day with too few fresh stories: goes out with what there is, with those alone, not at all, or together with the days
// after it, when they are enough.
enum class thin_day { send, shorten, skip, merge };

// A part of an issue under a heading: what comes from these sources, or has one of these categories.
struct edition_section {
  std::string title;
  std::vector<std::string> sources;     // names
  std::vector<std::string> categories;  // as articles have them, whatever their case
};

// What a mass send is made of: one text, or up to eight articles with pictures.
enum class mass_form { text, draft };

struct edition {
  std::string name;
  std::string account;
  std::string title;     // the masthead; the name when empty
  std::string language = "en";
  chinese_script script = chinese_script::as_written;  // of an edition in Chinese
  std::vector<std::string> sources;  // names; empty means all
  std::string schedule;  // cron expression, five fields
  std::string zone = "UTC";
  std::size_t items = 8;
  std::chrono::hours window{36};     // how far back an article counts as today's news
  thin_day thin = thin_day::send;
  std::size_t thin_below = 3;        // fewer fresh stories make a thin day
  std::size_t max_per_source = 0;    // items of one source; 0: half of them, as long as others have something
  std::vector<std::string> topics;   // what it is about: these stories weigh more, and no topic crowds the others out
  std::vector<std::string> keywords; // stories that speak of them weigh more still
  std::vector<std::string> muted;    // stories on them stay out
  bool topics_only = false;          // stories on no topic and no keyword stay out
  std::size_t max_per_topic = 0;     // items on one topic (without topics: of one category); 0: half of them, as long as others have something
  std::map<std::string, source_priority, std::less<>> priorities;  // of sources that are not normal
  std::map<std::string, std::string, std::less<>> source_titles;  // what readers call the sources, by name
  std::vector<std::string> ways{"customer_message", "mass_send"};  // in order of preference
  mass_form form = mass_form::text;
  std::vector<std::string> urgent_keywords;  // the rule by which news goes out at once: all of these three that are given must hold
  std::vector<std::string> urgent_sources;
  bool urgent_priority = false;      // only from sources of high priority
  std::size_t urgent_per_day = 2;
  std::string quiet;                 // "22:00-07:00": urgent news waits until they end; empty: none
  bool urgent_at_night = false;      // what the rule finds doesn't wait
  std::string sensitive_words;  // file of words that hold an article for an editor, beside the account's; empty: none
  bool hold_undated = true;     // an article without a date is held, but for what the desk handed in
  bool hold_unsourced = true;   // ... without an address and an author, likewise
  std::vector<edition_section> sections;  // in order
  std::vector<std::string> translate;  // languages whose articles it takes as a machine translates them
  bool approval = false;        // nothing goes out by the schedule or a rule that no editor has approved
};

// What readers of the edition call a source: its name when it has no title.
inline std::string title_of_source(const edition& e, const std::string& name) {
  const auto found = e.source_titles.find(name);
  return found == e.source_titles.end() || found->second.empty() ? name : found->second;
}

}  // namespace depeche
