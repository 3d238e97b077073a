// A digest and its items as chat texts: as much as fits, with nothing cut in the middle.
#include "base/text.hpp"
#include "digest/item_text.hpp"
#include "digest/render.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t chat_sentences = 2;
constexpr std::size_t chat_title_characters = 60;  // of the article that an item goes on from

std::vector<std::size_t> places_from(std::size_t first, std::size_t end) {
  std::vector<std::size_t> places;
  for (std::size_t i = first; i < end; ++i) places.push_back(i);
  return places;
}

// Lines end without spaces, and there is at most one empty line between two.
std::string tidy(std::string_view text) {
  std::string out;
  std::size_t empty = 0;
  for (std::string_view line : split(text, '\n')) {
    while (line.ends_with(' ')) line.remove_suffix(1);
    empty = line.empty() ? empty + 1 : 0;
    if (empty > 1 || (line.empty() && out.empty())) continue;
    out += line;
    out += '\n';
  }
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

// What a chat message shows of a digest: these items, each with so many sentences.
class chat_page {
 public:
  chat_page(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
            std::vector<std::size_t> places, bool continued)
      : templates_(templates.of(d.account)), digest_(d), places_(std::move(places)), whole_(digest_view(d, masthead, public_url)) {
    whole_.set("continued", continued);
    if (!continued) add_amounts(whole_, d, places_);
    for (const std::size_t place : places_) {
      const digest_item& item = d.items[place];
      const bool opens = items_.empty() || d.items[places_[items_.size() - 1]].section != item.section;
      items_.push_back(item_view(d, place, public_url));
      items_.back().set("section_opens", opens ? clean_line(item.section) : std::string());
      items_.back().set("continues_title", cut_characters(item.continues ? clean_line(item.continues->title) : "", chat_title_characters));
    }
  }

  std::string write(const std::vector<std::size_t>& sentences) {
    view::list shown;
    for (std::size_t i = 0; i < sentences.size(); ++i)
      shown.push_back(items_[i].set("summary", summary_text(digest_, places_[i], sentences[i])));
    return fill(std::move(shown));
  }

  // One item alone, with its summary, then its title, made to fit.
  std::string write_one(std::size_t max_bytes) {
    const std::string summary = summary_text(digest_, places_[0], 1);
    const std::size_t without = write(std::vector<std::size_t>{0}).size();
    if (without < max_bytes) {
      items_[0].set("summary", cut_at_sentence(summary, max_bytes - without - 1, digest_.language));
      std::string text = fill(view::list{items_[0]});
      if (text.size() <= max_bytes) return text;
    }
    items_[0].set("continues", false);
    const std::string title = title_text(digest_, places_[0]);
    items_[0].set("summary", "").set("title", "");
    const std::size_t bare = fill(view::list{items_[0]}).size();
    items_[0].set("title", cut_at_sentence(title, max_bytes - std::min(max_bytes, bare + 1), digest_.language));
    return cut_at_sentence(fill(view::list{items_[0]}), max_bytes, digest_.language);
  }

 private:
  std::string fill(view::list shown) {
    const std::size_t more = items_.size() - shown.size();
    view v = whole_;
    v.set("more", more > 0).set("one_more", more == 1).set("many_more", more > 1).set("more_count", std::to_string(more));
    v.set("example", std::to_string(places_[std::min<std::size_t>(3, shown.size()) - 1] + 1));
    v.set("items", std::move(shown));
    return in_script(tidy(templates_.render(digest_.language, "chat_digest", v)), digest_.script);
  }

  const template_set templates_;
  const digest& digest_;
  std::vector<std::size_t> places_;
  view whole_;
  view::list items_;
};

// As many items as fit, each with a sentence or two, and how many they are.
std::string write_fitting(chat_page& page, std::size_t count, std::size_t max_bytes, std::size_t& shown) {
  for (std::size_t items = count; items > 0; --items) {
    std::vector<std::size_t> sentences(items, 1);
    std::string best = page.write(sentences);
    if (best.size() > max_bytes) continue;
    // There is room for all with one sentence: give the first ones their second.
    for (std::size_t i = 0; i < items; ++i) {
      sentences[i] = chat_sentences;
      std::string fuller = page.write(sentences);
      if (fuller.size() <= max_bytes) best = std::move(fuller);
      else sentences[i] = 1;
    }
    shown = items;
    return best;
  }
  shown = 1;
  return page.write_one(max_bytes);
}

}  // namespace

chat_part render_chat_part(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
                           std::size_t from, std::size_t max_bytes) {
  if (d.items.empty()) {
    const view named = view::object{{"masthead", clean_line(masthead)}};
    const std::string none = tidy(templates.of(d.account).render(d.language, "chat_nothing_new", named));
    return {cut_at_sentence(in_script(none, d.script), max_bytes, d.language), 0};
  }
  if (from >= d.items.size()) throw failure(fail(errc::not_found, "the digest has no item " + std::to_string(from + 1)));
  return render_chat_selection(templates, d, masthead, public_url, places_from(from, d.items.size()), from > 0, max_bytes);
}

chat_part render_chat_selection(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url,
                                const std::vector<std::size_t>& which, bool continued, std::size_t max_bytes) {
  chat_page page(templates, d, masthead, public_url, which, continued);
  std::size_t shown = 0;
  std::string text = write_fitting(page, which.size(), max_bytes, shown);
  return {std::move(text), shown < which.size() ? which[shown] : d.items.size()};
}

std::string render_chat_digest(const template_set& templates, const digest& d, std::string_view masthead,
                               std::string_view public_url, std::size_t max_bytes) {
  return render_chat_part(templates, d, masthead, public_url, 0, max_bytes).text;
}

std::string render_chat_item(const template_set& templates, const digest& d, std::size_t index, std::string_view public_url,
                             std::size_t max_bytes) {
  if (index >= d.items.size()) throw failure(fail(errc::not_found, "the digest has no item " + std::to_string(index + 1)));
  const template_set own = templates.of(d.account);
  digest shown = d;
  digest_item& item = shown.items[index];
  // What makes it too long goes first from the end of the related links, then from the end of the summary.
  for (;;) {
    std::string text = in_script(tidy(own.render(d.language, "chat_item", item_view(shown, index, public_url))), d.script);
    if (text.size() <= max_bytes) return text;
    if (!item.related.empty()) item.related.pop_back();
    else if (item.continues) item.continues.reset();
    else if (item.summary.size() > 1) item.summary.pop_back();
    else return cut_at_sentence(text, max_bytes, d.language);
  }
}

}  // namespace depeche
