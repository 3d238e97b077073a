// What phones are made to do. An act answers when the bot has answered, or failed to.
#include "sandbox/control.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/json_view.hpp"
#include "sandbox/endpoints.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

using act = std::function<acts::outcome(phone&, const json&)>;

task<http_response> tell_act(phone* who, acts::outcome done, const json& body) {
  if (done.has_error()) co_return control_error(done.error());
  const auto pushed = *done;
  if (pushed && flag_at(body, "wait", true)) co_await pushed->done.wait();
  co_return control_answer(act_json(who, pushed.get()));
}

// POST phones/{id}/<name>: does the act, waits for its end, tells it.
void add_act(router& routes, crowd& people, const std::string& name, act doing) {
  add_control(routes, "POST", "phones/{id}/" + name,
              [&people, doing = std::move(doing)](const http_request& request, const json& body) -> task<http_response> {
                const auto id = request.params.find("id");
                auto* who = id == request.params.end() ? nullptr : people.find(parse_number(id->second).value_or(0));
                if (who == nullptr) co_return control_error(404, "no such phone");
                co_return co_await tell_act(who, doing(*who, body), body);
              });
}

acts::outcome scan(acts& doing, phone& who, const json& body) {
  if (auto scene = text_at(body, "scene"); !scene.empty()) return doing.scan_scene(who, scene);
  if (const auto number = number_at(body, "scene")) return doing.scan_scene(who, std::to_string(*number));
  for (const auto* key : {"code", "ticket"})
    if (const auto text = text_at(body, key); !text.empty()) return doing.scan(who, text);
  return fail(errc::invalid_argument, "nothing to scan", "scan", "give scene, code or ticket");
}

acts::outcome say(acts& doing, phone& who, const json& body) {
  const auto text = text_at(body, "text");
  if (text.empty() || text.size() > 8192) return fail(errc::invalid_argument, "no text, or over 8192 bytes", "say", "give text");
  return doing.say(who, text, text_at(body, "menu_id"));
}

acts::outcome agree(acts& doing, phone& who, const json& body) {
  const auto id = text_at(body, "template_id");
  if (id.empty() || id.size() > 64) return fail(errc::invalid_argument, "no template_id, or a long one", "consent", "give template_id");
  if (const auto scene = number_at(body, "once")) {  // a page asked for a one-off message: nothing is pushed for it
    ++who.own().consents[once_consent(id, *scene)];
    return nullptr;
  }
  return doing.consent(who, id, flag_at(body, "accept", true), flag_at(body, "settings"), text_at(body, "scene"));
}

// {"A":"text","B":5,"C":{"D":[{...},{...}]}}: an array is so many siblings of one name.
result<std::vector<push_field>> read_fields(const json& from, int depth) {
  constexpr std::size_t most = 200;
  std::vector<push_field> fields;
  const auto bad = [](std::string_view name) {
    return fail(errc::invalid_argument, "no field of a push: '" + std::string(name.substr(0, 40)) + "'", "fields", "use names of letters, texts, whole numbers, objects, arrays");
  };
  if (depth > 5 || from.size() > most) return bad("nested too deeply, or too many");
  for (const auto& [name, value] : from.items()) {
    if (!is_element_name(name)) return bad(name);
    const auto many = value.is_array() ? value : json::array({value});
    for (const auto& one : many) {
      if (one.is_object()) {
        auto children = read_fields(one, depth + 1);
        if (children.has_error()) return children.error();
        fields.push_back(children->empty() ? push_field::empty(name) : push_field::group(name, std::move(*children)));
      } else if (one.is_number_integer()) {
        fields.push_back(push_field::number(name, one.get<std::int64_t>()));
      } else if (one.is_string()) {
        fields.push_back(push_field::text(name, one.get<std::string>()));
      } else {
        return bad(name);
      }
    }
  }
  return fields;
}

}  // namespace

void add_act_controls(router& routes, crowd& people, acts& doing) {
  add_act(routes, people, "follow", [&doing](phone& who, const json&) { return doing.follow(who); });
  add_act(routes, people, "unfollow", [&doing](phone& who, const json&) { return doing.unfollow(who); });
  add_act(routes, people, "scan", [&doing](phone& who, const json& body) { return scan(doing, who, body); });
  add_act(routes, people, "say", [&doing](phone& who, const json& body) { return say(doing, who, body); });
  add_act(routes, people, "send", [&doing](phone& who, const json& body) { return doing.send(who, text_at(body, "type"), body); });
  add_act(routes, people, "click", [&doing](phone& who, const json& body) { return doing.click(who, text_at(body, "key")); });
  add_act(routes, people, "view", [&doing](phone& who, const json& body) { return doing.view(who, text_at(body, "url")); });
  add_act(routes, people, "tap", [&doing](phone& who, const json& body) { return doing.tap(who, text_at(body, "button"), body); });
  add_act(routes, people, "report", [&doing](phone& who, const json& body) { return doing.report(who, body); });
  add_act(routes, people, "consent", [&doing](phone& who, const json& body) { return agree(doing, who, body); });
}

void add_push_control(router& routes, crowd& people, acts& doing, pusher& pushes, const clock& time) {
  const auto handle = [&people, &doing, &pushes, &time](const http_request&, const json& body) -> task<http_response> {
    auto fields = read_fields(child_at(body, "fields"), 0);
    if (fields.has_error()) co_return control_error(fields.error());
    const auto event = text_at(body, "event");
    const auto type = text_at(body, "type");
    if (event.empty() == (type.empty() || type == "event")) co_return control_error(400, "give an event, or the type of a message");
    if (event.size() > 64 || type.size() > 64) co_return control_error(400, "a name of at most 64 characters");
    auto* who = people.find(number_at(body, "phone").value_or(0));
    if (who != nullptr && !event.empty()) co_return co_await tell_act(who, doing.event_of(*who, event, std::move(*fields)), body);
    if (who == nullptr && body.contains("phone")) co_return control_error(404, "no such phone");
    auto from = text_at(body, "from");
    if (who != nullptr) from = who->openid();
    if (from.empty()) from = "mphelper";  // who tells an account about itself
    push_message message{from, to_unix_seconds(time.now()), event.empty() ? type : "event", event, std::move(*fields)};
    co_return co_await tell_act(who, pushes.send(std::move(message), who != nullptr), body);
  };
  add_control(routes, "POST", "push", handle);
}

}  // namespace depeche::sandbox
