#include "digest/edition_board.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "digest/rewrite_items.hpp"
#include "digest/source_title.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace depeche {
namespace {

std::string key_of(std::string_view account, std::string_view name) { return std::string(account) + '/' + std::string(name); }
std::string key_of(const edition& e) { return key_of(e.account, e.name); }

// A wording of a machine's that the guard would hold gives way to the article's own sentences.
void keep_to_the_article(std::vector<digest_item>& worded, const std::vector<digest_item>& own, const guard_check& by) {
  for (std::size_t i = 0; by.rules && i < std::min(worded.size(), own.size()); ++i)
    if (!by.open(worded[i].article, by.rules->examine(worded[i])).empty()) worded[i] = own[i];
}

}  // namespace

edition_board::edition_board(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, article_store& articles,
                             digest_store& digests, std::vector<edition> editions)
    : loop_(std::move(loop)), pool_(std::move(pool)), clock_(time), articles_(articles), digests_(digests),
      editions_(std::move(editions)) {
  for (const edition& e : editions_) subjects_.emplace(key_of(e), std::make_shared<subject_rules>(e));
  for (const edition& e : editions_)
    flights_.emplace(key_of(e), std::make_unique<single_flight<std::shared_ptr<const digest>>>(loop_));
}

edition_board::~edition_board() = default;

void edition_board::rewrite_with(summary_rewriter& rewriter, task_group& group, std::chrono::milliseconds within) {
  rewriter_ = &rewriter;
  group_ = &group;
  rewrite_within_ = within;
}

language_desk& edition_board::desk_of(const edition& e) {
  // Editions that take the same languages read the same articles.
  const std::set<std::string> taken(e.translate.begin(), e.translate.end());
  std::string readers(e.language.substr(0, e.language.find_first_of("-_")));
  for (const std::string& language : taken) readers += '+' + language;
  auto& desk = desks_[readers];
  if (!desk) desk = std::make_unique<language_desk>(loop_, pool_, articles_);
  return *desk;
}

std::vector<std::string> edition_board::why(const edition& e) const {
  const auto found = why_.find(key_of(e));
  return found == why_.end() ? std::vector<std::string>{} : found->second;
}

const edition* edition_board::find(std::string_view account, std::string_view name) const {
  for (const edition& e : editions_)
    if (e.account == account && e.name == name) return &e;
  return nullptr;
}

bool edition_board::is_for(const edition& e, std::string_view language) const {
  const edition* own = for_language(e.account, language);
  return own && own->script == e.script && known_language(own->language) == known_language(e.language);
}

const edition* edition_board::for_language(std::string_view account, std::string_view language) const {
  const edition *first = nullptr, *own = nullptr;
  for (const edition& e : editions_) {
    if (e.account != account) continue;
    if (!first) first = &e;
    if (language.empty() || known_language(e.language) != known_language(language)) continue;
    if (!own || (own->script != script_of(language) && e.script == script_of(language))) own = &e;
  }
  return own ? own : first;
}

std::string edition_board::source_title(const std::string& name) const {
  for (const edition& e : editions_)
    if (const auto given = e.source_titles.find(name); given != e.source_titles.end()) return given->second;
  const auto own = titles_.find(name);
  return own == titles_.end() ? name : own->second;
}

// A feed that has no title, or was not read yet, goes by its name.
task<> edition_board::learn_titles() {
  auto read = co_await articles_.states();
  if (read.has_error()) co_return log_error("digest", to_line(read.error()));
  for (const source_state& s : *read)
    if (std::string title = short_source_title(s.title); !title.empty()) titles_.insert_or_assign(s.source, std::move(title));
}

// What was dropped here or beside this process. The index may still know it, and digests from before name it.
task<result<std::vector<article_id>>> edition_board::dropped_ones() {
  auto dropped = co_await articles_.dropped();
  if (dropped.has_value() && guard_) guard_->withdraw(*dropped);
  co_return dropped;
}

std::shared_ptr<const digest> edition_board::current(const edition& e) const {
  const auto found = current_.find(key_of(e));
  if (found == current_.end()) return nullptr;
  if (!guard_) return found->second;
  cleared_digest& last = cleared_[found->first];
  if (last.of != found->second || last.version != guard_->version())
    last = {found->second, guard_->shown(found->second), guard_->version()};
  return last.shown;
}

