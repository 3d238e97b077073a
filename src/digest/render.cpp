#include "digest/render.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "digest/cut.hpp"
#include "digest/item_text.hpp"
#include "digest/reading_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace depeche {
namespace {

std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

constexpr std::size_t chat_sentences = 2;
constexpr std::size_t chat_title_characters = 60;  // of the article that an item goes on from

std::string source_of(const digest_item& item) { return source_text(item.source_title, item.source); }

// A line begins with a capital: "suite de l’article de mardi" -> "Suite ...".
std::string begun_large(std::string line) {
  if (!line.empty() && line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
  return line;
}

// "also", "also_names" ("La Gazette, Radio Val"), "also_more" ("2", or empty) and "has_also".
void add_others(view& v, const digest& d, const digest_item& item, std::string_view public_url) {
  const bool chinese = known_language(d.language) == "zh";
  view::list others;
  std::string names;
  for (std::size_t i = 0; i < std::min(named_others, item.also_in.size()); ++i) {
    const telling& t = item.also_in[i];
    const std::string name = source_text(t.source_title, t.source);
    if (i > 0) names += chinese ? "、" : ", ";
    names += name;
    others.push_back(view::object{{"source", name}, {"page_url", article_url(public_url, t.article)}, {"further", i > 0}});
  }
  const std::size_t more = item.also_in.size() - others.size();
  v.set("has_also", !others.empty()).set("also", std::move(others)).set("also_names", std::move(names));
  v.set("also_more", more > 0 ? std::to_string(more) : std::string());
}

// What there is to read in these items: "count", "one_item", "source_count", "many_sources" (of all whose articles tell a story),
// "minutes" (of what the digest itself shows).
void add_amounts(view& v, const digest& d, const std::vector<std::size_t>& places) {
  std::chrono::seconds all{0};
  std::set<std::string_view> names;
  for (const std::size_t i : places) {
    const digest_item& item = d.items[i];
    all += reading_time(title_text(d, i) + "\n" + summary_text(d, i, item.summary.size()));
    names.insert(item.source);
    for (const telling& t : item.also_in) names.insert(t.source);
  }
  v.set("count", std::to_string(places.size())).set("one_item", places.size() == 1);
  v.set("source_count", std::to_string(names.size())).set("many_sources", names.size() > 1);
  v.set("minutes", std::to_string(reading_minutes(all)));
}

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

std::string digest_url(std::string_view public_url, digest_id id) {
  return without_slash(public_url) + "/d/" + std::to_string(number(id));
}

std::string article_url(std::string_view public_url, article_id id) {
  return without_slash(public_url) + "/a/" + std::to_string(number(id));
}

std::string script_links(std::string text, std::string_view public_url, chinese_script script) {
  if (script == chinese_script::as_written || public_url.empty()) return text;
  const std::string_view wanted = script == chinese_script::traditional ? "?script=hant" : "?script=hans";
  for (const char* kind : {"/d/", "/a/"}) {
    const std::string begin = without_slash(public_url) + kind;
    for (std::size_t at = text.find(begin); at != text.npos; at = text.find(begin, at + 1)) {
      const std::size_t end = std::min(text.find_first_not_of("0123456789", at + begin.size()), text.size());
      const bool whole = end > at + begin.size() && (end == text.size() || text[end] != '?');
      if (whole) text.insert(end, wanted);
    }
  }
  return text;
}

view item_view(const digest& d, std::size_t index, std::string_view public_url) {
  const digest_item& item = d.items.at(index);
  view::list sentences, related;
  for (const auto& s : item.summary) sentences.push_back(view::object{{"text", clean_line(s.text)}});
  for (const auto& r : item.related)
    related.push_back(view::object{{"title", clean_line(r.title)}, {"page_url", article_url(public_url, r.id)}, {"why", clean_line(r.why)}});
  const std::size_t count = related.size();
  view v = view::object{
      {"number", std::to_string(index + 1)},
      {"title", title_text(d, index)},
      {"summary", summary_text(d, index, item.summary.size())},
      {"sentences", std::move(sentences)},
      {"url", is_plain_web_address(item.url) ? item.url : ""},
      {"page_url", article_url(public_url, item.article)},
      {"linked", !public_url.empty()},
      {"source", source_of(item)},
      {"minutes", item.reading.count() > 0 ? std::to_string(reading_minutes(item.reading)) : ""},
      {"updated_line", item.updated ? last_updated_line(*item.updated, zone_of(d), d.language) : ""},
      {"related", std::move(related)},
      {"related_count", std::to_string(count)},
      {"has_related", count > 0},
      {"one_related", count == 1},
      {"many_related", count > 1},
  };
  add_others(v, d, item, public_url);
  const std::string section = clean_line(item.section);
  const bool opens = index == 0 || d.items[index - 1].section != item.section;
  v.set("section", section).set("section_opens", opens ? section : std::string());
  v.set("continues", item.continues.has_value());
  v.set("continues_why", item.continues ? begun_large(clean_line(item.continues->why)) : std::string());
  v.set("continues_title", item.continues ? clean_line(item.continues->title) : std::string());
  v.set("continues_url", item.continues ? article_url(public_url, item.continues->article) : std::string());
  return v;
}

view digest_view(const digest& d, std::string_view masthead, std::string_view public_url) {
  view::list items;
  for (std::size_t i = 0; i < d.items.size(); ++i) items.push_back(item_view(d, i, public_url));
  const bool linked = !public_url.empty() && number(d.id) != 0;
  view v = view::object{
      {"masthead", clean_line(masthead)},
      {"date", date_line(d)},
      {"day", d.day},
      {"language", d.language},
      {"has_items", !items.empty()},
      {"items", std::move(items)},
      {"digest_url", linked ? digest_url(public_url, d.id) : ""},
  };
  add_amounts(v, d, places_from(0, d.items.size()));
  return v;
}

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

std::string render_json(const digest& d, std::string_view public_url) {
  using nlohmann::ordered_json;
  const auto moment = [&](timestamp t) { return iso_time(t, zone_of(d)); };
  ordered_json items = ordered_json::array();
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    const digest_item& item = d.items[i];
    ordered_json summary = ordered_json::array(), positions = ordered_json::array(), related = ordered_json::array(),
                 also = ordered_json::array();
    for (const auto& t : item.also_in)
      also.push_back({{"id", number(t.article)}, {"source", t.source}, {"source_title", source_text(t.source_title, t.source)},
                      {"page_url", article_url(public_url, t.article)}});
    for (const auto& s : item.summary) {
      summary.push_back(s.text);
      positions.push_back({s.begin, s.end});
    }
    for (const auto& r : item.related)
      related.push_back({{"id", number(r.id)}, {"title", r.title}, {"why", r.why}, {"score", r.score},
                         {"page_url", article_url(public_url, r.id)}});
    items.push_back({{"number", i + 1}, {"article", number(item.article)}, {"title", item.title}, {"source", item.source},
                     {"source_title", source_of(item)},
                     {"url", item.url}, {"image", item.image}, {"page_url", article_url(public_url, item.article)},
                     {"updated", item.updated ? ordered_json(moment(*item.updated)) : ordered_json(nullptr)},
                     {"summary", std::move(summary)}, {"positions", std::move(positions)}, {"related", std::move(related)},
                     {"also_in", std::move(also)}, {"reading_seconds", item.reading.count()}, {"section", item.section},
                     {"continues", item.continues ? ordered_json{{"id", number(item.continues->article)}, {"title", item.continues->title},
                                                                 {"why", item.continues->why},
                                                                 {"page_url", article_url(public_url, item.continues->article)}}
                                                  : ordered_json(nullptr)}});
  }
  const ordered_json all = {{"id", number(d.id)}, {"account", d.account}, {"edition", d.edition}, {"language", language_tag(d.language, d.script)},
                            {"day", d.day}, {"zone", d.zone}, {"composed_at", moment(d.composed_at)}, {"final", d.final},
                            {"url", digest_url(public_url, d.id)}, {"items", std::move(items)}};
  return in_script(all.dump(2, ' ', false, ordered_json::error_handler_t::replace), d.script);
}

std::string render_html(const template_set& templates, const digest& d, std::string_view masthead, std::string_view public_url) {
  return in_script(templates.of(d.account).render(d.language, "page_digest_body", digest_view(d, masthead, public_url)), d.script);
}

}  // namespace depeche
