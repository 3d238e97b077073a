#include "wechat/tag.hpp"

#include "wechat/follower_list.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view create_path = "/cgi-bin/tags/create";
constexpr std::string_view update_path = "/cgi-bin/tags/update";
constexpr int some_not_tagged = 45171;
constexpr int too_many_tags = 45059;

bool is_name(const std::string& name) { return !name.empty() && name.size() <= 30; }

api_failure bad_name(std::string_view path) {
  return own_failure(api_action::fix_request, "a tag's name has 1 to 30 bytes", path);
}

follower_tag tag_in(const json& got) { return {number_at(got, "id"), text_at(got, "name"), number_at(got, "count")}; }

task<api_result<void>> order(api_client& api, std::string_view path, std::string body) {
  auto answer = co_await api.post(std::string(path), std::move(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

using openid_list = std::vector<std::string>;

// Batches still to do, the next one last.
std::vector<openid_list> in_fifties(openid_list all) {
  std::vector<openid_list> out;
  for (std::size_t from = 0; from < all.size(); from += most_tagged_a_call) {
    const std::size_t end = std::min(all.size(), from + most_tagged_a_call);
    openid_list batch;
    for (std::size_t i = from; i < end; ++i) batch.push_back(std::move(all[i]));
    out.push_back(std::move(batch));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

void halve(std::vector<openid_list>& batches, openid_list batch) {
  const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
  batches.emplace_back(std::make_move_iterator(middle), std::make_move_iterator(batch.end()));
  batches.emplace_back(std::make_move_iterator(batch.begin()), std::make_move_iterator(middle));
}

void move_to(openid_list& to, openid_list& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

task<tagging_report> change(api_client& api, std::string path, std::int64_t id, openid_list openids) {
  tagging_report report;
  std::vector<openid_list> batches = in_fifties(std::move(openids));
  while (!batches.empty()) {
    openid_list batch = std::move(batches.back());
    batches.pop_back();
    const json body{{"openid_list", batch}, {"tagid", id}};
    auto answer = co_await api.post(path, json_text(body), repeatable::yes);
    if (answer.has_value()) {
      report.done += batch.size();
      continue;
    }
    const api_failure why = answer.error();
    if (why.errcode == some_not_tagged) {
      openid_list refused = texts_at(read_json(why.answer), "fail_openid_list");
      report.done += batch.size() - std::min(batch.size(), refused.size());
      move_to(report.failed, refused);
    } else if (why.action != api_action::drop_recipient && why.errcode != too_many_tags) {
      report.stopped = why;
      move_to(report.left, batch);
      for (auto rest = batches.rbegin(); rest != batches.rend(); ++rest) move_to(report.left, *rest);
      break;
    } else if (batch.size() == 1) {
      move_to(report.failed, batch);
    } else {
      halve(batches, std::move(batch));
    }
  }
  co_return report;
}

}  // namespace

task<api_result<follower_tag>> create_tag(api_client& api, std::string name) {
  if (!is_name(name)) co_return bad_name(create_path);
  const json body{{"tag", {{"name", name}}}};
  // Made twice, the second is refused as a duplicate: whether the first was made can be seen in the list.
  auto answer = co_await api.post(std::string(create_path), json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  follower_tag made = tag_in(member(read_json(*answer), "tag"));
  if (made.id == 0) co_return own_failure(api_action::unknown, "the platform's answer holds no tag id", create_path);
  co_return made;
}

task<api_result<std::vector<follower_tag>>> list_tags(api_client& api) {
  auto answer = co_await api.get("/cgi-bin/tags/get");
  if (answer.has_error()) co_return answer.error();
  std::vector<follower_tag> out;
  for (const json& one : list_at(read_json(*answer), "tags")) out.push_back(tag_in(one));
  co_return out;
}

task<api_result<void>> rename_tag(api_client& api, std::int64_t id, std::string name) {
  if (!is_name(name)) co_return bad_name(update_path);
  const json body{{"tag", {{"id", id}, {"name", name}}}};
  co_return co_await order(api, update_path, json_text(body));
}

task<api_result<void>> delete_tag(api_client& api, std::int64_t id) {
  const json body{{"tag", {{"id", id}}}};
  co_return co_await order(api, "/cgi-bin/tags/delete", json_text(body));
}

task<api_result<follower_page>> tagged_after(api_client& api, std::int64_t id, std::string openid) {
  const json body{{"tagid", id}, {"next_openid", openid}};
  auto answer = co_await api.post("/cgi-bin/user/tag/get", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return read_follower_page(*answer, openid);
}

task<api_result<std::vector<std::int64_t>>> tags_of(api_client& api, std::string openid) {
  const json body{{"openid", openid}};
  auto answer = co_await api.post("/cgi-bin/tags/getidlist", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return numbers_at(read_json(*answer), "tagid_list");
}

task<tagging_report> tag_followers(api_client& api, std::int64_t id, std::vector<std::string> openids) {
  co_return co_await change(api, "/cgi-bin/tags/members/batchtagging", id, std::move(openids));
}

task<tagging_report> untag_followers(api_client& api, std::int64_t id, std::vector<std::string> openids) {
  co_return co_await change(api, "/cgi-bin/tags/members/batchuntagging", id, std::move(openids));
}

}  // namespace depeche::wechat
