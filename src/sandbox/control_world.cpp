// Faults, quotas, the account, its codes, statistics, and waiting for a change.
#include "base/localisation.hpp"
#include "invite/qr_code.hpp"
#include "sandbox/control.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/json_view.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

json fault_json(const fault_rule& rule) {
  return {{"id", rule.id},       {"kind", rule.words},  {"path", rule.path},          {"after", rule.after},
          {"times", rule.times}, {"every", rule.every}, {"seen", rule.seen},          {"struck", rule.struck}, {"ms", rule.wait.count()}};
}

json faults_json(const fault_rules& faults) {
  json list = json::array();
  for (const auto& rule : faults.all()) list.push_back(fault_json(rule));
  return {{"faults", std::move(list)}};
}

}  // namespace

void add_fault_controls(router& routes, fault_rules& faults, bell& released, changes& noted) {
  add_control(routes, "GET", "faults", [&faults](const http_request&, const json&) -> task<http_response> {
    co_return control_answer(faults_json(faults));
  });
  add_control(routes, "POST", "faults", [&faults, &noted](const http_request&, const json& body) -> task<http_response> {
    auto kind = text_at(body, "kind");
    if (const auto code = number_at(body, "kind")) kind = std::to_string(*code);
    fault_rule order;
    order.path = text_at(body, "path");
    order.after = number_at(body, "after").value_or(0);
    order.times = number_at(body, "times").value_or(1);
    order.every = number_at(body, "every").value_or(1);
    order.says = text_at(body, "errmsg").substr(0, 200);
    const auto added = faults.add(kind, std::move(order), number_at(body, "ms"));
    if (added.has_error()) co_return control_error(added.error());
    noted.note();
    co_return control_answer(fault_json(*added));
  });
  add_control(routes, "DELETE", "faults", [&faults, &released, &noted](const http_request&, const json&) -> task<http_response> {
    faults.clear();
    released.ring();
    noted.note();
    co_return control_answer(faults_json(faults));
  });
}

void add_quota_controls(router& routes, const account& of, quota_desk& quotas, changes& noted) {
  add_control(routes, "GET", "quotas", [&of, &quotas](const http_request&, const json&) -> task<http_response> {
    json list = json::object();
    for (const auto& [path, q] : quotas.all()) {
      const auto* current = quotas.find(path);
      list[path] = {{"daily_limit", quota_desk::limit_of(*current, of.kind == profile::test_account)}, {"used", current->used},
                    {"minute_limit", quota_desk::minute_limit_of(*current)}};
    }
    co_return control_answer(list);
  });
  add_control(routes, "POST", "quotas", [&quotas, &noted](const http_request&, const json& body) -> task<http_response> {
    const auto limit = number_at(body, "daily_limit");
    const auto in_minute = number_at(body, "minute_limit");
    if (limit.value_or(0) < 0 || in_minute.value_or(0) < 0)
      co_return control_error(400, "daily_limit, minute_limit: 0 or more, or null for the usual one");
    if (!quotas.order_limits(text_at(body, "path"), limit, in_minute)) co_return control_error(404, "no quota is kept for this path");
    noted.note();
    co_return control_answer(json::object());
  });
}

