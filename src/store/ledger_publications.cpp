// The ledger's publications: a digest that becomes a permanent page of the account.
#include "store/connection.hpp"
#include "store/ledger_store.hpp"

namespace depeche {
namespace {

std::optional<publication> first(rows r) {
  if (!r.next()) return std::nullopt;
  return publication{r.as<push_id>(0), r.as<delivery_state>(1), r.text(2), r.text(3), r.text(4), r.text(5)};
}

}  // namespace

#define DEPECHE_PUBLICATIONS "SELECT n.push, n.state, n.publish_id, n.status, n.article_id, n.address FROM publications n "

task<result<void>> ledger_store::save_publication(publication p) {
  auto save = [p = std::move(p)](connection& c) -> result<void> {
    c.run("INSERT OR REPLACE INTO publications (push, state, publish_id, status, article_id, address) VALUES (?, ?, ?, ?, ?, ?)", p.push, p.state,
          p.publish_id, p.status, p.article_id, p.address);
    return {};
  };
  co_return co_await db_.write(std::move(save));
}

task<result<std::optional<publication>>> ledger_store::publication_of(push_id id) {
  auto job = [id](connection& c) -> result<std::optional<publication>> { return first(c.query(DEPECHE_PUBLICATIONS "WHERE n.push = ?", id)); };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<publication>>> ledger_store::publication_by_id(std::string account, std::string publish_id) {
  auto job = [account = std::move(account), publish_id = std::move(publish_id)](connection& c) -> result<std::optional<publication>> {
    return first(c.query(DEPECHE_PUBLICATIONS
                         "JOIN pushes p ON p.id = n.push WHERE n.publish_id = ? AND n.publish_id <> '' AND p.account = ? ORDER BY n.push DESC LIMIT 1",
                         publish_id, account));
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
