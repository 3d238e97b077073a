#include "store/hold_store.hpp"

#include "store/connection.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche {
namespace {

using nlohmann::json;

#define DEPECHE_HOLD_COLUMNS "account, article, title, edition, state, reasons, since, decided_at, decided_by"

std::string reasons_of(const hold& h) {
  json list = json::array();
  for (const hold_reason& r : h.reasons)
    list.push_back({{"cause", static_cast<int>(r.cause)}, {"word", r.word}, {"note", r.note}, {"part", static_cast<int>(r.part)}, {"near", r.near}});
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

hold read_hold(const rows& r) {
  hold h;
  h.account = r.text(0);
  h.article = r.as<article_id>(1);
  h.title = r.text(2);
  h.edition = r.text(3);
  h.state = r.as<hold_state>(4);
  for (const json& reason : json::parse(r.text(5)))
    h.reasons.push_back({static_cast<hold_cause>(reason.at("cause").get<int>()), reason.at("word").get<std::string>(), reason.at("note").get<std::string>(),
                         static_cast<held_part>(reason.at("part").get<int>()), reason.at("near").get<std::string>()});
  h.since = r.time(6);
  h.decided_at = r.time(7);
  h.decided_by = r.text(8);
  return h;
}

std::optional<hold> find_hold(connection& c, const std::string& account, article_id id) {
  auto r = c.query("SELECT " DEPECHE_HOLD_COLUMNS " FROM holds WHERE account = ? AND article = ?", account, id);
  if (!r.next()) return std::nullopt;
  return read_hold(r);
}

// Whether every reason was there before.
bool known_reasons(const hold& before, const hold& now) {
  return std::all_of(now.reasons.begin(), now.reasons.end(), [&](const hold_reason& r) {
    return std::any_of(before.reasons.begin(), before.reasons.end(), [&](const hold_reason& b) { return b.same_as(r); });
  });
}

}  // namespace

task<result<std::vector<hold>>> hold_store::note(std::vector<hold> found) {
  auto job = [found = std::move(found)](connection& c) -> result<std::vector<hold>> {
    std::vector<hold> news;
    for (const hold& h : found) {
      const auto before = find_hold(c, h.account, h.article);
      if (before && before->state == hold_state::dropped) continue;
      if (before && before->state == hold_state::held && known_reasons(*before, h)) continue;
      c.run("INSERT OR REPLACE INTO holds (" DEPECHE_HOLD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, 0, '')", h.account, h.article, h.title, h.edition,
            hold_state::held, reasons_of(h), h.since);
      news.push_back(h);
    }
    return news;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> hold_store::clear(std::string account, std::vector<article_id> ids) {
  auto job = [account = std::move(account), ids = std::move(ids)](connection& c) -> result<void> {
    for (const article_id id : ids)
      c.run("UPDATE holds SET state = ? WHERE account = ? AND article = ? AND state = ?", hold_state::cleared, account, id, hold_state::held);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<hold>>> hold_store::decide(std::string account, article_id id, hold_state as, std::string who, timestamp at) {
  auto job = [account = std::move(account), id, as, who = std::move(who), at](connection& c) -> result<std::optional<hold>> {
    if (c.run("UPDATE holds SET state = ?, decided_at = ?, decided_by = ? WHERE account = ? AND article = ? AND state = ?", as, at, who, account, id,
              hold_state::held) == 0)
      return std::optional<hold>();
    return find_hold(c, account, id);
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<hold>>> hold_store::find(std::string account, article_id id) {
  auto job = [account = std::move(account), id](connection& c) -> result<std::optional<hold>> { return find_hold(c, account, id); };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<hold>>> hold_store::held(std::string account, std::size_t limit) {
  auto job = [account = std::move(account), limit](connection& c) -> result<std::vector<hold>> {
    std::vector<hold> out;
    auto r = c.query("SELECT " DEPECHE_HOLD_COLUMNS " FROM holds WHERE account = ? AND state = ? ORDER BY since DESC, article DESC LIMIT ?", account,
                     hold_state::held, limit);
    while (r.next()) out.push_back(read_hold(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<hold>>> hold_store::all() {
  auto job = [](connection& c) -> result<std::vector<hold>> {
    std::vector<hold> out;
    auto r = c.query("SELECT " DEPECHE_HOLD_COLUMNS " FROM holds WHERE state <> ?", hold_state::cleared);
    while (r.next()) out.push_back(read_hold(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