void add_stats_controls(router& routes, const crowd& people, const traffic& counted) {
  add_control(routes, "GET", "stats", [&people, &counted](const http_request& request, const json&) -> task<http_response> {
    const auto contains = query_value(request.query, "contains").value_or("");
    const auto first = parse_number(query_value(request.query, "first").value_or("1")).value_or(1);
    const auto last = parse_number(query_value(request.query, "last").value_or("4000000000")).value_or(4'000'000'000);
    std::int64_t phones = 0, none = 0, one = 0, more = 0;
    std::uint64_t fewest = ~std::uint64_t{0}, most = 0;
    const bool name_missing = query_value(request.query, "missing") == "true";
    json missing = json::array();
    for (const auto& p : people.all()) {
      if (p.id < first || p.id > last) continue;
      std::uint64_t count = p.received;
      if (!contains.empty()) {
        count = 0;
        for (const auto& m : p.extra().messages) count += m.from == sender::account && m.content->find(contains) != std::string::npos;
      }
      ++phones;
      ++(count == 0 ? none : count == 1 ? one : more);
      if (name_missing && count == 0) missing.push_back(p.openid());
      fewest = std::min(fewest, count);
      most = std::max(most, count);
    }
    json calls = json::object();
    for (const auto& [path, c] : counted.calls()) {
      json errors = json::object();
      for (const auto& [code, times] : c.errors) errors[std::to_string(code)] = times;
      calls[path] = {{"calls", c.calls}, {"errors", std::move(errors)}};
    }
    const auto& p = counted.pushes;
    co_return control_answer({{"phones", phones},
                              {"followers", people.followers()},
                              {"received", {{"0", none}, {"1", one}, {"2+", more}, {"min", phones ? fewest : 0}, {"max", most}}},
                              {"pushes", {{"pushes", p.pushes}, {"deliveries", p.deliveries}, {"retries", p.retries},
                                          {"replied", p.replies}, {"acknowledged", p.acknowledged}, {"failed", p.failed},
                                          {"bad_replies", p.bad_replies}}},
                              {"calls", std::move(calls)},
                              {"missing", std::move(missing)}});
  });
  add_control(routes, "GET", "traffic", [&counted](const http_request&, const json&) -> task<http_response> {
    json lines = json::array();
    for (const auto& line : counted.newest())
      lines.push_back({{"number", line.number}, {"time", iso_time(line.at)}, {"from", line.from_bot ? "bot" : "platform"},
                       {"what", line.what}, {"outcome", line.outcome}});
    co_return control_answer({{"lines", std::move(lines)}});
  });
}

void add_change_controls(router& routes, const crowd& people, changes& noted) {
  add_control(routes, "GET", "changes", [&people, &noted](const http_request& request, const json&) -> task<http_response> {
    const auto since = parse_number(query_value(request.query, "since").value_or("0")).value_or(0);
    const auto seen = static_cast<std::uint64_t>(std::max<std::int64_t>(since, 0));
    co_await noted.wait_beyond(seen, 25s);
    json changed = json::array();
    for (const auto& one : people.all())
      if (!one.quiet && one.changed > seen) changed.push_back(one.id);
    co_return control_answer({{"version", noted.version()}, {"phones", std::move(changed)}});
  });
}

void add_code_controls(router& routes, const acts& doing, const code_book& codes, const media_shelf& media) {
  add_control(routes, "GET", "codes", [&doing, &codes](const http_request&, const json&) -> task<http_response> {
    constexpr std::size_t newest = 100;
    json list = json::array();
    list.push_back({{"kind", "account"}, {"scene", ""}, {"code", doing.account_code()}, {"expired", false}});
    const auto& all = codes.all();
    for (std::size_t i = all.size(); i-- > (all.size() > newest ? all.size() - newest : 0);)
      list.push_back({{"kind", all[i].expires ? "temporary" : "permanent"}, {"scene", all[i].scene}, {"code", all[i].url},
                      {"ticket", all[i].ticket}, {"expired", codes.is_expired(all[i])},
                      {"expires", all[i].expires ? json(iso_time(*all[i].expires)) : json(nullptr)}});
    co_return control_answer({{"codes", std::move(list)}, {"total", all.size()}});
  });
  routes.add("GET", "/sandbox/v1/qr.svg", [](http_request request) -> task<http_response> {
    const auto code = qr_code::encode(query_value(request.query, "text").value_or(""));
    if (code.has_error()) co_return control_error(code.error());
    http_response drawn;
    drawn.content_type = "image/svg+xml";
    drawn.body = draw_svg(*code, "QR code");
    co_return drawn;
  });
  routes.add("GET", "/sandbox/v1/media/{id}", [&media](http_request request) -> task<http_response> {
    const auto* found = media.find(request.params["id"]);
    if (found == nullptr) co_return control_error(404, "no such media, or expired");
    http_response bytes;
    bytes.content_type = found->content_type;
    bytes.headers.push_back({"X-Content-Type-Options", "nosniff"});
    bytes.body = found->bytes;
    co_return bytes;
  });
}

namespace {

json account_json(const account& of, const pusher& pushes) {
  return {{"name", of.name},       {"app_id", of.app_id},         {"original_id", of.original_id}, {"mode", name(of.mode)},
          {"profile", name(of.kind)}, {"ip_whitelist", of.ip_whitelist}, {"push_url", pushes.target_url()},
          {"mark_fail_after", of.mark_fail_after}};
}

result<void> change_account(account& of, pusher& pushes, const std::string& push_ca, const json& body) {
  if (const auto key = text_at(body, "aes_key"); !key.empty())
    if (auto set = set_aes_key(of, key); set.has_error()) return set.error();
  if (const auto token = text_at(body, "token"); !token.empty()) of.token = token;
  if (const auto mode = text_at(body, "mode"); !mode.empty())
    if (auto set = set_mode(of, mode); set.has_error()) return set.error();
  if (const auto kind = text_at(body, "profile"); !kind.empty()) {
    const auto parsed = parse_profile(kind);
    if (parsed.has_error()) return parsed.error();
    of.kind = *parsed;
  }
  if (const auto& list = child_at(body, "ip_whitelist"); list.is_array()) {
    of.ip_whitelist.clear();
    for (const auto& one : list)
      if (one.is_string()) of.ip_whitelist.push_back(one.get<std::string>());
  }
  if (const auto after = number_at(body, "mark_fail_after")) {
    if (*after < 0 || *after > 1'000'000) return fail(errc::invalid_argument, "out of range", "mark_fail_after", "use 0 (never) or more");
    of.mark_fail_after = static_cast<int>(*after);
  }
  if (const auto& to = child_at(body, "push_url"); to.is_string()) {
    const auto ca = text_at(body, "push_ca");
    return pushes.target(to.get<std::string>(), ca.empty() ? push_ca : ca);
  }
  return {};
}

}  // namespace

void add_account_controls(router& routes, account& of, pusher& pushes, std::string push_ca, changes& noted) {
  add_control(routes, "GET", "account", [&of, &pushes](const http_request&, const json&) -> task<http_response> {
    co_return control_answer(account_json(of, pushes));
  });
  add_control(routes, "POST", "account",
              [&of, &pushes, &noted, push_ca = std::move(push_ca)](const http_request&, const json& body) -> task<http_response> {
                const auto changed = change_account(of, pushes, push_ca, body);
                if (changed.has_error()) co_return control_error(changed.error());
                noted.note();
                co_return control_answer(account_json(of, pushes));
              });
  add_control(routes, "POST", "verify", [&pushes](const http_request&, const json&) -> task<http_response> {
    const auto verified = co_await pushes.verify();
    json answer{{"ok", verified.has_value()}};
    if (verified.has_error()) answer["error"] = to_line(verified.error());
    co_return control_answer(answer);
  });
}

}  // namespace depeche::sandbox
