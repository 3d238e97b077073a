#include "store/websub_store.hpp"

#include "store/connection.hpp"

namespace depeche {
namespace {

hub_lease read_lease(const rows& r) {
  return {r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), r.time(5), r.time(6)};
}

}  // namespace

task<result<std::optional<hub_lease>>> websub_store::of_source(std::string source) {
  auto job = [source = std::move(source)](connection& c) -> result<std::optional<hub_lease>> {
    auto r = c.query("SELECT source, hub, topic, token, secret, asked, until FROM hub_leases WHERE source = ?", source);
    if (!r.next()) return std::optional<hub_lease>();
    return std::optional(read_lease(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<hub_lease>>> websub_store::of_token(std::string token) {
  auto job = [token = std::move(token)](connection& c) -> result<std::optional<hub_lease>> {
    auto r = c.query("SELECT source, hub, topic, token, secret, asked, until FROM hub_leases WHERE token = ?", token);
    if (!r.next()) return std::optional<hub_lease>();
    return std::optional(read_lease(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<hub_lease>>> websub_store::all() {
  auto job = [](connection& c) -> result<std::vector<hub_lease>> {
    std::vector<hub_lease> out;
    auto r = c.query("SELECT source, hub, topic, token, secret, asked, until FROM hub_leases ORDER BY source");
    while (r.next()) out.push_back(read_lease(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> websub_store::keep(hub_lease lease) {
  auto job = [l = std::move(lease)](connection& c) -> result<void> {
    c.run("INSERT OR REPLACE INTO hub_leases (source, hub, topic, token, secret, asked, until) VALUES (?, ?, ?, ?, ?, ?, ?)", l.source, l.hub,
          l.topic, l.token, l.secret, l.asked, l.until);
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

}  // namespace depeche
