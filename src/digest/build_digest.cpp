#include "digest/build_digest.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "digest/compose.hpp"
#include "digest/continuation.hpp"
#include "digest/relate.hpp"
#include "digest/sections.hpp"
#include "digest/story_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace depeche {

constexpr std::size_t related_links = 3;
constexpr summary_wish item_summary{.sentences = 3, .words = 120, .told_once = true};

// What earlier digests showed or named: readers know it.
static std::unordered_set<std::int64_t> told_in(const std::vector<digest>& earlier) {
  std::unordered_set<std::int64_t> told;
  for (const digest& d : earlier)
    for (const digest_item& item : d.items) {
      told.insert(number(item.article));
      for (const telling& t : item.also_in) told.insert(number(t.article));
    }
  return told;
}

// One article of each other source that tells the story, in the order in which they told it, but for those that readers know. A
// reprint tells it too.
static std::vector<telling> others_on(const news_index& index, const candidate_story& s, std::size_t lead, const edition& e,
                                      const std::unordered_set<std::int64_t>& told) {
  std::vector<telling> others;
  for (auto n = s.fresh.rbegin(); n != s.fresh.rend(); ++n) {
    const known_article& a = index.at(*n);
    const bool known = a.source == index.at(lead).source || told.contains(number(a.id)) ||
                       std::any_of(others.begin(), others.end(), [&](const telling& t) { return t.source == a.source; });
    if (!known) others.push_back({a.id, a.source, title_of_source(e, a.source)});
  }
  return others;
}

// What of the story may be told beside the lead: not what is older news by hours, what is the lead's own text again, or what a machine
// translated (an item's mark says so of its own article only).
static std::vector<std::size_t> tellings_beside(const news_index& index, std::size_t lead, const std::vector<telling>& others) {
  constexpr auto still_true = std::chrono::hours{6};
  constexpr std::size_t most = 6;
  std::vector<std::size_t> beside;
  for (const telling& t : others) {
    const auto place = index.place_of(t.article);
    if (!place || beside.size() == most || index.at(*place).translated) continue;
    if (index.at(*place).time + still_true >= index.at(lead).time && !index.copies(*place, lead)) beside.push_back(*place);
  }
  return beside;
}

static const candidate_story& story_of(const news_index& index, const chosen_stories& what, std::size_t lead) {
  return *std::find_if(what.stories.begin(), what.stories.end(), [&](const candidate_story& s) { return s.story == index.at(lead).story; });
}

// "summary of 12: [0, 80) of 12, [40, 120) of 15 (the whole story: says 1.4 times what the lead's own would)".
static std::string to_line(const digest_item& item, const story_summary& s, std::size_t tellings) {
  std::string line = fmt::format("summary of {}:", number(item.article));
  for (std::size_t i = 0; i < s.sentences.size(); ++i) {
    const summary_sentence& one = s.sentences[i];
    line += fmt::format("{} [{}, {}) of {}", i == 0 ? "" : ",", one.begin, one.end, number(number(one.article) == 0 ? item.article : one.article));
  }
  if (tellings == 0) return line;
  return line + fmt::format(" ({}: says {:.2f} times as much as the lead's own sentences, {} wanted)",
                            s.whole_story ? "the whole story" : "its lead alone, for the whole story", s.more, enough_more);
}

bool is_readable_in(const article& a, const edition& e) {
  const auto tag = [](std::string_view l) { return ascii_lower(l.substr(0, l.find_first_of("-_"))); };
  if (!a.translated_from.empty() && std::find(e.translate.begin(), e.translate.end(), a.translated_from) == e.translate.end()) return false;
  return a.language.empty() || tag(a.language) == tag(e.language);
}

error not_readable_in(const article& a, const edition& e) {
  if (!a.translated_from.empty() && known_language(a.language) == known_language(e.language))
    return fail(errc::invalid_argument, "a machine translated the article, and the edition takes no translations", a.translated_from, "set translate = [\"" + a.translated_from + "\"] in its section");
  return fail(errc::invalid_argument, "the article is in another language than the edition", a.language);
}

chosen_stories choose_stories(const news_index& index, const std::vector<std::size_t>& readable, const edition& e,
                              const std::vector<digest>& earlier, timestamp now, const edition_wishes& wishes) {
  chosen_stories out;
  out.stories = weigh_stories(index, readable, e, now, wishes);
  out.chosen = select_items(index, out.stories, e, earlier, now, wishes);
  return out;
}

