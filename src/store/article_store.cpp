#include "store/article_store.hpp"

#include "store/connection.hpp"

#include <nlohmann/json.hpp>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

namespace depeche {
namespace {

using nlohmann::json;

#define DEPECHE_ARTICLE_COLUMNS                                                                                          \
  "id, source, key, url, title, author, language, published, updated, first_seen, summary, image, categories, related, " \
  "text, html, translation_of, translated_from, original, news_time"

// By the index of translations alone, which SQLite takes only where a statement says `translation_of <> 0` too: an article is corrected far too often
// to walk over all of them.
#define DEPECHE_TRANSLATIONS "articles INDEXED BY articles_translations"

// Text from the wild may hold broken UTF-8: it is replaced, never refused.
std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string categories_of(const article& a) { return dumped(json(a.categories)); }

std::string related_of(const article& a) {
  json list = json::array();
  for (const auto& link : a.related) list.push_back({{"title", link.title}, {"url", link.url}});
  return dumped(list);
}

article read_article(const rows& r) {
  article a;
  a.id = r.as<article_id>(0);
  a.source = r.text(1);
  a.key = r.text(2);
  a.url = r.text(3);
  a.title = r.text(4);
  a.author = r.text(5);
  a.language = r.text(6);
  a.published = r.maybe_time(7);
  a.updated = r.maybe_time(8);
  a.first_seen = r.time(9);
  a.summary = r.text(10);
  a.image = r.text(11);
  a.categories = json::parse(r.text(12)).get<std::vector<std::string>>();
  for (const auto& link : json::parse(r.text(13)))
    a.related.push_back({link.at("title").get<std::string>(), link.at("url").get<std::string>()});
  a.text = r.text(14);
  a.html = r.text(15);
  a.translation_of = r.as<article_id>(16);
  a.translated_from = r.text(17);
  a.original = r.text(18);
  a.counted = r.time(19);
  return a;
}

// A text that was completed is no correction: nothing that anybody read is replaced.
bool rewrites(const article& known, const article& now) {
  return known.title != now.title || (!known.text.empty() && known.text != now.text);
}

// The same of what a translation is of, which may be a summary alone.
bool tells_otherwise(const article& known, const article& now) {
  return rewrites(known, now) || (known.text.empty() && now.text.empty() && !known.summary.empty() && known.summary != now.summary);
}

// What the source says now, on top of what is known: a feed that has dropped a text or a date, or a page that could not be
// fetched this time, does not take it away.
article merged(const article& known, article now) {
  now.id = known.id;
  // A day is as long as a source may move its date: later it would be the same story again. What was in the future all along stays where it is.
  constexpr auto moves = std::chrono::hours{24};
  const bool moved = now.published && now.published != known.published && *now.published <= now.first_seen + most_ahead && *now.published <= known.first_seen + moves;
  now.first_seen = known.first_seen;
  now.counted = moved ? now.published : known.counted;
  if (!now.published) now.published = known.published;
  if (!now.updated) now.updated = known.updated;
  if (now.text.empty()) {
    now.text = known.text;
    now.html = known.html;
  }
  if (now.summary.empty()) now.summary = known.summary;
  if (now.image.empty()) now.image = known.image;
  if (now.related.empty()) now.related = known.related;
  return now;
}

bool corrects(const article& known, const article& now) {
  const bool same_body = known.text == now.text && (!now.text.empty() || known.summary == now.summary);
  return known.title != now.title || !same_body || known.published != now.published || known.updated != now.updated;
}

void remember(connection& c, const article& known, timestamp at) {
  c.run("INSERT INTO revisions (article, replaced_at, title, text, updated) VALUES (?, ?, ?, ?, ?)", known.id, at, known.title, known.text,
        known.updated);
  c.run("DELETE FROM revisions WHERE article = ? AND id NOT IN (SELECT id FROM revisions WHERE article = ? ORDER BY id DESC LIMIT ?)", known.id,
        known.id, most_revisions);
}

void insert(connection& c, const article& a, std::int64_t words) {
  c.run(
      "INSERT INTO articles (source, key, url, title, author, language, published, updated, first_seen, news_time, summary, "
      "image, "
      "categories, related, text, html, translation_of, translated_from, original, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      a.source, a.key, a.url, a.title, a.author, a.language, a.published, a.updated, a.first_seen, news_time(a), a.summary,
      a.image, categories_of(a), related_of(a), a.text, a.html, a.translation_of, a.translated_from, a.original, words);
}

void update(connection& c, const article& a, std::int64_t words) {
  c.run(
      "UPDATE articles SET url = ?, title = ?, author = ?, language = ?, published = ?, updated = ?, news_time = ?, summary = ?, "
      "image = ?, categories = ?, related = ?, text = ?, html = ?, original = ?, words = ? WHERE id = ?",
      a.url, a.title, a.author, a.language, a.published, a.updated, news_time(a), a.summary, a.image, categories_of(a),
      related_of(a), a.text, a.html, a.original, words, a.id);
}

// What the column `dropped` says. A stale translation is dropped until its original's correction is translated too.
enum class presence { there, dropped, stale };

struct known_row {
  article a;
  presence is = presence::there;
};

std::optional<known_row> known_article(connection& c, const article& a) {
  auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS ", dropped FROM articles WHERE source = ? AND key = ?", a.source, a.key);
  if (!r.next()) return std::nullopt;
  return known_row{read_article(r), r.as<presence>(20)};
}

// `words`: what a translation is of; nothing: its own.
kept_article correct(connection& c, const article& known, const article& a, timestamp at, std::optional<std::int64_t> words = {}) {
  const article now = merged(known, a);
  if (rewrites(known, now)) remember(c, known, at);
  if (tells_otherwise(known, now))
    c.run("UPDATE " DEPECHE_TRANSLATIONS " SET dropped = ? WHERE translation_of = ? AND translation_of <> 0 AND dropped = ?", presence::stale, known.id, presence::there);
  update(c, now, words.value_or(words_of(now)));
  if (now.translation_of == article_id{})
    c.run("UPDATE " DEPECHE_TRANSLATIONS " SET url = ?, image = ?, published = ?, updated = ?, news_time = ? WHERE translation_of = ? AND translation_of <> 0", now.url,
          now.image, now.published, now.updated, news_time(now), now.id);
  return {known.id, corrects(known, now) ? keep_outcome::corrected : keep_outcome::unchanged};
}

void keep_one(connection& c, const article& a, keep_report& report) {
  const auto known = known_article(c, a);
  if (!known) {
    insert(c, a, words_of(a));
    ++report.added;
    return;
  }
  const bool corrected = known->is == presence::there && correct(c, known->a, a, a.first_seen).outcome == keep_outcome::corrected;
  ++(corrected ? report.corrected : report.unchanged);
}

}  // namespace

