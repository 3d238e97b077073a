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
constexpr summary_wish item_summary{.sentences = 3, .words = 120};

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

// What of the story may be told beside the lead: not what is older news by hours, nor what is the lead's own text again.
static std::vector<told_text> tellings_beside(const news_index& index, std::size_t lead, const std::vector<telling>& others,
                                              const std::unordered_map<std::size_t, const article*>& texts) {
  constexpr auto still_true = std::chrono::hours{6};
  constexpr std::size_t most = 6;
  std::vector<told_text> beside;
  for (const telling& t : others) {
    const auto place = index.place_of(t.article);
    if (!place || !texts.contains(*place) || beside.size() == most) continue;
    const article& a = *texts.at(*place);
    if (index.at(*place).time + still_true < index.at(lead).time || index.copies(*place, lead)) continue;
    beside.push_back({a.id, a.title, body_of(a)});
  }
  return beside;
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

bool is_in_language(const article& a, std::string_view language) {
  const auto tag = [](std::string_view l) { return ascii_lower(l.substr(0, l.find_first_of("-_"))); };
  return a.language.empty() || tag(a.language) == tag(language);
}

built_digest build_digest(news_index& index, const edition& e, const std::vector<article>& candidates, const std::vector<digest>& earlier,
                          timestamp now, std::vector<editor_pick> picks, subject_rules* subjects) {
  std::unordered_map<std::size_t, const article*> texts;
  std::vector<std::size_t> readable;
  for (const article& a : candidates) {
    if (!is_in_language(a, e.language)) continue;
    const auto known = index.place_of(a);
    const std::size_t n = known ? *known : index.add(a);
    if (texts.emplace(n, &a).second) readable.push_back(n);
  }
  edition_wishes wishes;
  wishes.picks = std::move(picks);
  if (subjects && !subjects->empty())
    for (const std::size_t n : readable) wishes.subjects.emplace(n, subjects->of(*texts.at(n)));
  const auto stories = weigh_stories(index, readable, e, now, wishes);
  selection chosen = select_items(index, stories, e, earlier, now, wishes);
  const auto told = told_in(earlier);
  const std::string zone = is_zone(e.zone) ? e.zone : "UTC";
  std::vector<digest_item> items;
  std::vector<std::string> summaries;
  for (std::size_t i = 0; i < chosen.articles.size(); ++i) {
    const article& a = *texts.at(chosen.articles[i]);
    const std::size_t told_by = index.at(chosen.articles[i]).story;
    const auto story = std::find_if(stories.begin(), stories.end(), [&](const candidate_story& s) { return s.story == told_by; });
    auto others = others_on(index, *story, chosen.articles[i], e, told);
    auto continues = earlier_turn_of(index, chosen.articles[i], chosen.articles, earlier, zone, known_language(e.language), now);
    // What stands under "also in", or is named as the earlier turn, is not related as well.
    auto related = relate(index, chosen.articles, i, related_links + others.size() + 1, e, now);
    std::erase_if(related, [&](const related_article& r) {
      return (continues && continues->article == r.id) || std::any_of(others.begin(), others.end(), [&](const telling& t) { return t.article == r.id; });
    });
    if (related.size() > related_links) related.resize(related_links);
    for (auto& r : related_by_source(index, chosen.articles, a, related_links - related.size(), e, related))
      if (std::none_of(others.begin(), others.end(), [&](const telling& t) { return t.article == r.id; }) && !(continues && continues->article == r.id))
        related.push_back(std::move(r));
    const auto beside = tellings_beside(index, chosen.articles[i], others, texts);
    const story_summary summary = summarise_story(e.language, {a.id, a.title, body_of(a)}, beside, item_summary);
    items.push_back(compose_item(e, a, summary.sentences, std::move(related)));
    summaries.push_back(to_line(items.back(), summary, beside.size()));
    items.back().also_in = std::move(others);
    items.back().continues = std::move(continues);
    items.back().section = section_of(e, a);
  }
  arrange_sections(e, items, wishes.picks);
  return {compose(e, std::move(items), now), std::move(chosen), std::move(summaries)};
}

digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now) {
  news_index index(e.language);
  std::vector<article> all;
  for (const auto* list : {&candidates, &archive})
    for (const article& a : *list)
      if (is_in_language(a, e.language)) all.push_back(a);
  index.update(all, timestamp::min());
  return build_digest(index, e, candidates, {}, now).made;
}

}  // namespace depeche
