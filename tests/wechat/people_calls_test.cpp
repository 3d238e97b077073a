// What each call on followers and tags sends and reads, as the platform's documents write it (wechat-protocol 6 to 11).
#include "wechat/endpoint_checks.hpp"
#include "wechat/tag.hpp"
#include "wechat/user.hpp"

#include <algorithm>

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

TEST_CASE("followers are listed page by page, to the last one and no further") {
  platform_fixture f;
  const int total = 25'000;
  const auto openid = [](int n) { return "o" + std::to_string(100'000 + n); };
  f.answer = [&](const client_request& r) {
    const std::string& target = r.target.target;
    const std::string after = target.substr(target.find("next_openid=") + 12);
    const int from = after.empty() ? 0 : std::stoi(after.substr(1)) - 100'000 + 1;
    const int end = std::min(total, from + 10'000);
    if (from >= end) return json_answer(R"({"total":25000,"count":0,"next_openid":""})");  // without "data"
    std::string list;
    for (int n = from; n < end; ++n) list += (list.empty() ? "\"" : ",\"") + openid(n) + "\"";
    return json_answer(R"({"total":25000,"count":)" + std::to_string(end - from) + R"(,"data":{"openid":[)" + list +
                       R"(]},"next_openid":")" + openid(end - 1) + "\"}");
  };
  std::vector<std::string> all;
  std::string after;
  int pages = 0;
  do {
    const auto page = run_on(f.loop, followers_after(f.api, after));
    REQUIRE(page.has_value());
    CHECK(page->total == total);
    all.insert(all.end(), page->openids.begin(), page->openids.end());
    after = page->next;
    ++pages;
  } while (!after.empty());
  CHECK(pages == 4);  // the third still names a next one
  CHECK(all.size() == 25'000);
  CHECK(all.back() == openid(total - 1));
}

TEST_CASE("a page of followers that leads back to itself is the last") {
  platform_fixture f;
  f.answers(R"({"total":1,"count":1,"data":{"openid":["o1"]},"next_openid":"o1"})");
  CHECK(run_on(f.loop, followers_after(f.api, "o1")).value().next.empty());
}

TEST_CASE("profiles are asked for by a hundred, followers and former ones") {
  platform_fixture f;
  f.answers(R"({"user_info_list":[{"subscribe":1,"openid":"o1","tagid_list":[128,2],"remark":"père","unionid":"u1",
                "qr_scene_str":"metro"},
                {"subscribe":0,"openid":"o2"}]})");
  const auto users = run_on(f.loop, user_infos(f.api, {"o1", "o2"}));
  REQUIRE(users.has_value());
  CHECK(f.last().body == R"({"user_list":[{"openid":"o1"},{"openid":"o2"}]})");
  REQUIRE(users->size() == 2);
  CHECK(users->front().tags == std::vector<std::int64_t>{128, 2});
  CHECK(users->front().remark == "père");
  CHECK(users->front().union_id == "u1");
  CHECK(users->front().scene == "metro");
  CHECK_FALSE(users->back().subscribed);
  const auto before = f.calls();
  CHECK(run_on(f.loop, user_infos(f.api, {})).has_error());
  CHECK(run_on(f.loop, user_infos(f.api, std::vector<std::string>(101, "o"))).has_error());
  CHECK(run_on(f.loop, set_remark(f.api, "o1", std::string(30, 'r'))).has_error());
  CHECK(f.calls() == before);
}

