// /cgi-bin/message/mass/...: to everyone, to a tag, to a list; what became of it; previews (wechat-protocol 8.5).
#include "base/encode.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

// Takes the audience from the body: 0 or the platform's code.
using audience_reader = std::function<int(const json&, mass_audience&)>;

int read_filter(const tag_book& tags, const json& body, mass_audience& into) {
  const auto& filter = child_at(body, "filter");
  if (!filter.is_object()) return 40035;
  if (flag_at(filter, "is_to_all")) return 0;
  auto id = number_at(filter, "tag_id");
  if (!id) id = number_at(filter, "group_id");  // its name before 2016
  if (!id || tags.find(*id) == nullptr) return 40152;
  into.tag = *id;
  return 0;
}

int read_list(crowd& people, const json& body, mass_audience& into) {
  const auto& list = child_at(body, "touser");
  if (!list.is_array()) return 40031;
  if (list.size() < 2) return 40130;
  if (list.size() > 10'000) return 40032;
  for (const auto& one : list) {
    if (!one.is_string() || people.find_openid(one.get_ref<const std::string&>()) == nullptr) return 40003;
    into.openids.insert(one.get<std::string>());
  }
  return 0;
}

api_answer send(mass_desk& jobs, content_sources from, const audience_reader& read_audience, const std::function<void()>& begun,
                const api_call& call) {
  mass_job job;
  if (const int code = read_audience(call.body, job.to); code != 0) return refuse(code);
  job.message.way = "mass";
  if (const int code = read_mass_content(call.body, from, false, job.message, job.draft); code != 0) return refuse(code);
  job.even_reprints = flag_at(call.body, "send_ignore_reprint");
  job.client_id = id_at(call.body, "clientmsgid");
  if (job.client_id.size() > 64) return refuse(45067);
  if (job.client_id.empty()) {  // the platform's default: a digest of range and content
    json seed = call.body;
    job.client_id = "content " + to_hex(sha256(dump(seed)));
  }
  const auto taken = jobs.submit(std::move(job));
  if (taken.errcode == 45065) return refuse(45065, {}, "\"msg_id\":" + std::to_string(taken.msg_id));
  if (taken.errcode != 0) return refuse(taken.errcode);
  begun();
  json answer{{"errcode", 0}, {"errmsg", "send job submission success"}, {"msg_id", taken.msg_id}};
  if (taken.msg_data_id != 0) answer["msg_data_id"] = taken.msg_data_id;
  return answer_json(answer);
}

const char* state_name(const mass_job& job) {
  switch (job.state) {
    case mass_state::waits_for_admin:
    case mass_state::waits:
    case mass_state::delivering: return "SENDING";
    case mass_state::deleted: return "DELETE";
    case mass_state::finished: break;
  }
  return job.ended_well() ? "SEND_SUCCESS" : "SEND_FAIL";
}

api_answer state(mass_desk& jobs, const api_call& call) {
  const auto* job = jobs.find(number_at(call.body, "msg_id").value_or(0));
  if (job == nullptr) return refuse(40059);
  return answer_json({{"msg_id", job->msg_id}, {"msg_status", state_name(*job)}});
}

api_answer remove(mass_desk& jobs, content_sources from, const api_call& call) {
  auto* job = jobs.find(number_at(call.body, "msg_id").value_or(0));
  auto index = number_at(call.body, "article_idx").value_or(0);
  if (const auto address = text_at(call.body, "url"); job == nullptr && !address.empty())
    for (const auto& one : jobs.all())
      for (std::size_t i = 0; one.articles && i < one.articles->size(); ++i)
        if (article_url(from.of, (*one.articles)[i]) == address) {
          job = jobs.find(one.msg_id);
          index = static_cast<std::int64_t>(i) + 1;
        }
  if (job == nullptr) return refuse(40059);
  const auto count = job->articles ? job->articles->size() : 1;
  if (index < 0 || static_cast<std::size_t>(index) > count) return refuse(40060);
  jobs.remove(*job, static_cast<std::size_t>(index));
  return answer_ok();
}

api_answer preview(crowd& people, content_sources from, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "touser"));
  if (const auto name = text_at(call.body, "towxname"); !name.empty()) person = people.find_name(name);  // wins when both are given
  if (person == nullptr) return refuse(40003);
  chat_message message;
  message.way = "preview";
  std::string draft;
  if (const int code = read_mass_content(call.body, from, true, message, draft); code != 0) return refuse(code);
  if (!person->following) return refuse(43004);
  people.show(*person, std::move(message));
  return answer_json({{"errcode", 0}, {"errmsg", "preview success"}, {"msg_id", 0}});
}

constexpr int real_speeds[] = {80, 60, 45, 30, 10};  // in ten thousand a minute

api_answer set_speed(mass_desk& jobs, const api_call& call) {
  const auto speed = number_at(call.body, "speed");
  if (!speed || *speed < 0 || *speed > 4) return refuse(45083);
  jobs.speed = static_cast<int>(*speed);
  return answer_ok();
}

}  // namespace

std::vector<endpoint> mass_endpoints(mass_desk& jobs, crowd& people, const tag_book& tags, content_sources from, std::function<void()> begun) {
  const audience_reader by_filter = [&tags](const json& body, mass_audience& into) { return read_filter(tags, body, into); };
  const audience_reader by_list = [&people](const json& body, mass_audience& into) { return read_list(people, body, into); };
  const auto all = [&jobs, from, by_filter, begun](const api_call& call) { return send(jobs, from, by_filter, begun, call); };
  const auto some = [&jobs, from, by_list, begun](const api_call& call) { return send(jobs, from, by_list, begun, call); };
  const auto get = [&jobs](const api_call& call) { return state(jobs, call); };
  const auto drop = [&jobs, from](const api_call& call) { return remove(jobs, from, call); };
  const auto show = [&people, from](const api_call& call) { return preview(people, from, call); };
  const auto get_speed = [&jobs](const api_call&) {
    return answer_json({{"speed", jobs.speed}, {"realspeed", real_speeds[jobs.speed]}});
  };
  const auto change_speed = [&jobs](const api_call& call) { return set_speed(jobs, call); };
  return {
      {"POST", "/cgi-bin/message/mass/sendall", capability::mass_messages, true, api_body::json, 100, 0, all, 60},
      {"POST", "/cgi-bin/message/mass/send", capability::mass_by_list, true, api_body::json, 100, 0, some, 60},
      {"POST", "/cgi-bin/message/mass/get", capability::mass_messages, true, api_body::json, 0, 0, get},
      {"POST", "/cgi-bin/message/mass/delete", capability::mass_messages, true, api_body::json, 0, 0, drop},
      {"POST", "/cgi-bin/message/mass/preview", capability::mass_messages, true, api_body::json, 100, 0, show},
      {"POST", "/cgi-bin/message/mass/speed/get", capability::mass_messages, true, api_body::perhaps_json, 0, 0, get_speed},
      {"POST", "/cgi-bin/message/mass/speed/set", capability::mass_messages, true, api_body::json, 0, 0, change_speed},
  };
}

}  // namespace depeche::sandbox
