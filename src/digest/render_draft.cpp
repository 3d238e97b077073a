#include "digest/render_draft.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/cut.hpp"
#include "digest/draft_html.hpp"
#include "digest/item_text.hpp"
#include "digest/render.hpp"
#include "wechat/limits.hpp"

#include <algorithm>

namespace depeche {
namespace {

namespace limits = wechat::limits;

// Far more than a summary has, and so little that escaping it keeps within the limit.
constexpr std::size_t most_summary_characters = 2'000;
constexpr std::size_t most_related_characters = 120;
constexpr std::size_t most_related = 8;

bool fits(std::string_view content) {
  return content.size() < limits::draft_content_bytes && count_code_points(content) < limits::draft_content_characters;
}

// An address as text and as "read original"; empty when it is too long for either.
std::string short_address(std::string_view url) {
  return is_plain_web_address(url) && url.size() <= limits::address_bytes && is_utf8(url) ? std::string(url) : std::string();
}

class draft_writer {
 public:
  draft_writer(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
               const draft_pictures& pictures)
      : templates_(templates.of(d.account)), digest_(d), public_url_(public_url), pictures_(pictures) {
    whole_ = digest_view(d, masthead, public_url);
    whole_.set("masthead", cut_characters(clean_line(masthead), most_related_characters));
  }

  // Items [begin, end) as one article.
  result<draft_page> write(std::size_t begin, std::size_t end) {
    const digest_item& first = digest_.items[begin];
    draft_page page;
    const chinese_script script = digest_.script;
    page.title = cut_characters(in_script(title_text(digest_, begin), script), limits::draft_title_characters);
    if (page.title.empty()) page.title = cut_characters(date_line(digest_), limits::draft_title_characters);
    page.author = cut_characters(in_script(source_text(first.source_title, first.source), script), limits::draft_author_characters);
    if (digest_.items.size() == 1)
      page.digest = cut_characters(cut_at_sentence(in_script(summary_text(digest_, 0, first.summary.size()), script), 400, digest_.language),
                                   limits::draft_digest_characters);
    page.article = first.article;
    page.image = is_plain_web_address(first.image) ? first.image : std::string();
    page.source_url = short_address(public_url_.empty() ? first.url : end - begin > 1 && number(digest_.id) != 0
                                                                          ? digest_url(public_url_, digest_.id)
                                                                          : article_url(public_url_, first.article));
    // What makes it too long goes from the end: items, then related links, then all but the first sentences.
    for (std::size_t last = end, related = most_related;;) {
      page.content = content_of(begin, last, related);
      if (fits(page.content)) return page;
      if (last > begin + 1) --last;
      else if (related > 0) related = 0;
      else break;
    }
    return fail(errc::template_malformed, "the template draft_article makes 20,000 characters or more of one item", "draft_article.mustache",
                "make it shorter");
  }

 private:
  std::string content_of(std::size_t begin, std::size_t end, std::size_t related) {
    view::list items;
    for (std::size_t i = begin; i < end; ++i) items.push_back(item(i, related));
    view v = whole_;
    v.set("items", std::move(items)).set("opens", begin == 0).set("several", end - begin > 1);
    return draft_html(in_script(templates_.render(digest_.language, "draft_article", v), digest_.script), pictures_.own);
  }

  view item(std::size_t index, std::size_t related) {
    const digest_item& of = digest_.items[index];
    view v = item_view(digest_, index, public_url_);
    v.set("title", cut_characters(title_text(digest_, index), most_related_characters));
    v.set("summary", cut_characters(summary_text(digest_, index, of.summary.size()), most_summary_characters));
    v.set("url", short_address(of.url));
    view::list links;
    for (std::size_t i = 0; i < std::min(related, of.related.size()); ++i)
      links.push_back(view::object{{"title", cut_characters(clean_line(of.related[i].title), most_related_characters)},
                                   {"why", cut_characters(clean_line(of.related[i].why), most_related_characters)}});
    v.set("has_related", !links.empty()).set("related", std::move(links));
    const auto shown = pictures_.shown.find(of.article);
    v.set("picture", shown == pictures_.shown.end() ? std::string() : shown->second);
    return v;
  }

  const template_set templates_;
  const digest& digest_;
  std::string_view public_url_;
  const draft_pictures& pictures_;
  view whole_;
};

}  // namespace

result<std::vector<draft_page>> render_draft(const template_set& templates, const digest& d, std::string_view masthead,
                                             std::string_view public_url, const draft_pictures& pictures) {
  draft_writer writer(templates, d, masthead, public_url, pictures);
  std::vector<draft_page> pages;
  const std::size_t count = d.items.size();
  for (std::size_t i = 0; i < std::min(count, limits::draft_articles); ++i) {
    const bool rest = i + 1 == limits::draft_articles;
    auto page = writer.write(i, rest ? count : i + 1);
    if (page.has_error()) return page.error();
    pages.push_back(std::move(*page));
  }
  return pages;
}

std::string fault_of(const draft_page& page) {
  if (page.title.empty()) return "an article without a title";
  if (count_code_points(page.title) > limits::draft_title_characters) return "the title has more than 32 characters";
  if (count_code_points(page.author) > limits::draft_author_characters) return "the author has more than 16 characters";
  if (count_code_points(page.digest) > limits::draft_digest_characters) return "the digest has more than 110 characters";
  if (trim(page.content).empty()) return "an article without text";
  if (!fits(page.content)) return "the text has 20,000 characters or 1 MB or more";
  if (page.source_url.size() > limits::address_bytes) return "the source's address has more than 1 KB";
  return {};
}

}  // namespace depeche
