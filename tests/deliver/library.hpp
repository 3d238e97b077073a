// The platform's library, draft box and published pages: the outside fact of drafts and publications.
#pragma once

#include "base/clock.hpp"
#include "net/https_client.hpp"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace depeche::testing {

using nlohmann::json;

// Does what it is asked, and loses the answer to the call that `lost` names, once.
class library final : public https_client {
 public:
  library(asio::any_io_executor loop, const manual_clock& time) : loop_(std::move(loop)), time_(time) {}

  task<result<client_response>> exchange(client_request request) override {
    co_await asio::post(loop_, asio::use_awaitable);
    const std::string& target = request.target.target;
    const std::string path = target.substr(0, target.find('?'));
    ++calls[path];
    client_response answer;
    answer.status = 200;
    answer.body = answer_to(path, request.body).dump();
    if (lost != path) co_return answer;
    lost.clear();
    co_return fail(errc::timed_out, "scripted");
  }
  void close_idle() override {}

  std::map<std::string, int> calls;
  std::string lost;
  std::vector<std::string> covers;  // names in the library
  std::vector<json> drafts;         // as the box lists them
  std::vector<json> published;      // likewise
  int submitted = 0;
  bool takes = true;                // a submission is published at once
  int publish_status = 0;           // what the platform says of it

 private:
  json answer_to(const std::string& path, const std::string& body) {
    if (path.ends_with("stable_token")) return {{"access_token", "TOKEN"}, {"expires_in", 7200}};
    if (path.ends_with("uploadimg")) return {{"url", "http://mmbiz.qpic.cn/mmbiz_jpg/" + std::to_string(calls[path]) + "/0"}};
    if (path.ends_with("add_material")) {
      const std::size_t at = body.find("filename=\"") + 10;
      covers.push_back(body.substr(at, body.find('"', at) - at));
      return {{"media_id", "cover-" + covers.back()}, {"url", "http://mmbiz.qpic.cn/c"}};
    }
    if (path.ends_with("batchget_material")) {
      json items = json::array();
      for (const auto& name : covers) items.push_back({{"media_id", "cover-" + name}, {"name", name}, {"update_time", 1}, {"url", "http://mmbiz.qpic.cn/c"}});
      return {{"total_count", items.size()}, {"item_count", items.size()}, {"item", items}};
    }
    if (path.ends_with("draft/add")) {
      const std::string id = "draft-" + std::to_string(drafts.size() + 1);
      drafts.push_back({{"media_id", id}, {"update_time", to_unix_seconds(time_.now())}, {"content", {{"news_item", json::parse(body).at("articles")}}}});
      return {{"media_id", id}};
    }
    if (path.ends_with("freepublish/submit")) {
      ++submitted;
      if (takes) publish(json::parse(body).at("media_id"));
      return {{"publish_id", "100000001"}, {"msg_data_id", 1}};
    }
    if (path.ends_with("freepublish/get")) {
      json state = {{"publish_id", "100000001"}, {"publish_status", publish_status}};
      if (publish_status == 0) {
        const json detail = {{{"idx", 1}, {"article_url", "https://mp.weixin.qq.com/s/one"}}};
        state["article_id"] = "article-1";
        state["article_detail"] = {{"count", 1}, {"item", detail}};
      }
      return state;
    }
    if (path.ends_with("freepublish/batchget")) return {{"total_count", published.size()}, {"item_count", published.size()}, {"item", published}};
    if (path.ends_with("draft/batchget")) return {{"total_count", drafts.size()}, {"item_count", drafts.size()}, {"item", drafts}};
    return {{"errcode", 40001}, {"errmsg", "not in this test: " + path}};
  }

  void publish(const std::string& media_id) {
    for (const json& draft : drafts)
      if (draft.at("media_id") == media_id) {
        json items = draft.at("content").at("news_item");
        for (json& one : items) one["url"] = "https://mp.weixin.qq.com/s/one";
        published.push_back({{"article_id", "article-1"}, {"content", {{"news_item", items}}}});
      }
  }

  asio::any_io_executor loop_;
  const manual_clock& time_;
};

}  // namespace depeche::testing