std::int64_t words_of(const article& a) {
  const std::string words = a.title + '\n' + (a.text.empty() ? a.summary : a.text);
  return static_cast<std::int64_t>(XXH3_64bits(words.data(), words.size()));
}

task<result<keep_report>> article_store::keep(std::vector<article> articles) {
  auto job = [articles = std::move(articles)](connection& c) -> result<keep_report> {
    keep_report report;
    for (const auto& a : articles) keep_one(c, a, report);
    return report;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<kept_article>> article_store::keep_handed_in(article a) {
  auto job = [a = std::move(a)](connection& c) -> result<kept_article> {
    const auto known = known_article(c, a);
    if (!known) {
      insert(c, a, words_of(a));
      return kept_article{article_id{c.last_insert_id()}, keep_outcome::added};
    }
    kept_article kept = correct(c, known->a, a, a.first_seen);
    if (known->is == presence::there) return kept;
    c.run("UPDATE articles SET dropped = ? WHERE id = ?", presence::there, kept.id);
    kept.outcome = keep_outcome::added;
    return kept;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<kept_article>> article_store::keep_translation(article a, std::int64_t words, timestamp now) {
  auto job = [a = std::move(a), words, now](connection& c) -> result<kept_article> {
    // It may have gone or been corrected while it was translated. What an older program kept has no hash.
    if (c.number_of("SELECT count(*) FROM articles WHERE id = ? AND NOT dropped AND words IN (?, 0)", a.translation_of, words) == 0) return kept_article{};
    const auto known = known_article(c, a);
    if (!known) {
      insert(c, a, words);
      return kept_article{article_id{c.last_insert_id()}, keep_outcome::added};
    }
    if (known->is == presence::dropped) return kept_article{known->a.id, keep_outcome::unchanged};
    kept_article kept = correct(c, known->a, a, now, words);
    if (known->is == presence::there) return kept;
    c.run("UPDATE articles SET dropped = ? WHERE id = ?", presence::there, kept.id);
    kept.outcome = keep_outcome::corrected;
    return kept;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<article>>> article_store::untranslated(untranslated_filter wanted) {
  auto job = [w = std::move(wanted)](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS
                     " FROM articles a WHERE id < ? AND NOT dropped AND translation_of = 0 AND language = ? AND news_time >= ? AND NOT EXISTS "
                     "(SELECT 1 FROM articles t WHERE t.translation_of = a.id AND t.translation_of <> 0 AND t.language = ? "
                     "AND (t.dropped = ? OR (NOT t.dropped AND (t.words = a.words OR a.words = 0)))) ORDER BY id DESC LIMIT ?",
                     number(w.before) == 0 ? INT64_MAX : number(w.before), w.language, w.from, w.to, presence::dropped, w.limit);
    while (r.next()) out.push_back(read_article(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<bool>> article_store::drop(article_id id) {
  auto job = [id](connection& c) -> result<bool> {
    c.run("UPDATE " DEPECHE_TRANSLATIONS " SET dropped = ? WHERE translation_of = ? AND translation_of <> 0 AND dropped = ?", presence::stale, id, presence::there);
    return c.run("UPDATE articles SET dropped = ? WHERE id = ? AND NOT dropped", presence::dropped, id) > 0;
  };
  co_return co_await db_.write_one(std::move(job));
}

task<result<std::vector<article_id>>> article_store::dropped() {
  auto job = [](connection& c) -> result<std::vector<article_id>> {
    std::vector<article_id> out;
    auto r = c.query("SELECT id FROM articles WHERE dropped ORDER BY id");
    while (r.next()) out.push_back(r.as<article_id>(0));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article_revision>>> article_store::revisions(article_id id) {
  auto job = [id](connection& c) -> result<std::vector<article_revision>> {
    std::vector<article_revision> out;
    auto r = c.query("SELECT replaced_at, title, text, updated FROM revisions WHERE article = ? ORDER BY id DESC", id);
    while (r.next()) out.push_back({r.time(0), r.text(1), r.text(2), r.maybe_time(3)});
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article>>> article_store::list(article_filter wanted) {
  auto job = [w = std::move(wanted)](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    const timestamp from = w.from.value_or(timestamp::min()), to = w.to.value_or(timestamp::max());
    const std::int64_t before = number(w.before) == 0 ? INT64_MAX : number(w.before);
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS
                     " FROM articles WHERE id < ? AND NOT dropped AND (?2 = '' OR source = ?2) AND (?3 = '' OR language = ?3) "
                     "AND news_time BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
                     before, w.source, w.language, from, to, w.limit);
    while (r.next()) out.push_back(read_article(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<article>>> article_store::find(article_id id) {
  auto job = [id](connection& c) -> result<std::optional<article>> {
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS " FROM articles WHERE id = ? AND NOT dropped", id);
    if (!r.next()) return std::optional<article>();
    return std::optional(read_article(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<article>>> article_store::find_at(std::string url) {
  auto job = [url = std::move(url)](connection& c) -> result<std::optional<article>> {
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS " FROM articles WHERE url = ? AND url <> '' AND NOT dropped ORDER BY id LIMIT 1", url);
    if (!r.next()) return std::optional<article>();
    return std::optional(read_article(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article>>> article_store::between(std::vector<std::string> sources, timestamp from, timestamp to,
                                                          std::size_t limit) {
  auto job = [sources = std::move(sources), from, to, limit](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS
                     " FROM articles WHERE news_time BETWEEN ? AND ? AND NOT dropped "
                     "AND (? OR source IN (SELECT value FROM json_each(?))) ORDER BY news_time DESC, id DESC LIMIT ?",
                     from, to, sources.empty(), dumped(json(sources)), limit);
    while (r.next()) out.push_back(read_article(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article>>> article_store::heads(std::string source, timestamp to, std::size_t limit) {
  auto job = [source = std::move(source), to, limit](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    auto r = c.query("SELECT id, source, key, url, title, author, language, published, updated, first_seen, '', image, categories, '[]', '', '', 0, '', '', news_time "
                     "FROM articles WHERE source = ? AND news_time <= ? AND NOT dropped AND translation_of = 0 ORDER BY news_time DESC, id DESC LIMIT ?",
                     source, to, limit);
    while (r.next()) out.push_back(read_article(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article>>> article_store::with_keys(std::string source, std::vector<std::string> keys) {
  auto job = [source = std::move(source), keys = std::move(keys)](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    for (const std::string& key : keys) {
      auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS " FROM articles WHERE source = ? AND key = ? AND NOT dropped", source, key);
      if (r.next()) out.push_back(read_article(r));
    }
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<news_place>> article_store::before_newest(timestamp from, timestamp to, std::size_t limit) {
  auto job = [from, to, limit](connection& c) -> result<news_place> {
    auto r = c.query("SELECT news_time, id FROM articles WHERE news_time BETWEEN ? AND ? AND NOT dropped ORDER BY news_time DESC, id DESC LIMIT 1 OFFSET ?",
                     from, to, limit);
    if (r.next()) return news_place{r.time(0), r.as<article_id>(1)};
    return news_place{from, article_id{}};
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<article>>> article_store::after(news_place last, timestamp to, std::size_t count) {
  auto job = [last, to, count](connection& c) -> result<std::vector<article>> {
    std::vector<article> out;
    auto r = c.query("SELECT " DEPECHE_ARTICLE_COLUMNS
                     " FROM articles WHERE (news_time, id) > (?, ?) AND news_time <= ? AND NOT dropped ORDER BY news_time, id LIMIT ?",
                     last.time, last.id, to, count);
    while (r.next()) out.push_back(read_article(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::int64_t>> article_store::count() {
  auto job = [](connection& c) -> result<std::int64_t> { return c.number_of("SELECT count(*) FROM articles WHERE NOT dropped"); };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<timestamp>>> article_store::news_times(std::string source, timestamp until, std::size_t limit) {
  auto job = [source = std::move(source), until, limit](connection& c) -> result<std::vector<timestamp>> {
    std::vector<timestamp> out;
    auto r = c.query("SELECT news_time FROM articles WHERE source = ? AND news_time <= ? AND translation_of = 0 ORDER BY news_time DESC LIMIT ?", source, until, limit);
    while (r.next()) out.push_back(r.time(0));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
