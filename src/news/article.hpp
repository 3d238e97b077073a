// One piece of news as stored.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// The source of what editors and programs hand in without another name.
inline constexpr std::string_view source_of_the_desk = "desk";

struct headline_link {
  std::string title;
  std::string url;  // may be empty: a page dump gives headlines without links
};

struct article {
  article_id id{};
  std::string source;    // name of the [[source]]
  std::string key;       // identity within the source, see ingest/article_key
  std::string url;       // where it was published; may be empty
  std::string title;     // plain text, one line
  std::string author;
  std::string language;  // "fr", "en", "zh" or another ISO 639-1 code; empty when unknown
  std::optional<timestamp> published;  // nothing when the source gave none: never invented
  std::optional<timestamp> updated;
  timestamp first_seen{};
  std::optional<timestamp> counted;    // when it counts as news, as that was decided when it was stored; nothing before
  std::string summary;   // the source's own, plain text; may be empty
  std::string text;      // plain text, paragraphs separated by "\n\n"; may be empty when the source gives an excerpt only
  std::string html;      // sanitised, safe to show; may be empty
  std::string image;     // absolute URL or empty
  std::vector<std::string> categories;
  std::vector<headline_link> related;  // the source's own list of related headlines
  article_id translation_of{};   // the article that a machine made this of, in another language; 0: it is as its source wrote it
  std::string translated_from;   // that one's language
  std::string original;          // that one's title and text, as far as they were translated: the guard reads them too
};

// Clocks differ; news from further ahead than this are dated wrongly, by a zone as a rule.
inline constexpr std::chrono::minutes most_ahead{15};

// When it counts as news: published, else first seen. A date in the future also counts from first sight.
inline timestamp news_time(const article& a) {
  if (a.counted) return *a.counted;
  if (a.published && *a.published <= a.first_seen + most_ahead) return *a.published;
  return a.first_seen;
}

// What a reader is shown as "last updated": updated, else published; nothing when neither is known.
inline std::optional<timestamp> shown_time(const article& a) {
  if (a.updated) return a.updated;
  return a.published ? std::optional(news_time(a)) : std::nullopt;
}

}  // namespace depeche
