// How mass jobs, publications and template messages go, what the administrator says, and the account's templates.
#include "base/localisation.hpp"
#include "sandbox/control.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

result<std::chrono::milliseconds> read_delay(const json& from) {
  const auto text = text_at(from, "delay");
  if (text.empty()) return std::chrono::milliseconds{0};
  auto delay = parse_duration(text);
  if (delay.has_value() && delay->count() < 0) return fail(errc::invalid_argument, "a delay goes forward", "delay", "write it like 10m");
  return delay;
}

job_event read_event(const json& from, std::string_view usual) {
  const auto name = text_at(from, "event");
  return name == "none" ? job_event::none : name.empty() || name == usual ? job_event::usual : job_event::other;
}

result<mass_orders> read_mass(const json& from) {
  mass_orders orders;
  const auto delay = read_delay(from);
  if (delay.has_error()) return delay.error();
  orders.delay = *delay;
  if (const auto status = text_at(from, "status"); !status.empty()) orders.status = status.substr(0, 64);
  orders.event = read_event(from, "MASSSENDJOBFINISH");
  orders.urls_in_event = flag_at(from, "urls", true);
  orders.confirmation = flag_at(from, "confirmation");
  if (!from.contains("reprints")) return orders;
  const auto& reprints = child_at(from, "reprints");
  const auto wrong = [] {
    return fail(errc::invalid_argument, "no list of articles", "reprints", "write it like [{\"article\":1,\"allowed\":false}], articles from 1 to 8");
  };
  if (!reprints.is_array()) return wrong();
  for (const auto& one : reprints) {
    const auto article = one.is_object() ? number_at(one, "article").value_or(0) : 0;
    if (article < 1 || article > 8) return wrong();
    const auto original = text_at(one, "original");
    orders.reprints.push_back({static_cast<int>(article), flag_at(one, "allowed"),
                               original.empty() ? "http://mp.weixin.qq.com/s/original" : original.substr(0, 200)});
  }
  return orders;
}

result<publish_orders> read_publish(const json& from) {
  publish_orders orders;
  const auto delay = read_delay(from);
  if (delay.has_error()) return delay.error();
  orders.delay = *delay;
  const auto status = number_at(from, "status").value_or(0);
  if (status < 0 || status > 6 || status == 1) return fail(errc::invalid_argument, "no status of an end", "status", "use 0, 2, 3, 4, 5 or 6");
  orders.status = static_cast<int>(status);
  if (const auto& failed = child_at(from, "failed"); failed.is_array())
    for (const auto& one : failed)
      if (one.is_number_integer() && one >= 1 && one <= 8) orders.failed.push_back(one.get<int>());
  orders.event = read_event(from, "PUBLISHJOBFINISH");
  return orders;
}

const char* name(job_event event) { return event == job_event::usual ? "usual" : event == job_event::other ? "other" : "none"; }

const char* name(mass_state state) {
  switch (state) {
    case mass_state::waits_for_admin: return "waits for the administrator";
    case mass_state::waits: return "waits";
    case mass_state::delivering: return "delivering";
    case mass_state::finished: return "finished";
    case mass_state::deleted: return "deleted";
  }
  return "";
}

json jobs_json(const mass_desk& mass, const publish_desk& publishing, const template_shelf& templates) {
  const auto& m = mass.orders;
  const auto& p = publishing.orders;
  json jobs = json::array();
  for (const auto& job : mass.all())
    jobs.push_back({{"msg_id", job.msg_id}, {"state", name(job.state)}, {"status", job.orders.status}, {"due", iso_time(job.due)},
                    {"total", job.total}, {"filtered", job.filtered}, {"sent", job.sent}, {"failed", job.failed}});
  return {{"mass", {{"delay_ms", m.delay.count()}, {"status", m.status}, {"event", name(m.event)}, {"urls", m.urls_in_event},
                    {"confirmation", m.confirmation}, {"reprints", m.reprints.size()}}},
          {"publish", {{"delay_ms", p.delay.count()}, {"status", p.status}, {"failed", p.failed}, {"event", name(p.event)}}},
          {"template", {{"status", templates.orders.status}, {"event", templates.orders.event ? "usual" : "none"}}},
          {"jobs", std::move(jobs)}};
}

}  // namespace

void add_job_controls(router& routes, mass_desk& mass, publish_desk& publishing, template_shelf& templates, std::function<void()> moved) {
  add_control(routes, "GET", "jobs", [&mass, &publishing, &templates](const http_request&, const json&) -> task<http_response> {
    co_return control_answer(jobs_json(mass, publishing, templates));
  });
  add_control(routes, "POST", "jobs", [&mass, &publishing, &templates](const http_request&, const json& body) -> task<http_response> {
    if (body.contains("mass")) {
      auto orders = read_mass(child_at(body, "mass"));
      if (orders.has_error()) co_return control_error(orders.error());
      mass.orders = std::move(*orders);
    }
    if (body.contains("publish")) {
      auto orders = read_publish(child_at(body, "publish"));
      if (orders.has_error()) co_return control_error(orders.error());
      publishing.orders = std::move(*orders);
    }
    if (const auto& order = child_at(body, "template"); body.contains("template"))
      templates.orders = {text_at(order, "status").substr(0, 64), text_at(order, "event") != "none"};
    co_return control_answer(jobs_json(mass, publishing, templates));
  });
  const auto confirm = [&mass, moved = std::move(moved)](const http_request&, const json& body) -> task<http_response> {
    if (!mass.confirm(number_at(body, "msg_id").value_or(0), flag_at(body, "agree", true)))
      co_return control_error(404, "no job of this msg_id waits for the administrator");
    moved();
    co_return control_answer(json::object());
  };
  add_control(routes, "POST", "jobs/confirm", confirm);
}

void add_template_controls(router& routes, template_shelf& templates) {
  add_control(routes, "GET", "templates", [&templates](const http_request&, const json&) -> task<http_response> {
    json list = json::array();
    for (const bool notice : {false, true})
      for (const auto* one : templates.all(notice))
        list.push_back({{"template_id", one->id}, {"title", one->title}, {"content", one->content}, {"notice", one->notice}});
    co_return control_answer({{"templates", std::move(list)}});
  });
  add_control(routes, "POST", "templates", [&templates](const http_request&, const json& body) -> task<http_response> {
    auto content = text_at(body, "content");
    if (content.empty() || content.size() > 4096) co_return control_error(400, "content: text with {{name.DATA}}, at most 4096 bytes");
    if (templates.all(false).size() + templates.all(true).size() >= 1000) co_return control_error(409, "a thousand templates are enough");
    const auto& made = templates.add(text_at(body, "title").substr(0, 100), std::move(content), flag_at(body, "notice"));
    co_return control_answer({{"template_id", made.id}});
  });
}

}  // namespace depeche::sandbox
