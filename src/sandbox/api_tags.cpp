// /cgi-bin/tags/... (wechat-protocol 6), and the groups that they replaced in 2016, which older libraries still call.
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_tags_of_one = 20, most_members = 50;

api_answer answer_code(int code) { return code == 0 ? answer_ok() : refuse(code); }

json list_tags(const tag_book& tags, const crowd& people) {
  json list = json::array();
  for (const auto& one : tags.all()) list.push_back({{"id", one.id}, {"name", one.name}, {"count", count_tagged(people, one.id)}});
  return list;
}

// `member` is "tag", or "group" for the calls of old.
api_answer create(tag_book& tags, const char* member, const api_call& call) {
  const auto name = text_at(child_at(call.body, member), "name");
  std::int32_t id = 0;
  if (const int code = tags.create(name, id); code != 0) return refuse(code);
  return answer_json({{member, {{"id", id}, {"name", name}}}});
}

api_answer rename(tag_book& tags, const char* member, const api_call& call) {
  const auto& of = child_at(call.body, member);
  return answer_code(tags.rename(number_at(of, "id").value_or(-1), text_at(of, "name")));
}

api_answer remove(tag_book& tags, crowd& people, const char* member, const api_call& call) {
  return answer_code(tags.remove(number_at(child_at(call.body, member), "id").value_or(-1), people));
}

api_answer members(const tag_book& tags, crowd& people, const api_call& call) {
  const auto id = number_at(call.body, "tagid").value_or(parse_number(call.parameter("tagid")).value_or(-1));
  if (tags.find(id) == nullptr) return refuse(45159);
  return list_people(people, call.either("next_openid"), 10'000, false,
                     [id](const phone& p) { return p.following && has_tag(p, id); });
}

api_answer change_members(const tag_book& tags, crowd& people, bool add, const api_call& call) {
  const auto& list = child_at(call.body, "openid_list");
  const auto id = number_at(call.body, "tagid").value_or(-1);
  if (tags.find(id) == nullptr) return refuse(45159);
  if (!list.is_array() || list.empty()) return refuse(40031);
  if (list.size() > most_members) return refuse(40032);
  for (const auto& one : list) {
    const auto* person = one.is_string() ? people.find_openid(one.get_ref<const std::string&>()) : nullptr;
    if (person == nullptr) return refuse(40003);
    if (add && person->extra().tags.size() >= most_tags_of_one && !has_tag(*person, id)) return refuse(45059);
  }
  json failed = json::array();
  for (const auto& one : list) {
    auto* person = people.find_openid(one.get_ref<const std::string&>());
    const auto value = static_cast<std::int32_t>(id);
    if (!person->following)
      failed.push_back(person->openid());
    else if (!add)
      std::erase(person->own().tags, value);
    else if (!has_tag(*person, id))
      person->own().tags.push_back(value);
    people.touch(*person);
  }
  if (!failed.empty()) return refuse(45171, {}, "\"fail_openid_list\":" + dump(failed));
  return answer_ok();
}

// A person has one group: the first of the tags.
api_answer move(const tag_book& tags, crowd& people, std::vector<std::string> openids, const api_call& call) {
  const auto to = number_at(call.body, "to_groupid").value_or(-1);
  if (to != 0 && tags.find(to) == nullptr) return refuse(40050);
  for (const auto& one : openids) {
    auto* person = people.find_openid(one);
    if (person == nullptr) return refuse(40003);
    person->own().tags.clear();
    if (to != 0) person->own().tags.push_back(static_cast<std::int32_t>(to));
  }
  return answer_ok();
}

std::vector<std::string> texts_of(const json& list) {
  std::vector<std::string> texts;
  if (list.is_array())
    for (const auto& one : list) texts.push_back(one.is_string() ? one.get<std::string>() : std::string());
  return texts;
}

}  // namespace

std::vector<endpoint> tag_endpoints(tag_book& tags, crowd& people) {
  const auto list = [&](const char* name) {
    return [&tags, &people, name](const api_call&) { return answer_json({{name, list_tags(tags, people)}}); };
  };
  const auto make = [&](const char* name) { return [&tags, name](const api_call& call) { return create(tags, name, call); }; };
  const auto change = [&](const char* name) { return [&tags, name](const api_call& call) { return rename(tags, name, call); }; };
  const auto drop = [&](const char* name) { return [&tags, &people, name](const api_call& call) { return remove(tags, people, name, call); }; };
  const auto who = [&tags, &people](const api_call& call) { return members(tags, people, call); };
  const auto put = [&](bool add) { return [&tags, &people, add](const api_call& call) { return change_members(tags, people, add, call); }; };
  const auto of_one = [&people](const api_call& call) {
    const auto* person = people.find_openid(text_at(call.body, "openid"));
    return person == nullptr ? refuse(40003) : answer_json({{"tagid_list", person->extra().tags}});
  };
  const auto group_of = [&people](const api_call& call) {
    const auto* person = people.find_openid(text_at(call.body, "openid"));
    return person == nullptr ? refuse(40003) : answer_json({{"groupid", person->extra().tags.empty() ? 0 : person->extra().tags.front()}});
  };
  const auto move_one = [&tags, &people](const api_call& call) { return move(tags, people, {text_at(call.body, "openid")}, call); };
  const auto move_many = [&tags, &people](const api_call& call) { return move(tags, people, texts_of(child_at(call.body, "openid_list")), call); };
  const auto may = capability::users;
  // The members of a tag were documented as a GET with a body for years; libraries send that, a POST, or a query: all are taken.
  return {
      {"POST", "/cgi-bin/tags/create", may, true, api_body::json, 1'000, 100, make("tag")},
      {"GET", "/cgi-bin/tags/get", may, true, api_body::none, 1'000, 100, list("tags")},
      {"POST", "/cgi-bin/tags/update", may, true, api_body::json, 1'000, 100, change("tag")},
      {"POST", "/cgi-bin/tags/delete", may, true, api_body::json, 1'000, 100, drop("tag")},
      {"GET", "/cgi-bin/user/tag/get", may, true, api_body::perhaps_json, 1'000, 100, who},
      {"POST", "/cgi-bin/tags/members/batchtagging", may, true, api_body::json, 100'000, 1'000, put(true)},
      {"POST", "/cgi-bin/tags/members/batchuntagging", may, true, api_body::json, 100'000, 1'000, put(false)},
      {"POST", "/cgi-bin/tags/getidlist", may, true, api_body::json, 100'000, 1'000, of_one},
      {"POST", "/cgi-bin/groups/create", may, true, api_body::json, 1'000, 100, make("group")},
      {"GET", "/cgi-bin/groups/get", may, true, api_body::none, 1'000, 100, list("groups")},
      {"POST", "/cgi-bin/groups/update", may, true, api_body::json, 1'000, 100, change("group")},
      {"POST", "/cgi-bin/groups/delete", may, true, api_body::json, 1'000, 100, drop("group")},
      {"POST", "/cgi-bin/groups/getid", may, true, api_body::json, 100'000, 1'000, group_of},
      {"POST", "/cgi-bin/groups/members/update", may, true, api_body::json, 100'000, 1'000, move_one},
      {"POST", "/cgi-bin/groups/members/batchupdate", may, true, api_body::json, 100'000, 1'000, move_many},
  };
}

}  // namespace depeche::sandbox
