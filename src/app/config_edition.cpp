// [[edition]] and its sections.
#include "app/config_sections.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "deliver/quiet_hours.hpp"
#include "deliver/schedule.hpp"
#include "digest/terms.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace depeche {
namespace {

// Words as texts are searched for them: one that says nothing in the language would match nothing.
std::vector<std::string> read_subjects(config_reader& r, std::string_view key, const std::string& language) {
  constexpr std::size_t most = 200, longest = 100;
  auto words = r.texts(key, {});
  vocabulary stems(language);
  if (words.size() > most) r.complain(key, fmt::format("more than {} entries", most), "name subjects, not everything about them");
  for (const std::string& word : words)
    if (stems.terms(word).empty() || word.size() > longest)
      r.complain(key, fmt::format("\"{}\" can't be looked for", printable(word)), "write a word or a few that say something: [\"tramway\", \"conseil municipal\"]");
  return words;
}

// Languages whose articles an edition takes translated.
std::vector<std::string> read_translated(config_reader& r, const std::string& own, const config& c) {
  auto languages = r.texts("translate", {});
  for (const std::string& language : languages) {
    if (language != "fr" && language != "en" && language != "zh")
      r.complain("translate", fmt::format("\"{}\" is no language to translate from", printable(language)), "choose of fr, en, zh");
    if (language == own) r.complain("translate", fmt::format("\"{}\" is the edition's own language", language), "leave it out");
  }
  if (!languages.empty() && c.rewrite.url.empty()) r.complain("translate", "there is no endpoint to translate", "set url and model in [rewrite]");
  return languages;
}

// [[edition.section]]: checked against what the edition may have.
void read_sections(reading& with, config_reader& of_edition, std::size_t number, const std::vector<std::string>& known, edition& e) {
  for (const toml::table* one : of_edition.tables("section")) {
    auto r = with.section(*one, fmt::format("[[edition]] {} section {}", number, e.sections.size() + 1));
    edition_section s;
    s.title = r.required_text("title", "what readers see above its items");
    s.sources = r.texts("sources", {});
    s.categories = r.texts("categories", {});
    if (s.sources.empty() && s.categories.empty()) r.complain("title", "a section of nothing", "give it sources or categories");
    if (std::any_of(e.sections.begin(), e.sections.end(), [&](const edition_section& other) { return other.title == s.title; }))
      r.complain("title", fmt::format("there are two sections \"{}\"", printable(s.title)), "put them together");
    for (const auto& wanted : s.sources)
      if (std::find(known.begin(), known.end(), wanted) == known.end())
        r.complain("sources", fmt::format("there is no source \"{}\"", wanted), "name [[source]] and [[inbox]] sections, or those of [api]");
    r.reject_unknown();
    e.sections.push_back(std::move(s));
  }
}

}  // namespace

