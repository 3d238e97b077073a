// Phones: made, looked at, and used. An act answers when the bot has answered, or failed to.
#include "sandbox/control.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/json_view.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

constexpr std::size_t most_phones = 1'000'000;

phone* phone_of(crowd& people, const http_request& request) {
  const auto id = request.params.find("id");
  return id == request.params.end() ? nullptr : people.find(parse_number(id->second).value_or(0));
}

using act = std::function<acts::outcome(phone&, const json&)>;

// POST phones/{id}/<name>: does the act, waits for its end, tells it.
void add_act(router& routes, crowd& people, const std::string& name, act doing) {
  add_control(routes, "POST", "phones/{id}/" + name,
              [&people, doing = std::move(doing)](const http_request& request, const json& body) -> task<http_response> {
                auto* who = phone_of(people, request);
                if (who == nullptr) co_return control_error(404, "no such phone");
                const auto done = doing(*who, body);
                if (done.has_error()) co_return control_error(done.error());
                const auto pushed = *done;
                if (pushed && flag_at(body, "wait", true)) co_await pushed->done.wait();
                co_return control_answer(act_json(*who, pushed.get()));
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

json list_phones(const crowd& people, const http_request& request, timestamp now) {
  const bool all = query_value(request.query, "all") == "true";
  const auto after = parse_number(query_value(request.query, "after").value_or("0")).value_or(0);
  constexpr std::size_t page = 1000;
  json list = json::array();
  for (const auto& one : people.all()) {
    if (one.id <= after || (one.quiet && !all)) continue;
    list.push_back(phone_json(one, now));
    if (list.size() == page) break;
  }
  return {{"phones", std::move(list)}, {"total", people.all().size()}, {"followers", people.followers()}};
}

}  // namespace

void add_phone_controls(router& routes, crowd& people, acts& doing, const clock& time) {
  add_control(routes, "POST", "phones", [&people, &time](const http_request&, const json& body) -> task<http_response> {
    if (people.all().size() >= most_phones) co_return control_error(409, "a million phones are enough");
    auto name = text_at(body, "name").substr(0, 100);
    const auto language = text_at(body, "language");
    if (name.empty()) name = "Phone " + std::to_string(people.all().size() + 1);
    const auto& made = people.add(std::move(name), language, false);
    co_return control_answer(phone_json(made, time.now()));
  });
  add_control(routes, "GET", "phones", [&people, &time](const http_request& request, const json&) -> task<http_response> {
    co_return control_answer(list_phones(people, request, time.now()));
  });
  add_control(routes, "GET", "phones/{id}", [&people, &time](const http_request& request, const json&) -> task<http_response> {
    const auto* one = phone_of(people, request);
    if (one == nullptr) co_return control_error(404, "no such phone");
    const auto after = parse_number(query_value(request.query, "after").value_or("0")).value_or(0);
    co_return control_answer(phone_with_messages(*one, time.now(), static_cast<std::uint64_t>(after)));
  });
  add_control(routes, "POST", "phones/{id}/reception", [&people, &time](const http_request& request, const json& body) -> task<http_response> {
    auto* one = phone_of(people, request);
    if (one == nullptr) co_return control_error(404, "no such phone");
    one->receives = flag_at(body, "on", true);
    people.touch(*one);
    co_return control_answer(phone_json(*one, time.now()));
  });
  add_act(routes, people, "follow", [&doing](phone& who, const json&) { return doing.follow(who); });
  add_act(routes, people, "unfollow", [&doing](phone& who, const json&) { return doing.unfollow(who); });
  add_act(routes, people, "scan", [&doing](phone& who, const json& body) { return scan(doing, who, body); });
  add_act(routes, people, "say", [&doing](phone& who, const json& body) { return say(doing, who, body); });
  add_act(routes, people, "click", [&doing](phone& who, const json& body) { return doing.click(who, text_at(body, "key")); });
  add_act(routes, people, "view", [&doing](phone& who, const json& body) { return doing.view(who, text_at(body, "url")); });
}

void add_batch_control(router& routes, crowd& people, acts& doing) {
  add_control(routes, "POST", "phones/batch", [&people, &doing](const http_request&, const json& body) -> task<http_response> {
    const auto count = number_at(body, "count").value_or(0);
    const bool events = flag_at(body, "events", true);
    const bool spoke = flag_at(body, "spoke");
    const auto language = text_at(body, "language");
    auto words = text_at(body, "text").substr(0, 2048);
    if (words.empty()) words = "hello";
    const std::int64_t most = events ? 50'000 : 200'000;
    if (count < 1 || count > most) co_return control_error(400, "count: from 1 to " + std::to_string(most));
    if (people.all().size() + static_cast<std::size_t>(count) > most_phones)
      co_return control_error(409, "a million phones are enough");
    const auto first = people.all().size() + 1;
    std::vector<std::shared_ptr<push>> pushes;
    for (std::int64_t i = 0; i < count; ++i) {
      auto& made = people.add("Phone " + std::to_string(people.all().size() + 1), language, true);
      if (events) {
        pushes.push_back(*doing.follow(made));
        if (spoke) pushes.push_back(*doing.say(made, words));
      } else {
        people.follow(made, {});
        if (spoke) people.grant_words(made);
      }
    }
    std::int64_t answered = 0;
    for (const auto& one : pushes) {
      if (!flag_at(body, "wait", true)) break;
      co_await one->done.wait();
      answered += one->end == push_end::replied || one->end == push_end::acknowledged;
    }
    json answer{{"count", count}, {"first", first}, {"last", people.all().size()}, {"pushes", pushes.size()}, {"answered", answered}};
    if (flag_at(body, "openids"))
      for (auto id = first; id < first + static_cast<std::size_t>(count); ++id) answer["openids"].push_back(people.all()[id - 1].openid);
    answer["last"] = first + static_cast<std::size_t>(count) - 1;
    co_return control_answer(answer);
  });
}

}  // namespace depeche::sandbox
