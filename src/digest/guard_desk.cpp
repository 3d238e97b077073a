#include "digest/guard_desk.hpp"

#include "base/log.hpp"
#include "digest/build_digest.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t most_digests = 10'000;  // whose last look is remembered

std::string key_of(std::string_view account, std::string_view edition) { return std::string(account) + '/' + std::string(edition); }

bool reads(const edition& e, const article& a) {
  const bool wanted = e.sources.empty() || std::find(e.sources.begin(), e.sources.end(), a.source) != e.sources.end();
  return wanted && is_readable_in(a, e);
}

}  // namespace

std::vector<hold_reason> guard_check::open(article_id id, std::vector<hold_reason> found) const {
  if (found.empty() || !decided) return found;
  const auto known = decided->find(number(id));
  if (known == decided->end() || known->second.state != hold_state::released) return found;
  return beyond(std::move(found), known->second.reasons);
}

std::optional<held_article> guard_check::look_at(const article& a, const edition& e, timestamp now, std::vector<article_id>& clean) const {
  std::vector<hold_reason> reasons = open(a.id, rules->examine(a));
  if (!reasons.empty()) return held_article{a.id, a.title, a.source, std::move(reasons), reads(e, a) && news_time(a) >= now - e.window};
  bool was_held = hidden && hidden->contains(number(a.id));
  if (decided)
    if (const auto known = decided->find(number(a.id)); known != decided->end())
      was_held = was_held || (known->second.state == hold_state::held && known->second.edition == e.name);
  if (was_held) clean.push_back(a.id);
  return std::nullopt;
}

std::vector<held_article> guard_check::take_out(std::vector<article>& articles, const edition& e, timestamp now, std::vector<article_id>& clean) const {
  std::vector<held_article> held;
  if (!rules) return held;
  std::erase_if(articles, [&](const article& a) {
    auto one = look_at(a, e, now, clean);
    if (one) held.push_back(std::move(*one));
    return one.has_value();
  });
  return held;
}

guard_desk::guard_desk(const clock& time, hold_store& holds, std::vector<edition> editions, guard_lists lists)
    : time_(time), holds_(holds), editions_(std::move(editions)) {
  use(std::move(lists));
}

void guard_desk::use(guard_lists lists) {
  rules_.clear();
  for (const auto& [account, list] : lists.of_accounts) rules_[key_of(account, "")] = std::make_shared<guard_rules>(guard_settings{{list}, false, false});
  for (const edition& e : editions_) {
    guard_settings with;
    with.undated = e.hold_undated;
    with.unsourced = e.hold_unsourced;
    if (const auto list = lists.of_accounts.find(e.account); list != lists.of_accounts.end()) with.lists.push_back(list->second);
    if (const auto list = lists.of_editions.find(key_of(e.account, e.name)); list != lists.of_editions.end()) with.lists.push_back(list->second);
    rules_[key_of(e.account, e.name)] = std::make_shared<guard_rules>(std::move(with));
  }
  ++version_;
  ++lists_version_;
}

task<result<void>> guard_desk::load() {
  auto all = co_await holds_.all();
  if (all.has_error()) co_return all.error();
  std::map<std::string, std::shared_ptr<decided_holds>> fresh;
  for (hold& h : *all) {
    auto& of = fresh[h.account];
    if (!of) of = std::make_shared<decided_holds>();
    of->insert_or_assign(number(h.article), std::move(h));
  }
  decided_.clear();
  for (auto& [account, of] : fresh) decided_.insert_or_assign(account, std::move(of));
  ++version_;
  co_return result<void>{};
}

std::shared_ptr<const guard_rules> guard_desk::rules_of(std::string_view account, std::string_view edition) const {
  auto found = rules_.find(key_of(account, edition));
  if (found == rules_.end()) found = rules_.find(key_of(account, ""));
  return found == rules_.end() ? nullptr : found->second;
}

void guard_desk::withdraw(const std::vector<article_id>& dropped) {
  hidden_articles now;
  for (const article_id id : dropped) now.insert(number(id));
  if (now == withdrawn_) return;
  withdrawn_ = std::move(now);
  ++version_;
}

guard_check guard_desk::check(const edition& e) const {
  const auto decided = decided_.find(e.account);
  const auto hidden = hidden_.find(key_of(e.account, e.name));
  return {rules_of(e.account, e.name), decided == decided_.end() ? nullptr : decided->second, hidden == hidden_.end() ? nullptr : hidden->second};
}

