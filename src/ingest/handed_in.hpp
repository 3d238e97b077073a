// An article that somebody hands in, by chat, by the API or in a watched folder, and what becomes of it: pure.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ingest/page_extractor.hpp"
#include "news/article.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct handed_in {
  std::string source{source_of_the_desk};
  std::string id;     // its identity within the source, as the giver knows it; may be empty
  std::string url;    // where it was published; may be empty
  std::string title;
  std::string author;
  std::string language;
  std::string language_hint;  // taken when neither `language` nor the words tell
  std::string summary;
  std::string text;   // paragraphs apart by an empty line
  std::string html;   // of any origin: it is sanitised
  std::string image;
  std::optional<timestamp> published;
  std::optional<timestamp> updated;
  std::vector<std::string> categories;
  std::vector<headline_link> related;

  // Nothing but an address: the article is to be fetched from there.
  bool is_address_only() const { return text.empty() && html.empty(); }
};

inline constexpr std::size_t largest_handed_in = 4 * 1024 * 1024;  // bytes, of one request or file
inline constexpr std::size_t most_handed_in = 100;                 // articles in one request or file

// Within its source it is who its id says, else its address, else its title on that day. Fails (invalid_argument, or too_large) with
// the member that is wrong in `where`.
result<article> article_of(handed_in what, timestamp now);

// What a page gives. The page's text counts as it stands.
handed_in from_page(extracted_page page, std::string_view address);
// The words of the person who hands it in go before those of the page.
handed_in overlaid(handed_in page, handed_in given);

// The first line is the title, what follows is the text. Fails with invalid_argument when either is missing.
result<handed_in> from_note(std::string_view note);

// One JSON object, or a list of them, as docs/api.md has it. Unknown members and wrong types are refused, with the member's place in
// `where`: "title", "[2].published".
result<std::vector<handed_in>> read_article_json(std::string_view json);

// A text in Markdown, with or without a head between "---" lines ("title: ...", "date: ..."); without a title there its first heading is
// the title. Fails with invalid_argument when there is no title or no text.
result<handed_in> read_article_markdown(std::string_view text);

}  // namespace depeche
