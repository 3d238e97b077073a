#include "digest/render.hpp"

#include "base/localisation.hpp"
#include "digest/item_text.hpp"
#include "digest/reading_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <set>

namespace depeche {
namespace {

std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

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

}  // namespace

std::string digest_url(std::string_view public_url, digest_id id) {
  return without_slash(public_url) + "/d/" + std::to_string(number(id));
}

std::string article_url(std::string_view public_url, article_id id) {
  return without_slash(public_url) + "/a/" + std::to_string(number(id));
}

std::string related_url(std::string_view public_url, const related_article& r) {
  if (number(r.id) != 0) return article_url(public_url, r.id);
  return is_plain_web_address(r.url) ? r.url : std::string();
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
    related.push_back(view::object{{"title", clean_line(r.title)}, {"page_url", related_url(public_url, r)}, {"why", clean_line(r.why)}});
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
      {"translation_note", item.translated_from.empty() ? std::string() : translation_note(item.translated_from, d.language)},
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
  std::vector<std::size_t> all(d.items.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  add_amounts(v, d, all);
  return v;
}

std::string render_json(const digest& d, std::string_view public_url) {
  using nlohmann::ordered_json;
  const auto moment = [&](timestamp t) { return iso_time(t, zone_of(d)); };
  ordered_json items = ordered_json::array();
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    const digest_item& item = d.items[i];
    ordered_json summary = ordered_json::array(), positions = ordered_json::array(), from = ordered_json::array(), related = ordered_json::array(),
                 also = ordered_json::array();
    for (const auto& t : item.also_in)
      also.push_back({{"id", number(t.article)}, {"source", t.source}, {"source_title", source_text(t.source_title, t.source)},
                      {"page_url", article_url(public_url, t.article)}});
    for (const auto& s : item.summary) {
      summary.push_back(s.text);
      positions.push_back({s.begin, s.end});
      from.push_back(number(number(s.article) == 0 ? item.article : s.article));
    }
    for (const auto& r : item.related)
      related.push_back({{"id", number(r.id)}, {"title", r.title}, {"why", r.why}, {"score", r.score},
                         {"page_url", related_url(public_url, r)}});
    items.push_back({{"number", i + 1}, {"article", number(item.article)}, {"title", item.title}, {"source", item.source},
                     {"source_title", source_of(item)},
                     {"translated_from", item.translated_from.empty() ? ordered_json(nullptr) : ordered_json(item.translated_from)},
                     {"url", item.url}, {"image", item.image}, {"page_url", article_url(public_url, item.article)},
                     {"updated", item.updated ? ordered_json(moment(*item.updated)) : ordered_json(nullptr)},
                     {"summary", std::move(summary)}, {"positions", std::move(positions)},
                     {"articles", std::move(from)}, {"related", std::move(related)},
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
