#include "digest/translation_desk.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/news_index.hpp"
#include "digest/sentences.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace depeche {
namespace {

constexpr std::size_t page_size = 50;        // articles in memory at a time
constexpr std::size_t most_looked_at = 2000;  // of a language, for an edition
constexpr std::size_t at_once = 4;

// As much of the body as is translated: whole paragraphs, or where the last of them is long, sentences.
std::string translated_part(std::string_view body, std::string_view language) {
  if (body.size() <= most_translated) return std::string(body);
  std::string_view part = truncate_bytes(body, most_translated);
  const auto end = part.rfind("\n\n");
  if (end != part.npos && end > most_translated / 2) return std::string(trim(part.substr(0, end)));
  const auto sentences = sentence_spans(part, language);
  if (sentences.size() > 1) part = part.substr(0, sentences[sentences.size() - 2].end);
  return std::string(trim(part));
}

std::string name_of(const article& a, const std::string& to) { return to + '/' + std::to_string(number(a.id)); }

translation_wish wish_for(const article& original, const std::string& to) {
  return {original.language, to, {original.title, translated_part(body_of(original), original.language)}};
}

// Beside its original: of the same source and time, under a key that no feed can give.
article translated(const article& original, const std::string& to, translated_words words) {
  article a = original;
  a.id = {};
  a.key = "\x1f" + to + ':' + std::to_string(number(original.id));
  a.language = to;
  a.title = std::move(words.title);
  a.text = original.text.empty() ? std::string() : words.text;
  a.summary = original.text.empty() ? std::move(words.text) : std::string();
  a.html.clear();
  a.related.clear();  // headlines in the other language
  a.translation_of = original.id;
  a.translated_from = original.language;
  a.original = original.title + "\n\n" + translated_part(body_of(original), original.language);
  return a;
}

}  // namespace

// Some articles that are to be translated, and the workers at it.
struct translation_desk::page {
  page(const asio::any_io_executor& loop, std::string language, std::vector<article> all)
      : to(std::move(language)), articles(std::move(all)), finished(loop, asio::steady_timer::time_point::max()) {}
  std::string to;
  std::vector<article> articles;
  report made;
  std::size_t next = 0, workers = 0;
  asio::steady_timer finished;  // cancelled with the last worker
};

translation_desk::translation_desk(asio::any_io_executor loop, const clock& time, article_store& articles, const std::vector<edition>& editions,
                                   translator& by, task_group& group, showable may_show)
    : loop_(loop), clock_(time), articles_(articles), editions_(editions), by_(by), group_(group), may_show_(std::move(may_show)), turns_(loop),
      bell_(std::move(loop), time) {}

task<translation_desk::report> translation_desk::look() {
  const auto mine = co_await turns_.take();
  constexpr std::size_t most_remembered = 100'000;
  if (refused_.size() > most_remembered) refused_.clear();  // the translator remembers
  report so_far;
  for (const edition& e : editions_)
    for (const std::string& language : e.translate)
      if (!so_far.later) co_await look_at(e, language, so_far);
  co_return so_far;
}

task<> translation_desk::run(std::function<void()> came) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  for (;;) {
    const report made = co_await look();
    if (made.kept + made.refused > 0)
      log_info("translate", fmt::format("{} articles translated, {} refused{}", made.kept, made.refused, made.later ? ", the others later" : ""));
    if (made.kept > 0) came();
    const timestamp next = clock_.now() + std::chrono::minutes{10};
    co_await bell_.wait_until(next);
  }
}

task<> translation_desk::look_at(const edition& e, std::string language, report& so_far) {
  const std::string to(known_language(e.language));
  untranslated_filter wanted{.language = std::move(language), .to = to, .from = clock_.now() - e.window, .limit = page_size};
  for (std::size_t seen = 0; seen < most_looked_at && !so_far.later; seen += page_size) {
    auto some = co_await articles_.untranslated(wanted);
    if (some.has_error()) co_return log_error("translate", to_line(some.error()));
    const bool more = some->size() == page_size;
    if (more) wanted.before = some->back().id;
    std::erase_if(*some, [&](const article& a) {
      const bool of_source = e.sources.empty() || std::find(e.sources.begin(), e.sources.end(), a.source) != e.sources.end();
      if (!of_source || a.title.empty() || !may_show_(e, a)) return true;
      const auto known = refused_.find(name_of(a, to));
      return known != refused_.end() && known->second == words_of(a);
    });
    const report page = co_await translate_page(to, std::move(*some));
    so_far.kept += page.kept;
    so_far.refused += page.refused;
    so_far.later = so_far.later || page.later;
    if (!more) co_return;
  }
}

task<translation_desk::report> translation_desk::translate_page(std::string to, std::vector<article> some) {
  // The workers may outlive this frame when it is cut.
  const auto all = std::make_shared<page>(loop_, std::move(to), std::move(some));
  all->workers = std::min(at_once, all->articles.size());
  for (std::size_t i = all->workers; i > 0; --i) group_.spawn("translate", work(*this, all));
  boost::system::error_code ignored;
  if (all->workers > 0) co_await all->finished.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return all->made;
}

task<> translation_desk::work(translation_desk& desk, std::shared_ptr<page> of) {
  // Counts down however the work ends.
  struct ended {
    page& all;
    ~ended() {
      if (--all.workers == 0) all.finished.cancel();
    }
  } at_the_end{*of};
  while (of->next < of->articles.size() && !of->made.later) {
    const article& original = of->articles[of->next++];
    translation_wish wish = wish_for(original, of->to);
    translation answer = co_await desk.by_.translate(std::move(wish));
    if (answer.what == translation::kind::nobody_asks) {
      of->made.later = true;
      co_return;
    }
    if (answer.what == translation::kind::no_answer) continue;
    if (answer.what == translation::kind::words) {
      article one = translated(original, of->to, std::move(answer.words));
      const auto kept = co_await desk.articles_.keep_translation(std::move(one), words_of(original), desk.clock_.now());
      if (kept.has_error()) {
        log_error("translate", to_line(kept.error()));
        continue;
      }
      of->made.kept += kept->outcome == keep_outcome::unchanged ? 0U : 1U;
    } else {
      desk.refused_.insert_or_assign(name_of(original, of->to), words_of(original));
      ++of->made.refused;
    }
  }
}

}  // namespace depeche
