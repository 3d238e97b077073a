#include "digest/render_card.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/cut.hpp"
#include "digest/item_text.hpp"
#include "digest/render.hpp"
#include "wechat/limits.hpp"

#include <algorithm>

namespace depeche {
namespace {

namespace limits = wechat::limits;

bool fits_address(std::string_view url) { return is_plain_web_address(url) && url.size() <= limits::address_bytes && is_utf8(url); }

std::string picture_of(const digest& d) {
  for (const digest_item& item : d.items)
    if (item.image.starts_with("https://") && fits_address(item.image)) return item.image;
  return {};
}

// The template's lines without blank ones, cleaned.
std::string lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n'))
    if (std::string clean = clean_line(line); !clean.empty()) lines.push_back(std::move(clean));
  return join(lines, "\n");
}

}  // namespace

news_card render_card(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url) {
  news_card card;
  const template_set own = templates.of(d.account);
  const view whole = digest_view(d, masthead, public_url);
  card.title = cut_characters(clean_line(in_script(own.render(d.language, "card_title", whole), d.script)), limits::card_title_characters);
  if (card.title.empty()) card.title = cut_characters(date_line(d), limits::card_title_characters);
  for (std::size_t shown = d.items.size();; --shown) {
    view::list items;
    for (std::size_t i = 0; i < shown; ++i) items.push_back(item_view(d, i, public_url));
    view v = whole;
    v.set("items", std::move(items)).set("more", shown < d.items.size()).set("more_count", std::to_string(d.items.size() - shown));
    card.description = lines_of(in_script(own.render(d.language, "card_description", v), d.script));
    if (shown <= 1 || count_code_points(card.description) <= limits::card_description_characters) break;
  }
  card.description = cut_characters(card.description, limits::card_description_characters);
  if (number(d.id) != 0) card.url = digest_url(public_url, d.id);
  if (!fits_address(card.url)) card.url.clear();
  card.picture = picture_of(d);
  return card;
}

std::string fault_of(const news_card& card) {
  if (card.title.empty()) return "a card without a title";
  if (card.url.empty()) return "a card without a page to lead to: the digest is not stored, or public_url is none";
  if (count_code_points(card.title) > limits::card_title_characters) return "the card's title is too long";
  if (count_code_points(card.description) > limits::card_description_characters) return "the card's description is too long";
  if (card.url.size() > limits::address_bytes || card.picture.size() > limits::address_bytes) return "an address of the card is longer than 1 KB";
  return {};
}

}  // namespace depeche
