// Phones: made and looked at; and crowds of them.
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

void add_phone_controls(router& routes, crowd& people, const menu_board& menus, const clock& time) {
  add_control(routes, "POST", "phones", [&people, &time](const http_request&, const json& body) -> task<http_response> {
    if (people.all().size() >= most_phones) co_return control_error(409, "a million phones are enough");
    auto name = text_at(body, "name").substr(0, 100);
    const auto language = text_at(body, "language");
    const auto& made = people.add(std::move(name), language, false);
    co_return control_answer(phone_json(made, time.now()));
  });
  add_control(routes, "GET", "phones", [&people, &time](const http_request& request, const json&) -> task<http_response> {
    co_return control_answer(list_phones(people, request, time.now()));
  });
  add_control(routes, "GET", "phones/{id}", [&people, &menus, &time](const http_request& request, const json&) -> task<http_response> {
    const auto* one = phone_of(people, request);
    if (one == nullptr) co_return control_error(404, "no such phone");
    const auto after = parse_number(query_value(request.query, "after").value_or("0")).value_or(0);
    auto told = phone_with_messages(*one, time.now(), static_cast<std::uint64_t>(after));
    const auto* menu = menus.of(*one);
    told["menu"] = menu == nullptr ? json(nullptr) : *menu->buttons;
    co_return control_answer(told);
  });
  add_control(routes, "POST", "phones/{id}/reception", [&people, &time](const http_request& request, const json& body) -> task<http_response> {
    auto* one = phone_of(people, request);
    if (one == nullptr) co_return control_error(404, "no such phone");
    one->receives = flag_at(body, "on", true);
    people.touch(*one);
    co_return control_answer(phone_json(*one, time.now()));
  });
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
      auto& made = people.add({}, language, true);
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
      for (auto id = first; id < first + static_cast<std::size_t>(count); ++id) answer["openids"].push_back(people.all()[id - 1].openid());
    answer["last"] = first + static_cast<std::size_t>(count) - 1;
    co_return control_answer(answer);
  });
}

}  // namespace depeche::sandbox