TEST_CASE("tags are made, listed, renamed and deleted") {
  platform_fixture f;
  f.answers(R"({"tag":{"id":134,"name":"广东"}})");
  CHECK(run_on(f.loop, create_tag(f.api, "广东")).value().id == 134);
  CHECK(f.last().body == R"({"tag":{"name":"广东"}})");
  f.answers(R"({"tags":[{"id":1,"name":"每天一罐可乐星人","count":0},{"id":"2","name":"星标组","count":"7"}]})");
  const auto tags = run_on(f.loop, list_tags(f.api)).value();
  REQUIRE(tags.size() == 2);
  CHECK(tags[1].id == 2);
  CHECK(tags[1].followers == 7);
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, rename_tag(f.api, 134, "Paris")).has_value());
  CHECK(f.last().body == R"({"tag":{"id":134,"name":"Paris"}})");
  CHECK(run_on(f.loop, delete_tag(f.api, 134)).has_value());
  CHECK(run_on(f.loop, create_tag(f.api, std::string(31, 't'))).error().action == api_action::fix_request);
  f.answers(R"({"count":1,"data":{"openid":["o1"]},"next_openid":"o1"})");
  CHECK(run_on(f.loop, tagged_after(f.api, 134, "")).value().openids == std::vector<std::string>{"o1"});
  f.answers(R"({"tagid_list":[134,2]})");
  CHECK(run_on(f.loop, tags_of(f.api, "o1")).value() == std::vector<std::int64_t>{134, 2});
}

TEST_CASE("a tag is given by fifty, and one who is refused does not keep the others from it") {
  platform_fixture f;
  std::size_t tagged = 0, largest = 0;
  f.answer = [&](const client_request& r) {
    const auto size = static_cast<std::size_t>(std::count(r.body.begin(), r.body.end(), '@'));
    largest = std::max(largest, size);
    if (contains(r.body, "stranger")) return json_answer(R"({"errcode":49003,"errmsg":"not match openid with appid"})");
    tagged += size;
    return json_answer(std::string(ok));
  };
  std::vector<std::string> all(120, "@o");
  all[77] = "@stranger";
  const auto report = run_on(f.loop, tag_followers(f.api, 134, all));
  CHECK(largest == 50);
  CHECK(report.done == 119);
  CHECK(tagged == 119);
  CHECK(report.failed == std::vector<std::string>{"@stranger"});
  CHECK_FALSE(report.stopped);
}

TEST_CASE("a tagging that the platform did in part names who is left, and a refusal of the account stops it") {
  platform_fixture f;
  f.answers(R"({"errcode":45171,"errmsg":"part fail","fail_openid_list":["o2"]})");
  auto report = run_on(f.loop, tag_followers(f.api, 1, {"o1", "o2", "o3"}));
  CHECK(report.done == 2);
  CHECK(report.failed == std::vector<std::string>{"o2"});
  f.answers(R"({"errcode":48001,"errmsg":"api unauthorized"})");
  report = run_on(f.loop, untag_followers(f.api, 1, std::vector<std::string>(120, "o")));
  CHECK(report.done == 0);
  CHECK(report.left.size() == 120);
  REQUIRE(report.stopped);
  CHECK(report.stopped->action == api_action::stop_and_tell);
}

TEST_CASE("those who are shut out are listed, shut out by twenty and let in again") {
  platform_fixture f;
  f.answers(R"({"total":2,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"})");
  const auto page = run_on(f.loop, shut_out_after(f.api, "o0")).value();
  CHECK(page.openids == std::vector<std::string>{"o1", "o2"});
  CHECK(page.next == "o2");
  CHECK(f.last().target.target == "/cgi-bin/tags/members/getblacklist?access_token=T1");
  CHECK(f.last().body == R"({"begin_openid":"o0"})");
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, shut_out(f.api, {"o1", "o2"})).has_value());
  CHECK(f.last().target.target == "/cgi-bin/tags/members/batchblacklist?access_token=T1");
  CHECK(f.last().body == R"({"openid_list":["o1","o2"]})");
  CHECK(run_on(f.loop, let_in_again(f.api, {"o2"})).has_value());
  CHECK(f.last().target.target == "/cgi-bin/tags/members/batchunblacklist?access_token=T1");
  const auto before = f.calls();
  CHECK(run_on(f.loop, shut_out(f.api, std::vector<std::string>(21, "o"))).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, shut_out(f.api, {})).has_error());
  CHECK(f.calls() == before);
}
