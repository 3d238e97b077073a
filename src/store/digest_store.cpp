#include "store/digest_store.hpp"

#include "store/connection.hpp"

#include <nlohmann/json.hpp>

namespace depeche {
namespace {

using nlohmann::json;

#define DEPECHE_DIGEST_COLUMNS "id, account, edition, language, zone, day, composed_at, final, items"

json to_json(const digest_item& item) {
  json out{{"article", number(item.article)}, {"title", item.title}, {"source", item.source}, {"url", item.url}};
  if (!item.source_title.empty()) out["source_title"] = item.source_title;
  if (!item.translated_from.empty()) out["translated_from"] = item.translated_from;
  if (!item.image.empty()) out["image"] = item.image;
  if (item.reading.count() > 0) out["reading"] = item.reading.count();
  if (!item.section.empty()) out["section"] = item.section;
  if (item.continues)
    out["continues"] = {{"id", number(item.continues->article)}, {"title", item.continues->title}, {"why", item.continues->why}};
  if (item.updated) out["updated"] = to_unix_ms(*item.updated);
  json& summary = out["summary"] = json::array();
  for (const auto& s : item.summary) {
    summary.push_back({{"text", s.text}, {"begin", s.begin}, {"end", s.end}});
    if (number(s.article) != 0) summary.back()["article"] = number(s.article);
  }
  json& related = out["related"] = json::array();
  for (const auto& r : item.related)
    related.push_back({{"id", number(r.id)}, {"title", r.title}, {"why", r.why}, {"score", r.score}, {"url", r.url}});
  if (!item.also_in.empty()) {
    json& others = out["also_in"] = json::array();
    for (const auto& t : item.also_in) others.push_back({{"id", number(t.article)}, {"source", t.source}, {"source_title", t.source_title}});
  }
  return out;
}

digest_item item_from(const json& from) {
  digest_item item;
  item.article = article_id{from.at("article").get<std::int64_t>()};
  item.title = from.at("title").get<std::string>();
  item.source = from.at("source").get<std::string>();
  item.url = from.at("url").get<std::string>();
  // Digests that were stored by earlier versions have none of these.
  item.image = from.value("image", "");
  item.source_title = from.value("source_title", "");
  item.translated_from = from.value("translated_from", "");
  item.reading = std::chrono::seconds{from.value("reading", std::int64_t{0})};
  item.section = from.value("section", "");
  if (from.contains("continues")) {
    const json& c = from.at("continues");
    item.continues = {article_id{c.at("id").get<std::int64_t>()}, c.at("title").get<std::string>(), c.at("why").get<std::string>()};
  }
  if (from.contains("also_in"))
    for (const auto& t : from.at("also_in"))
      item.also_in.push_back({article_id{t.at("id").get<std::int64_t>()}, t.at("source").get<std::string>(),
                              t.at("source_title").get<std::string>()});
  if (from.contains("updated")) item.updated = from_unix_ms(from.at("updated").get<std::int64_t>());
  for (const auto& s : from.at("summary"))
    item.summary.push_back({s.at("text").get<std::string>(), s.at("begin").get<std::size_t>(), s.at("end").get<std::size_t>(),
                            article_id{s.value("article", std::int64_t{0})}});
  for (const auto& r : from.at("related"))
    item.related.push_back({article_id{r.at("id").get<std::int64_t>()}, r.at("title").get<std::string>(),
                            r.at("why").get<std::string>(), r.at("score").get<double>(), r.value("url", "")});
  return item;
}

std::string items_of(const digest& d) {
  json list = json::array();
  for (const auto& item : d.items) list.push_back(to_json(item));
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

digest read_digest(const rows& r) {
  digest d;
  d.id = r.as<digest_id>(0);
  d.account = r.text(1);
  d.edition = r.text(2);
  // "zh-Hant": the language and how it is written.
  const std::string tag = r.text(3);
  d.script = script_of(tag);
  d.language = d.script == chinese_script::as_written ? tag : "zh";
  d.zone = r.text(4);
  const std::string day = r.text(5);
  const std::size_t mark = day.find('!');
  d.day = day.substr(0, mark);
  if (mark != day.npos) d.urgent = std::stoll(day.substr(mark + 1));
  d.composed_at = r.time(6);
  d.final = r.flag(7);
  for (const auto& item : json::parse(r.text(8))) d.items.push_back(item_from(item));
  return d;
}

// As the column has it: an urgent digest stands beside the day's own.
std::string day_of(const digest& d) { return d.urgent == 0 ? d.day : d.day + '!' + std::to_string(d.urgent); }

std::optional<digest> first(rows r) {
  if (!r.next()) return std::nullopt;
  return read_digest(r);
}

std::optional<digest> find_day(connection& c, const std::string& account, const std::string& edition, const std::string& day) {
  return first(c.query("SELECT " DEPECHE_DIGEST_COLUMNS " FROM digests WHERE account = ? AND edition = ? AND day = ?", account,
                       edition, day));
}

}  // namespace

task<result<digest>> digest_store::save(digest d) {
  auto job = [d = std::move(d)](connection& c) -> result<digest> {
    c.run(
        "INSERT INTO digests (account, edition, language, zone, day, composed_at, final, items) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (account, edition, day) DO UPDATE SET language = excluded.language, zone = excluded.zone, "
        "composed_at = excluded.composed_at, final = excluded.final, items = excluded.items WHERE NOT final",
        d.account, d.edition, language_tag(d.language, d.script), d.zone, day_of(d), d.composed_at, d.final, items_of(d));
    auto kept = find_day(c, d.account, d.edition, day_of(d));
    return std::move(kept.value());
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> digest_store::make_final(digest_id id) {
  auto job = [id](connection& c) -> result<void> {
    if (c.run("UPDATE digests SET final = 1 WHERE id = ?", id) == 0)
      return fail(errc::not_found, "no such digest", std::to_string(number(id)));
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<bool>> digest_store::reopen(digest_id id) {
  auto job = [id](connection& c) -> result<bool> {
    return c.run("UPDATE digests SET final = 0 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM pushes WHERE digest = ?1)", id) > 0;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<digest>>> digest_store::find(digest_id id) {
  auto job = [id](connection& c) -> result<std::optional<digest>> {
    return first(c.query("SELECT " DEPECHE_DIGEST_COLUMNS " FROM digests WHERE id = ?", id));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<digest>>> digest_store::of_day(std::string account, std::string edition, std::string day) {
  auto job = [account = std::move(account), edition = std::move(edition), day = std::move(day)](
                 connection& c) -> result<std::optional<digest>> { return find_day(c, account, edition, day); };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<digest>>> digest_store::latest(std::string account, std::string edition) {
  auto job = [account = std::move(account), edition = std::move(edition)](connection& c) -> result<std::optional<digest>> {
    return first(c.query("SELECT " DEPECHE_DIGEST_COLUMNS
                         " FROM digests WHERE account = ? AND edition = ? AND instr(day, '!') = 0 ORDER BY day DESC LIMIT 1",
                         account, edition));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<digest>>> digest_store::urgent(std::string account, std::string edition, std::int64_t number) {
  auto job = [account = std::move(account), edition = std::move(edition), number](connection& c) -> result<std::optional<digest>> {
    return first(c.query("SELECT " DEPECHE_DIGEST_COLUMNS " FROM digests WHERE account = ? AND edition = ? AND substr(day, instr(day, '!')) = ?", account,
                         edition, '!' + std::to_string(number)));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<digest>>> digest_store::urgent_ones(std::string account, std::string edition, std::size_t limit) {
  auto job = [account = std::move(account), edition = std::move(edition), limit](connection& c) -> result<std::vector<digest>> {
    std::vector<digest> out;
    auto r = c.query("SELECT " DEPECHE_DIGEST_COLUMNS
                     " FROM digests WHERE account = ? AND edition = ? AND instr(day, '!') > 0 AND final ORDER BY id DESC LIMIT ?",
                     account, edition, limit);
    while (r.next()) out.push_back(read_digest(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<digest>>> digest_store::of_edition(std::string account, std::string edition, std::size_t limit) {
  auto job = [account = std::move(account), edition = std::move(edition), limit](connection& c) -> result<std::vector<digest>> {
    std::vector<digest> out;
    auto r = c.query("SELECT " DEPECHE_DIGEST_COLUMNS " FROM digests WHERE account = ? AND edition = ? AND instr(day, '!') = 0 ORDER BY day DESC LIMIT ?",
                     account, edition, limit);
    while (r.next()) out.push_back(read_digest(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<digest>>> digest_store::list(std::string account, std::string language, std::size_t limit) {
  auto job = [account = std::move(account), language = std::move(language), limit](connection& c) -> result<std::vector<digest>> {
    std::vector<digest> out;
    auto r = c.query("SELECT " DEPECHE_DIGEST_COLUMNS
                     " FROM digests WHERE (?1 = '' OR account = ?1) AND (?2 = '' OR language = ?2 OR language LIKE ?2 || '-%') "
                     "AND instr(day, '!') = 0 "
                     "ORDER BY day DESC, composed_at DESC, id DESC LIMIT ?3",
                     account, language, limit);
    while (r.next()) out.push_back(read_digest(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