chat_part edition_board::current_text(const edition& e, const template_set& templates, std::string_view masthead,
                                        std::string_view public_url) {
  const auto shown = current(e);
  ready_text& ready = texts_[key_of(e)];
  const bool fits = ready.of == shown && ready.templates == templates.identity() && ready.masthead == masthead && ready.public_url == public_url;
  if (!fits)
    ready = {shown, templates.identity(), std::string(masthead), std::string(public_url),
             render_chat_part(templates, *shown, masthead, public_url, 0)};
  return ready.first;
}

task<result<std::shared_ptr<const digest>>> edition_board::refresh(const edition& e) {
  const edition* own = find(e.account, e.name);
  if (!own) co_return fail(errc::not_found, "no edition of this name", key_of(e));
  std::function<task<result<std::shared_ptr<const digest>>>()> work = [this, own] { return compose(*own); };
  auto& flight = *flights_.at(key_of(*own));
  co_return co_await flight.run(std::move(work));
}

task<result<std::shared_ptr<const digest>>> edition_board::compose(const edition& e) {
  const timestamp now = clock_.now();
  const std::string key = key_of(e);
  const std::string day = local_day(now, is_zone(e.zone) ? std::string_view(e.zone) : std::string_view("UTC"));
  auto stored = co_await digests_.of_day(e.account, e.name, day);
  if (stored.has_error()) co_return stored.error();
  if (guard_) {
    const auto loaded = co_await guard_->load();
    if (loaded.has_error()) co_return loaded.error();
  }
  const auto withdrawn = co_await dropped_ones();
  if (withdrawn.has_error()) co_return withdrawn.error();
  if (*stored && (*stored)->final) {
    current_[key] = std::make_shared<const digest>(std::move(**stored));
    const auto looked = co_await look_at_sent(e, current_[key]->items);
    if (looked.has_error()) co_return looked.error();
    co_return current(e);
  }
  auto ordered = co_await order_for(e, day, now);
  if (ordered.has_error()) co_return ordered.error();
  const guard_check by = ordered->by;
  // Other lists of words are a reason to read everything again.
  const std::uint64_t lists = by.rules && by.rules->has_words() ? guard_->lists_version() : 0;
  ordered->look_at_everything = looked_with_[key] != lists;
  auto picks = co_await picks_of(e, day);
  if (picks.has_error()) co_return picks.error();
  ordered->picks = std::move(*picks);
  ordered->subjects = subjects_.at(key);
  auto composed = co_await desk_of(e).compose(std::move(*ordered));
  if (composed.has_error()) co_return composed.error();
  ordered_digest& built = *composed;
  looked_with_[key] = lists;
  why_[key] = std::move(built.why);
  if (guard_) {
    const auto noted = co_await guard_->note(e, std::move(built.held), std::move(built.clean), built.looked_at_everything);
    if (noted.has_error()) co_return noted.error();
  }
  digest made = std::move(built.made);
  if (made.items.empty()) co_return std::make_shared<const digest>(std::move(made));
  if (rewriter_) {
    const std::vector<digest_item> own = made.items;
    auto reworded = co_await rewrite_items(*rewriter_, *group_, made.language, std::move(made.items), std::move(built.texts), rewrite_within_);
    made.items = std::move(reworded.items);
    keep_to_the_article(made.items, own, by);
    why_[key].push_back(fmt::format("~ {} of {} summaries worded anew, the others as the article has them", reworded.rewritten, made.items.size()));
  }
  auto kept = co_await digests_.save(std::move(made));
  if (kept.has_error()) co_return kept.error();
  current_[key] = std::make_shared<const digest>(std::move(*kept));
  co_return current(e);
}

