#include "app/hubs.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/parsed_feed.hpp"

namespace depeche {
namespace {

task<> keep_up(parts& p, std::string source, std::string hub, std::string topic) {
  const auto asked = co_await p.hubs->keep_up(source, std::move(hub), std::move(topic));
  if (asked.has_error()) log_info("websub", "source " + printable(source, 60) + ": " + printable(to_line(asked.error()), 300));
}

task<http_response> confirm(parts& p, http_request request) {
  const auto value = [&](const char* name) { return query_value(request.query, name).value_or(""); };
  const std::string token = request.params["token"];
  auto challenge = co_await p.hubs->confirm(token, value("hub.mode"), value("hub.topic"), value("hub.lease_seconds"), value("hub.challenge"));
  if (!challenge) co_return text_response(404, "");
  const auto lease = co_await p.leases->of_token(token);
  if (lease.has_value() && *lease) p.poller->note_lease((**lease).source, (**lease).until);
  co_return text_response(200, std::move(*challenge));
}

// Hubs are told that it came, whatever it is: who can't sign learns nothing. Only an unknown address says so, which ends a subscription.
task<http_response> receive(parts& p, http_request request) {
  const std::string signature(header_value(request.headers, "X-Hub-Signature"));
  const auto source = co_await p.hubs->source_of(request.params["token"], signature, request.body);
  if (source.has_error()) {
    log_info("websub", printable(to_line(source.error()), 300));
    co_return text_response(source.error() == errc::not_found ? 410 : 202, "");
  }
  // A source that was removed: the hub may forget us.
  if (!p.poller->reads(*source)) co_return text_response(410, "");
  const auto charset = charset_of(header_value(request.headers, "Content-Type"));
  p.group.spawn("hub's feed", [](parts& with, std::string name, std::string body, std::string encoding) -> task<> {
    co_await with.poller->take_distributed(std::move(name), std::move(body), std::move(encoding));
  }(p, *source, std::move(request.body), charset));
  co_return text_response(202, "");
}

}  // namespace

void build_hubs(parts& p) {
  auto home = p.settings.server.public_url;
  while (home.ends_with('/')) home.pop_back();
  if (!p.settings.websub || home.empty()) return;
  p.leases = std::make_unique<websub_store>(*p.db);
  p.hubs = std::make_unique<websub>(*p.fetcher, *p.leases, p.random, p.time, std::move(home));
  p.poller->on_hub([&p](const source_report& report) { p.group.spawn("hub", keep_up(p, report.source, report.hub, report.topic)); });
}

void add_hub_routes(router& routes, parts& p) {
  const std::string path = std::string(websub_path) + "{token}";
  routes.add("GET", path, [&p](http_request request) { return confirm(p, std::move(request)); });
  routes.add("POST", path, [&p](http_request request) { return receive(p, std::move(request)); });
  routes.set_body_limit(path, largest_feed / 4);
}

task<> learn_leases(parts& p) {
  const auto leases = co_await p.leases->all();
  if (leases.has_error()) co_return;
  for (const auto& lease : *leases) p.poller->note_lease(lease.source, lease.until);
}

}  // namespace depeche
