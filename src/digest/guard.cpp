#include "digest/guard.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <functional>

namespace depeche {
namespace {

constexpr std::size_t most_known = 100'000;
constexpr std::size_t most_words = 8;      // named of one part
constexpr std::size_t letters_around = 24;

// Some letters before and after, as the text has them.
std::string around(std::string_view text, const folded_text& folded, const word_hit& hit) {
  const std::size_t from = hit.begin > letters_around ? folded.places[hit.begin - letters_around] : 0;
  const std::size_t last = hit.end + letters_around;
  const std::size_t to = last < folded.places.size() ? folded.places[last] : text.size();
  std::string near = squeeze_space(text.substr(from, to - from));
  return (from > 0 ? "…" : "") + near + (to < text.size() ? "…" : "");
}

void add_new(std::vector<hold_reason>& all, std::vector<hold_reason> more) {
  for (hold_reason& r : more)
    if (std::none_of(all.begin(), all.end(), [&](const hold_reason& a) { return a.same_as(r); })) all.push_back(std::move(r));
}

std::size_t hash_of(const article& a) {
  std::size_t all = a.published || a.updated ? 1 : 0;
  const auto mix = [&](std::string_view s) { all = all * 1099511628211U + std::hash<std::string_view>{}(s); };
  for (const std::string* s : {&a.title, &a.summary, &a.text, &a.html, &a.author, &a.url, &a.source, &a.original}) mix(*s);
  for (const headline_link& h : a.related) mix(h.title);
  return all;
}

std::string_view name(held_part part) {
  switch (part) {
    case held_part::title: return "title";
    case held_part::summary: return "summary";
    case held_part::text: return "text";
    case held_part::related: return "related headlines";
    case held_part::item: return "digest's item";
  }
  return "text";
}

}  // namespace

std::vector<hold_reason> guard_rules::examine_words(std::string_view text, held_part part) const {
  std::vector<hold_reason> reasons;
  if (text.empty() || settings_.lists.empty()) return reasons;
  const folded_text folded = fold_text(text);
  for (const auto& list : settings_.lists)
    for (const word_hit& hit : list->find(folded, most_words)) {
      const listed_word& entry = list->at(hit.entry);
      add_new(reasons, {hold_reason{hold_cause::word, entry.word, entry.reason, part, around(text, folded, hit)}});
    }
  return reasons;
}

std::vector<hold_reason> guard_rules::look(const article& a) const {
  std::vector<hold_reason> all;
  const bool vouched = a.source == source_of_the_desk;  // editors hand in what they know
  if (settings_.unsourced && !vouched && a.url.empty() && a.author.empty()) all.push_back({hold_cause::no_source, {}, {}, held_part::item, {}});
  if (settings_.undated && !vouched && !a.published && !a.updated) all.push_back({hold_cause::no_date, {}, {}, held_part::item, {}});
  if (settings_.lists.empty()) return all;
  add_new(all, examine_words(a.title, held_part::title));
  add_new(all, examine_words(a.summary, held_part::summary));
  add_new(all, examine_words(a.text, held_part::text));
  if (!a.html.empty()) add_new(all, examine_words(seen_text(a.html), held_part::text));
  add_new(all, examine_words(a.original, held_part::text));
  add_new(all, examine_words(a.author, held_part::item));
  std::string headlines;
  for (const headline_link& h : a.related) headlines += h.title + "\n\n";
  add_new(all, examine_words(headlines, held_part::related));
  return all;
}

std::vector<hold_reason> guard_rules::examine(const article& a) const {
  const std::size_t words = hash_of(a);
  const std::int64_t id = number(a.id);
  if (id != 0) {
    const std::lock_guard hold(held_);
    if (const auto found = known_.find(id); found != known_.end() && found->second.words == words) return found->second.reasons;
  }
  std::vector<hold_reason> reasons = look(a);
  if (id == 0) return reasons;
  const std::lock_guard hold(held_);
  if (known_.size() >= most_known) known_.clear();
  known_[id] = {words, reasons};
  return reasons;
}

std::vector<hold_reason> guard_rules::examine(const digest_item& item) const {
  std::vector<hold_reason> all = examine_words(item.title, held_part::title);
  std::string summary;
  for (const summary_sentence& s : item.summary) summary += s.text + ' ';
  add_new(all, examine_words(summary, held_part::summary));
  return all;
}

std::vector<hold_reason> beyond(std::vector<hold_reason> reasons, const std::vector<hold_reason>& passed) {
  std::erase_if(reasons, [&](const hold_reason& r) {
    return std::any_of(passed.begin(), passed.end(), [&](const hold_reason& p) { return p.same_as(r); });
  });
  return reasons;
}

std::string to_line(const hold_reason& r) {
  if (r.cause == hold_cause::no_source) return "no source: neither an address nor an author";
  if (r.cause == hold_cause::no_date) return "no date";
  return "the word “" + r.word + "”" + (r.note.empty() ? "" : " (" + r.note + ")") + " in the " + std::string(name(r.part)) + ": “" + r.near + "”";
}

}  // namespace depeche
