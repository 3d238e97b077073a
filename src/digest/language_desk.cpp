#include "digest/language_desk.hpp"

#include "async/on_pool.hpp"
#include "digest/urgent_issue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace depeche {
namespace {

constexpr std::size_t archive_limit = 20'000;
constexpr std::size_t slice = 400;                            // articles whose texts are in memory at a time
constexpr auto archive_window = std::chrono::hours{24 * 30};  // how far back related articles are looked for

std::string to_line(const verdict& v, const news_index& index) {
  return fmt::format("{} {:5.2f}  {}  ({}): {}", v.chosen ? '+' : '-', v.weight, index.at(v.article).title, index.at(v.article).source, v.why);
}

std::string to_line(const held_article& h) {
  std::string why;
  for (const hold_reason& r : h.reasons) why += (why.empty() ? "" : "; ") + to_line(r);
  return fmt::format("! held   {}  ({}): {}; /release {} lets it out", h.title, h.source, why, number(h.id));
}

std::vector<std::string> bodies_of(const std::vector<digest_item>& items, const std::vector<article>& all) {
  std::vector<std::string> bodies;
  for (const digest_item& item : items) {
    std::string& body = bodies.emplace_back();
    const auto add = [&](article_id id) {
      const auto found = std::find_if(all.begin(), all.end(), [&](const article& a) { return a.id == id; });
      if (found != all.end()) body += (body.empty() ? "" : "\n\n") + std::string(body_of(*found));
    };
    add(item.article);
    std::unordered_set<std::int64_t> added;
    for (const summary_sentence& s : item.summary)
      if (number(s.article) != 0 && added.insert(number(s.article)).second) add(s.article);
  }
  return bodies;
}

}  // namespace

struct language_desk::look {
  digest_order order;
  news_index& index;
  timestamp from{};
  std::unordered_set<std::int64_t> seen;
  std::vector<std::size_t> readable;
  edition_wishes wishes;
  chosen_stories chosen;
  std::vector<held_article> held;
  std::vector<article_id> clean;

  timestamp archive_from() const { return order.now - archive_window; }

  // On the pool. One that is corrected while its digest is composed may come twice.
  void take(std::vector<article> some) {
    std::erase_if(some, [&](const article& a) { return !seen.insert(number(a.id)).second || !is_readable_in(a, order.e); });
    auto out = order.by.take_out(some, order.e, order.now, clean);
    for (const held_article& h : out) index.leave_out(h.id);
    held.insert(held.end(), std::make_move_iterator(out.begin()), std::make_move_iterator(out.end()));
    for (const article& a : some) {
      const std::size_t n = index.add(a);
      readable.push_back(n);
      if (order.subjects && !order.subjects->empty()) wishes.subjects.emplace(n, order.subjects->of(a));
    }
  }
};

task<result<void>> language_desk::read_archive(look& l) {
  auto last = co_await articles_.before_newest(l.from, l.order.now, archive_limit);
  if (last.has_error()) co_return last.error();
  for (;;) {
    auto some = co_await articles_.after(*last, l.order.now, slice);
    if (some.has_error()) co_return some.error();
    const bool more = some->size() == slice;
    if (some->empty()) co_return result<void>{};
    last = news_place{news_time(some->back()), some->back().id};
    auto work = [&l, &some] {
      l.take(std::move(*some));
      return true;
    };
    co_await on_pool(pool_, work);
    if (!more) co_return result<void>{};
  }
}

// What editors picked counts however old it is.
task<result<void>> language_desk::read_picked(look& l) {
  std::vector<article> picked;
  for (const editor_pick& p : l.order.picks) {
    if (p.kind == pick_kind::removed || l.seen.contains(number(p.article))) continue;
    auto found = co_await articles_.find(p.article);
    if (found.has_error()) co_return found.error();
    if (*found) picked.push_back(std::move(**found));
  }
  auto work = [&l, &picked] {
    l.take(std::move(picked));
    return true;
  };
  if (!picked.empty()) co_await on_pool(pool_, work);
  co_return result<void>{};
}

task<result<std::vector<article>>> language_desk::texts_of(const look& l) {
  std::vector<article> texts;
  for (const std::size_t n : places_to_read(l.index, l.order.e, l.chosen, l.order.told)) {
    auto found = co_await articles_.find(l.index.at(n).id);
    if (found.has_error()) co_return found.error();
    if (*found) texts.push_back(std::move(**found));
  }
  co_return std::move(texts);
}

task<result<ordered_digest>> language_desk::compose(digest_order order) {
  const auto mine = co_await turns_.take();
  if (!index_) index_ = std::make_unique<news_index>(order.e.language);
  // The archive is read once; after that what is in the window is enough to learn what came and what was corrected.
  const bool everything = order.look_at_everything || !complete_;
  look l{std::move(order), *index_, {}, {}, {}, {}, {}, {}, {}};
  const edition& e = l.order.e;
  l.from = l.order.now - (everything ? std::max<std::chrono::hours>(archive_window, e.window) : e.window);
  const auto read = co_await read_archive(l);
  if (read.has_error()) co_return read.error();
  complete_ = complete_ || everything;
  const auto picked = co_await read_picked(l);
  if (picked.has_error()) co_return picked.error();
  l.wishes.picks = l.order.picks;
  auto choose = [&l, &e] {
    for (const article_id id : l.order.dropped) l.index.leave_out(id);
    l.index.forget_before(l.archive_from(), l.readable);
    l.chosen = choose_stories(l.index, l.readable, e, l.order.told, l.order.now, l.wishes);
    return true;
  };
  co_await on_pool(pool_, choose);
  const auto texts = co_await texts_of(l);
  if (texts.has_error()) co_return texts.error();
  ordered_digest out;
  auto tell = [&l, &e, &texts, &out] {
    told_stories told = tell_stories(l.index, e, l.chosen, *texts, l.order.told, l.order.now, l.wishes.picks);
    out.made = std::move(told.made);
    out.texts = bodies_of(out.made.items, *texts);
    if (number(l.order.asked_about) != 0) out.when_told = when_told(l.index, l.order.asked_about, l.order.asked_in);
    if (!l.chosen.chosen.thin.empty()) out.why.push_back(l.chosen.chosen.thin);
    for (const verdict& v : l.chosen.chosen.verdicts) out.why.push_back(to_line(v, l.index));
    for (const std::string& line : told.summaries) out.why.push_back("= " + line);
    for (const held_article& h : l.held)
      if (h.is_news) out.why.push_back(to_line(h));
    return true;
  };
  co_await on_pool(pool_, tell);
  out.held = std::move(l.held);
  out.clean = std::move(l.clean);
  out.looked_at_everything = everything;
  if (!index_->worn()) co_return std::move(out);
  index_.reset();
  complete_ = false;
  co_return std::move(out);
}

}  // namespace depeche
