#include "web/article_view.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/item_text.hpp"
#include "digest/reading_time.hpp"
#include "web/page_frame.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t most_related = 8;
constexpr std::size_t most_headlines = 20;  // of the source's own list

bool right_to_left(std::string_view language) {
  constexpr std::string_view ones[] = {"ar", "fa", "he", "ur"};
  return std::find(std::begin(ones), std::end(ones), language) != std::end(ones);
}

view paragraphs_of(const std::string& text) {
  view::list paragraphs;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", pos), text.size());
    const std::string_view one = trim(std::string_view(text).substr(pos, end - pos));
    if (!one.empty()) paragraphs.emplace_back(std::string(one));
    pos = end + 2;
  }
  return paragraphs;
}

// The source's summary, unless it is only the beginning of the text again.
std::string lead_of(const article& a) {
  const std::string_view lead = trim(a.summary);
  const std::string_view beginning = truncate_bytes(lead, 80);
  return a.text.find(beginning) == std::string::npos ? std::string(lead) : std::string();
}

// "https://www.example.org/a?b" -> "www.example.org"
std::string host_of(std::string_view url) {
  url.remove_prefix(url.find("//") + 2);
  return std::string(url.substr(0, url.find_first_of("/?#")));
}

// What the page lists as related already is not listed again.
view::list headlines_of(const article& a, const std::vector<related_article>& related) {
  view::list headlines;
  for (const headline_link& h : a.related) {
    if (headlines.size() == most_headlines) break;
    const std::string title = squeeze_space(h.title);
    if (std::any_of(related.begin(), related.end(), [&](const related_article& r) { return squeeze_space(r.title) == title; })) continue;
    view line;
    line.set("title", h.title).set("url", is_web_address(h.url) ? h.url : std::string());
    headlines.push_back(std::move(line));
  }
  return headlines;
}

}  // namespace

view article_view(const article& a, const std::vector<related_article>& related, std::string_view source_title, std::string_view language,
                  std::string_view zone) {
  view v;
  view::list headlines = headlines_of(a, related);
  const auto shown = shown_time(a);
  v.set("title", a.title)
      .set("article_lang", a.language.empty() ? std::string(language) : a.language)
      .set("dir", right_to_left(a.language) ? "rtl" : "ltr")
      .set("author", a.author)
      .set("section", a.categories.empty() ? std::string() : a.categories.front())
      .set("updated_line", shown ? last_updated_line(*shown, zone, language) : std::string())
      .set("iso_updated", shown ? iso_time(*shown, zone) : std::string())
      .set("published_date", a.published ? long_date(*a.published, zone, language) : std::string())
      .set("published_time", a.published ? clock_time(*a.published, zone, language) : std::string())
      .set("iso_published", a.published ? iso_time(*a.published, zone) : std::string())
      .set("image", ascii_lower(a.image.substr(0, 8)) == "https://" ? a.image : std::string())
      .set("lead", lead_of(a))
      .set("html", a.html)
      .set("paragraphs", a.html.empty() ? paragraphs_of(a.text) : view::list{})
      .set("translation_note", a.translated_from.empty() ? std::string() : translation_note(a.translated_from, language))
      .set("excerpt_only", a.html.empty() && a.text.empty())
      .set("source", std::string(source_title))
      .set("minutes", a.text.empty() ? std::string() : std::to_string(reading_minutes(reading_time(a.text))))
      .set("source_url", is_web_address(a.url) ? a.url : std::string())
      .set("source_host", is_web_address(a.url) ? host_of(a.url) : std::string())
      .set("has_headlines", !headlines.empty())
      .set("headlines", std::move(headlines));
  return v;
}

std::vector<related_article> related_in(const std::vector<digest>& digests, article_id id) {
  std::vector<related_article> found;
  const auto add = [&](related_article r) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const related_article& f) { return f.id == r.id; });
    if (r.id != id && number(r.id) != 0 && !known && found.size() < most_related) found.push_back(std::move(r));
  };
  for (const digest& d : digests)
    for (const digest_item& item : d.items)
      if (item.article == id)
        for (const related_article& r : item.related) add(r);
  for (const digest& d : digests)
    for (const digest_item& item : d.items)
      for (const related_article& r : item.related)
        if (r.id == id) add({item.article, item.title, r.why, r.score, {}});
  return found;
}

}  // namespace depeche