task<result<urgent_issue>> edition_board::compose_urgent(const edition& e, article_id id) {
  const timestamp now = clock_.now();
  const std::string tomorrow = local_day(now + std::chrono::hours{48}, is_zone(e.zone) ? std::string_view(e.zone) : std::string_view("UTC"));
  auto ordered = co_await order_for(e, tomorrow, now);
  if (ordered.has_error()) co_return ordered.error();
  ordered->e = for_one_article(std::move(ordered->e));
  ordered->picks.push_back(only(id));
  ordered->asked_about = id;
  ordered->asked_in = std::exchange(ordered->told, {});  // what was told keeps nothing out of it
  auto composed = co_await desk_of(e).compose(std::move(*ordered));
  if (composed.has_error()) co_return composed.error();
  urgent_issue issue{std::move(composed->made), std::move(composed->when_told)};
  if (issue.made.items.size() != 1 || issue.made.items[0].article != id)
    co_return fail(errc::not_found, "the article is held or gone", std::to_string(number(id)));
  co_return std::move(issue);
}

// What every digest of an edition begins with; `day`: what was sent before it counts.
task<result<digest_order>> edition_board::order_for(const edition& e, const std::string& day, timestamp now) {
  auto earlier = co_await sent_before(e, day);
  if (earlier.has_error()) co_return earlier.error();
  co_await learn_titles();
  digest_order order;
  order.e = e;
  order.e.source_titles.insert(titles_.begin(), titles_.end());  // the config's own come first
  order.by = guard_ ? guard_->check(e) : guard_check{};
  order.e.window = window_of(e, *earlier, now);
  order.told = std::move(*earlier);
  auto dropped = co_await dropped_ones();
  if (dropped.has_error()) co_return dropped.error();
  order.dropped = std::move(*dropped);
  order.now = now;
  co_return std::move(order);
}

task<result<std::vector<editor_pick>>> edition_board::picks_of(const edition& e, const std::string& day) {
  if (!picks_) co_return std::vector<editor_pick>{};
  digest_day of{e.account, e.name, day};
  co_return co_await picks_->list(std::move(of));
}

bool edition_board::may_show(const edition& e, const article& a) const {
  if (!guard_) return true;
  const guard_check by = guard_->check(e);
  return !by.rules || by.open(a.id, by.rules->examine(a)).empty();
}

// What went out may have been corrected since, or the lists were.
task<result<void>> edition_board::look_at_sent(const edition& e, std::vector<digest_item> items) {
  if (!guard_) co_return result<void>{};
  const guard_check by = guard_->check(e);
  if (!by.rules) co_return result<void>{};
  std::vector<held_article> held;
  std::vector<article_id> clean;
  for (const digest_item& item : items) {
    const auto found = co_await articles_.find(item.article);
    if (found.has_error()) co_return found.error();
    if (!*found) continue;
    auto one = by.look_at(**found, e, clock_.now(), clean);
    if (one) held.push_back(std::move(*one));
  }
  co_return co_await guard_->note(e, std::move(held), std::move(clean), false);
}

// The digests of this edition that went out on the days before, and what was urgent, also today.
task<result<std::vector<digest>>> edition_board::sent_before(const edition& e, const std::string& day) {
  constexpr std::size_t looked_at = 30;
  auto all = co_await digests_.list(e.account, e.language, looked_at);
  if (all.has_error()) co_return all.error();
  std::erase_if(*all, [&](const digest& d) { return !d.final || d.edition != e.name || d.day >= day; });
  auto urgent = co_await digests_.urgent_ones(e.account, e.name, looked_at);
  if (urgent.has_error()) co_return urgent.error();
  for (digest& d : *urgent) all->push_back(std::move(d));
  co_return std::move(*all);
}

task<> edition_board::refresh_all() {
  co_await learn_titles();
  if (guard_) {
    const auto loaded = co_await guard_->load();
    if (loaded.has_error()) log_error("guard", to_line(loaded.error()));
  }
  for (const edition& e : editions_) {
    if (current(e)) continue;
    auto stored = co_await digests_.latest(e.account, e.name);
    if (stored.has_error()) log_error("digest", to_line(stored.error()));
    else if (*stored && !current(e)) current_[key_of(e)] = std::make_shared<const digest>(std::move(**stored));
  }
  for (const edition& e : editions_) {
    const auto made = co_await refresh(e);
    if (made.has_error()) log_error("digest", "edition " + key_of(e) + " was not composed: " + to_line(made.error()));
  }
}

}  // namespace depeche