std::vector<std::size_t> places_to_read(const news_index& index, const edition& e, const chosen_stories& what, const std::vector<digest>& earlier) {
  std::vector<std::size_t> places = what.chosen.articles;
  const auto told = told_in(earlier);
  for (const std::size_t lead : what.chosen.articles) {
    const auto beside = tellings_beside(index, lead, others_on(index, story_of(index, what, lead), lead, e, told));
    places.insert(places.end(), beside.begin(), beside.end());
  }
  return places;
}

told_stories tell_stories(const news_index& index, const edition& e, chosen_stories& what, const std::vector<article>& texts,
                          const std::vector<digest>& earlier, timestamp now, const std::vector<editor_pick>& picks) {
  std::unordered_map<std::size_t, const article*> by_place;
  for (const article& a : texts)
    if (const auto n = index.place_of(a)) by_place.emplace(*n, &a);
  std::vector<std::size_t>& chosen = what.chosen.articles;
  std::erase_if(chosen, [&](std::size_t n) { return !by_place.contains(n); });
  const auto told = told_in(earlier);
  const std::string zone = is_zone(e.zone) ? e.zone : "UTC";
  std::vector<digest_item> items;
  std::vector<std::string> summaries;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const article& a = *by_place.at(chosen[i]);
    auto others = others_on(index, story_of(index, what, chosen[i]), chosen[i], e, told);
    auto continues = earlier_turn_of(index, chosen[i], chosen, earlier, zone, known_language(e.language), now);
    // What stands under "also in", or is named as the earlier turn, is not related as well.
    auto related = relate(index, chosen, i, related_links + others.size() + 1, e, now);
    std::erase_if(related, [&](const related_article& r) {
      return (continues && continues->article == r.id) || std::any_of(others.begin(), others.end(), [&](const telling& t) { return t.article == r.id; });
    });
    if (related.size() > related_links) related.resize(related_links);
    for (auto& r : related_by_source(index, chosen, a, related_links - related.size(), e, related))
      if (std::none_of(others.begin(), others.end(), [&](const telling& t) { return t.article == r.id; }) && !(continues && continues->article == r.id))
        related.push_back(std::move(r));
    std::vector<told_text> beside;
    for (const std::size_t n : tellings_beside(index, chosen[i], others))
      if (const auto t = by_place.find(n); t != by_place.end()) beside.push_back({t->second->id, t->second->title, body_of(*t->second)});
    const story_summary summary = summarise_story(e.language, {a.id, a.title, body_of(a)}, beside, item_summary);
    items.push_back(compose_item(e, a, summary.sentences, std::move(related)));
    summaries.push_back(to_line(items.back(), summary, beside.size()));
    items.back().also_in = std::move(others);
    items.back().continues = std::move(continues);
    items.back().section = section_of(e, a);
  }
  arrange_sections(e, items, picks);
  return {compose(e, std::move(items), now), std::move(summaries)};
}

built_digest build_digest(news_index& index, const edition& e, const std::vector<article>& candidates, const std::vector<digest>& earlier,
                          timestamp now, std::vector<editor_pick> picks, subject_rules* subjects) {
  edition_wishes wishes;
  wishes.picks = std::move(picks);
  std::vector<std::size_t> readable;
  for (const article& a : candidates) {
    if (!is_readable_in(a, e)) continue;
    const std::size_t n = index.add(a);
    readable.push_back(n);
    if (subjects && !subjects->empty()) wishes.subjects.emplace(n, subjects->of(a));
  }
  std::sort(readable.begin(), readable.end());
  readable.erase(std::unique(readable.begin(), readable.end()), readable.end());
  chosen_stories what = choose_stories(index, readable, e, earlier, now, wishes);
  told_stories told = tell_stories(index, e, what, candidates, earlier, now, wishes.picks);
  return {std::move(told.made), std::move(what.chosen), std::move(told.summaries)};
}

digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now) {
  news_index index(e.language);
  std::vector<article> all;
  for (const auto* list : {&candidates, &archive})
    for (const article& a : *list)
      if (is_readable_in(a, e)) all.push_back(a);
  index.update(all, timestamp::min());
  return build_digest(index, e, candidates, {}, now).made;
}

}  // namespace depeche