void read_edition(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c) {
  auto r = with.section(table, fmt::format("[[edition]] {}", number));
  edition e;
  e.name = read_name(r, names, "edition");
  e.account = r.text("account", c.accounts.empty() ? "" : c.accounts.front().name);
  if (std::none_of(c.accounts.begin(), c.accounts.end(), [&](const auto& a) { return a.name == e.account; }))
    r.complain("account", fmt::format("there is no account \"{}\"", e.account), "name one of the [[account]] sections");
  e.title = r.text("title", e.name);
  const std::string tag = r.one_of("language", "en", {"fr", "en", "zh", "zh-Hans", "zh-Hant"});
  e.language = known_language(tag);
  e.script = script_of(tag);
  e.translate = read_translated(r, e.language, c);
  e.sources = r.texts("sources", {});
  for (const source& s : c.sources) {
    if (!s.title.empty()) e.source_titles.emplace(s.name, s.title);
    if (s.priority != source_priority::normal) e.priorities.emplace(s.name, s.priority);
  }
  for (const inbox_folder& folder : c.inboxes)
    if (!folder.title.empty()) e.source_titles.emplace(folder.name, folder.title);
  const auto known = c.known_sources();
  for (const auto& wanted : e.sources)
    if (std::find(known.begin(), known.end(), wanted) == known.end())
      r.complain("sources", fmt::format("there is no source \"{}\"", wanted), "name [[source]] and [[inbox]] sections, or those of [api]");
  // What editors hand in is meant for their readers, whatever else an edition reads.
  const std::string desk(source_of_the_desk);
  if (!e.sources.empty() && std::find(e.sources.begin(), e.sources.end(), desk) == e.sources.end()) e.sources.push_back(desk);
  for (const account_config& a : c.accounts)
    if (a.name == e.account) e.source_titles.emplace(desk, a.title);
  e.schedule = r.required_text("schedule", "a cron expression, as 0 8 * * *");
  if (const auto parsed = parse_cron(e.schedule); !e.schedule.empty() && parsed.has_error())
    r.complain("schedule", parsed.error().what, "write it as \"0 8 * * *\" (minute hour day month weekday)");
  e.zone = r.text("zone", "UTC");
  if (!is_zone(e.zone)) r.complain("zone", fmt::format("the system knows no zone \"{}\"", e.zone), "write it as Europe/Paris; is tzdata installed?");
  e.items = static_cast<std::size_t>(r.integer("items", 8, 1, 50));
  e.max_per_source = static_cast<std::size_t>(r.integer("max_per_source", 0, 0, 50));
  const std::string thin = r.one_of("thin", "send", {"send", "shorten", "skip", "merge"});
  e.thin = thin == "skip" ? thin_day::skip : thin == "merge" ? thin_day::merge : thin == "shorten" ? thin_day::shorten : thin_day::send;
  const auto most = static_cast<std::int64_t>(e.items);
  e.thin_below = static_cast<std::size_t>(r.integer("thin_below", std::min<std::int64_t>(3, most), 1, most));
  e.window = std::chrono::hours{r.duration("window", 36 * 3600, 3600, 86400 * 14) / 3600};
  e.form = r.one_of("form", "text", {"text", "draft"}) == "draft" ? mass_form::draft : mass_form::text;
  e.topics = read_subjects(r, "topics", e.language);
  e.keywords = read_subjects(r, "keywords", e.language);
  e.muted = read_subjects(r, "mute", e.language);
  e.topics_only = r.flag("topics_only", false);
  if (e.topics_only && e.topics.empty() && e.keywords.empty()) r.complain("topics_only", "there are no topics and no keywords", "name some, or leave it out");
  e.max_per_topic = static_cast<std::size_t>(r.integer("max_per_topic", 0, 0, 100));
  e.urgent_keywords = read_subjects(r, "urgent_keywords", e.language);
  e.urgent_sources = r.texts("urgent_sources", {});
  for (const auto& wanted : e.urgent_sources)
    if (std::find(known.begin(), known.end(), wanted) == known.end())
      r.complain("urgent_sources", fmt::format("there is no source \"{}\"", wanted), "name [[source]] and [[inbox]] sections, or those of [api]");
  e.urgent_priority = r.one_of("urgent_priority", "any", {"any", "high"}) == "high";
  e.urgent_per_day = static_cast<std::size_t>(r.integer("urgent_per_day", 2, 0, 20));
  e.urgent_at_night = r.flag("urgent_at_night", false);
  e.approval = r.flag("approval", false);
  e.quiet = r.text("quiet", "");
  if (const auto hours = check_quiet_hours(e.quiet); !e.quiet.empty() && hours.has_error())
    r.complain("quiet", fmt::format("\"{}\" are no hours", printable(e.quiet)), hours.error().remedy);
  e.sensitive_words = r.path("sensitive_words", "");
  e.hold_undated = r.flag("hold_undated", true);
  e.hold_unsourced = r.flag("hold_unsourced", true);
  e.ways = r.texts("ways", e.ways);
  for (const auto& way : e.ways)
    if (way != "customer_message" && way != "mass_send")
      r.complain("ways", fmt::format("\"{}\" is not a way", way), "choose of customer_message, mass_send");
  read_sections(with, r, number, known, e);
  r.reject_unknown();
  c.editions.push_back(std::move(e));
}

}  // namespace depeche
