// The ledger's mass jobs: one job of the platform for all rows of a push that go by mass send.
#include "store/connection.hpp"
#include "store/ledger_store.hpp"

namespace depeche {
namespace {

mass_job read_mass(const rows& r) {
  return {r.as<push_id>(0), r.text(1),   r.as<delivery_state>(2), r.integer(3), r.text(4), r.integer(5), r.integer(6),
          r.integer(7),     r.integer(8)};
}

}  // namespace

#define DEPECHE_MASS_JOBS \
  "SELECT m.push, m.client_msg_id, m.state, m.msg_id, m.status, m.total, m.filtered, m.sent, m.errors FROM mass_jobs m "

task<result<void>> ledger_store::save_mass(mass_job job) {
  auto save = [m = std::move(job)](connection& c) -> result<void> {
    c.run(
        "INSERT OR REPLACE INTO mass_jobs (push, client_msg_id, state, msg_id, status, total, filtered, sent, errors) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        m.push, m.client_msg_id, m.state, m.msg_id, m.status, m.total, m.filtered, m.sent, m.errors);
    return {};
  };
  co_return co_await db_.write(std::move(save));
}

task<result<std::optional<mass_job>>> ledger_store::mass_of(push_id id) {
  auto job = [id](connection& c) -> result<std::optional<mass_job>> {
    auto r = c.query(DEPECHE_MASS_JOBS "WHERE m.push = ?", id);
    if (!r.next()) return std::optional<mass_job>();
    return std::optional(read_mass(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<mass_job>>> ledger_store::mass_by_msg_id(std::string account, std::int64_t msg_id) {
  auto job = [account = std::move(account), msg_id](connection& c) -> result<std::optional<mass_job>> {
    auto r = c.query(DEPECHE_MASS_JOBS
                     "JOIN pushes p ON p.id = m.push WHERE m.msg_id = ? AND m.msg_id <> 0 AND p.account = ? "
                     "ORDER BY m.push DESC LIMIT 1",
                     msg_id, account);
    if (!r.next()) return std::optional<mass_job>();
    return std::optional(read_mass(r));
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