task<result<void>> guard_desk::note(const edition& e, std::vector<held_article> held, std::vector<article_id> clean, bool whole) {
  auto& kept = hidden_[key_of(e.account, e.name)];
  auto hidden = std::make_shared<hidden_articles>();
  if (kept && !whole) *hidden = *kept;
  for (const article_id id : clean) hidden->erase(number(id));
  std::vector<hold> news;
  for (held_article& h : held) {
    hidden->insert(number(h.id));
    if (!h.is_news) continue;
    hold one;
    one.account = e.account;
    one.article = h.id;
    one.title = h.title;
    one.edition = e.name;
    one.reasons = std::move(h.reasons);
    one.since = time_.now();
    news.push_back(std::move(one));
  }
  if (!kept || *kept != *hidden) ++version_;
  kept = std::move(hidden);
  if (!clean.empty()) {
    std::string account = e.account;
    const auto cleared = co_await holds_.clear(std::move(account), std::move(clean));
    if (cleared.has_error()) co_return cleared.error();
  }
  if (news.empty()) co_return result<void>{};
  auto untold = co_await holds_.note(std::move(news));
  if (untold.has_error()) co_return untold.error();
  if (untold->empty()) co_return result<void>{};
  for (const hold& h : *untold)
    log_warning("guard", "held in " + h.edition + ": " + std::to_string(number(h.article)) + " “" + printable(h.title, 120) + "”: " + to_line(h.reasons.front()));
  if (listener_) listener_(*untold);
  co_return co_await load();
}

bool guard_desk::shows(std::string_view account, const article& a) const {
  bool read = false;
  for (const edition& e : editions_) {
    if (e.account != account || !reads(e, a)) continue;
    read = true;
    const guard_check by = check(e);
    if (by.rules && !by.open(a.id, by.rules->examine(a)).empty()) return false;
  }
  if (read) return true;
  edition none;
  none.account = std::string(account);
  const guard_check by = check(none);
  return !by.rules || by.open(a.id, by.rules->examine(a)).empty();
}

bool guard_desk::hides(const digest& of, const guard_check& by, article_id id) const {
  if (withdrawn_.contains(number(id))) return true;
  const auto hidden = hidden_.find(key_of(of.account, of.edition));
  if (hidden != hidden_.end() && hidden->second && hidden->second->contains(number(id))) return true;
  if (!by.decided) return false;
  const auto known = by.decided->find(number(id));
  return known != by.decided->end() && known->second.state == hold_state::dropped;
}

digest guard_desk::shown(digest d) {
  edition of;
  of.account = d.account;
  of.name = d.edition;
  const guard_check by = check(of);
  const looked_at last = digests_[number(d.id)];
  if (last.version == version_ && last.composed_at == d.composed_at && last.clean) return d;
  bool clean = true;
  const auto held = [&](article_id id, const std::vector<hold_reason>& found) {
    const bool out = hides(d, by, id) || !by.open(id, found).empty();
    clean = clean && !out;
    return out;
  };
  for (digest_item& item : d.items)
    std::erase_if(item.summary, [&](const summary_sentence& s) { return number(s.article) != 0 && held(s.article, {}); });
  std::erase_if(d.items, [&](const digest_item& item) {
    return held(item.article, by.rules ? by.rules->examine(item) : std::vector<hold_reason>{});
  });
  const auto held_title = [&](article_id id, const std::string& title) {
    return held(id, by.rules ? by.rules->examine_words(title, held_part::related) : std::vector<hold_reason>{});
  };
  for (digest_item& item : d.items) {
    std::erase_if(item.related, [&](const related_article& r) { return held_title(r.id, r.title); });
    if (item.continues && held_title(item.continues->article, item.continues->title)) item.continues.reset();
    std::erase_if(item.also_in, [&](const telling& t) { return held(t.article, {}); });
  }
  if (digests_.size() > most_digests) digests_.clear();
  digests_[number(d.id)] = {version_, d.composed_at, clean};
  return d;
}

std::shared_ptr<const digest> guard_desk::shown(std::shared_ptr<const digest> d) {
  if (!d) return d;
  const auto last = digests_.find(number(d->id));
  if (last != digests_.end() && last->second.version == version_ && last->second.composed_at == d->composed_at && last->second.clean) return d;
  auto cleared = std::make_shared<const digest>(shown(*d));
  const bool clean = digests_[number(d->id)].clean;
  return clean ? d : cleared;
}

task<result<std::optional<hold>>> guard_desk::decide(std::string account, article_id id, hold_state as, std::string who) {
  const timestamp now = time_.now();
  auto decided = co_await holds_.decide(account, id, as, std::move(who), now);
  if (decided.has_error() || !*decided) co_return decided;
  const auto loaded = co_await load();
  if (loaded.has_error()) co_return loaded.error();
  if (as != hold_state::released) co_return decided;
  for (auto& [edition, hidden] : hidden_) {
    if (!hidden || !edition.starts_with(account + "/")) continue;
    auto rest = std::make_shared<hidden_articles>(*hidden);
    rest->erase(number(id));
    hidden = std::move(rest);
  }
  co_return decided;
}

}  // namespace depeche
