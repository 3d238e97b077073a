// Each kind of account, as the bot believes it to be and as the sandbox has it: the bot's table and the sandbox's were written apart.
#include "sandbox/served_platform.hpp"

#include "wechat/account_profile.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/draft.hpp"
#include "wechat/mass_send.hpp"
#include "wechat/media.hpp"
#include "wechat/menu.hpp"
#include "wechat/operations.hpp"
#include "wechat/publish.hpp"
#include "wechat/qr_ticket.hpp"
#include "wechat/quota.hpp"
#include "wechat/tag.hpp"
#include "wechat/template_message.hpp"
#include "wechat/user.hpp"

#include <functional>
#include <map>

using namespace platform_test;

namespace {

// What came of a call: its error code, 0 for none of the platform's.
template <class T>
int code_of(const api_result<T>& got) {
  return got.has_error() ? got.error().errcode : 0;
}

// One call of each capability, on a platform where one person follows.
std::map<capability, std::function<int(served_platform&, const std::string&)>> calls() {
  using enum capability;
  return {
      {any, [](auto& s, const auto&) { return code_of(s.run(count_drafts(s.api()))); }},
      {users, [](auto& s, const auto&) { return code_of(s.run(followers_after(s.api(), ""))); }},
      {remarks, [](auto& s, const auto& who) { return code_of(s.run(set_remark(s.api(), who, "r"))); }},
      {custom_messages, [](auto& s, const auto& who) { return code_of(s.run(send_custom_text(s.api(), who, "x"))); }},
      {menus, [](auto& s, const auto&) { return code_of(s.run(delete_menu(s.api()))); }},
      {scene_codes, [](auto& s, const auto&) { return code_of(s.run(create_permanent_code(s.api(), "metro"))); }},
      {templates, [](auto& s, const auto&) { return code_of(s.run(list_templates(s.api()))); }},
      {notices, [](auto& s, const auto& who) {
         templated notice;
         notice.openid = who;
         return code_of(s.run(send_notice(s.api(), notice)));
       }},
      {once_messages, [](auto& s, const auto& who) {
         once_message m;
         m.openid = who;
         m.title = m.content = "x";
         return code_of(s.run(send_once(s.api(), m)));
       }},
      {mass_messages, [](auto& s, const auto& who) { return code_of(s.run(mass_preview(s.api(), who, mass_text{"x"}))); }},
      {mass_by_list, [](auto& s, const auto& who) {
         mass_order order;
         order.audience = to_list{{who, who}};
         order.content = mass_text{"x"};
         order.client_msg_id = "c1";
         return code_of(s.run(mass_send(s.api(), order)));
       }},
      {publishing, [](auto& s, const auto&) { return code_of(s.run(publish_state(s.api(), "1"))); }},
  };
}

struct kind_row {
  const char* sandbox_profile;
  account_kind kind;
  bool verified;
  std::vector<capability> corrected;  // what the bot tries there and is refused
};

std::vector<kind_row> kinds() {
  using enum capability;
  return {{"service", account_kind::service, true, {}},
          {"subscription", account_kind::subscription, true, {}},
          {"personal", account_kind::subscription, false, {}},
          {"unverified_subscription", account_kind::subscription, false, {}},
          {"unverified_service", account_kind::service, false, {menus, publishing}},
          {"sandbox", account_kind::service, true, {mass_messages, mass_by_list, publishing}},
          {"sandbox", account_kind::test, true, {}}};
}

}  // namespace

TEST_CASE("for every kind of account the bot tries what the platform offers, and is refused once where only the platform knows") {
  for (const kind_row& row : kinds()) {
    INFO(row.sandbox_profile);
    served_platform s(row.sandbox_profile);
    const std::string anna = s.follower("Anna");
    account_profile profile;
    profile.kind = row.kind;
    profile.verified = row.verified;
    std::vector<capability> told;
    const auto all = calls();

    // Without a profile every call is made: what the platform really offers.
    std::map<capability, bool> offered;
    for (const auto& [what, call] : all) offered[what] = call(s, anna) != 48001;
    s.control("POST", "phones/1/say", {{"text", "hello"}, {"wait", false}});

    s.api().keep_to(profile, [&](capability what, const api_failure&) { told.push_back(what); });
    for (int round = 0; round < 2; ++round)
      for (const auto& [what, call] : all) {
        INFO(name(what));
        const bool tried = profile.may(what);
        const int code = call(s, anna);
        if (tried) CHECK((code == 48001) == !offered.at(what));
        if (!tried) CHECK(code == 0);                // kept at home: no code of the platform's
        if (!tried) CHECK_FALSE(offered.at(what));   // and nothing was kept at home that the platform offers
      }
    CHECK(told == row.corrected);  // each once
  }
}

TEST_CASE("a personal account can do what needs no verification: its token, drafts, media, and looking after itself") {
  served_platform s("personal");
  account_profile personal;
  personal.kind = account_kind::subscription;
  personal.verified = false;
  s.api().keep_to(personal, {});
  const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture";
  const auto cover = good(s.run(add_material(s.api(), media_kind::image, jpeg, "cover.jpg")));
  draft_article article;
  article.title = "早报";
  article.content = "<p>été <img src=\"" + good(s.run(upload_article_image(s.api(), jpeg, "in.jpg"))) + "\"/></p>";
  article.thumb_media_id = cover.media_id;
  const std::string draft = good(s.run(add_draft(s.api(), {article})));
  CHECK(good(s.run(get_draft(s.api(), draft))).size() == 1);
  good(s.run(upload_media(s.api(), media_kind::image, jpeg, "a.jpg")));
  CHECK(good(s.run(quota_of(s.api(), "/cgi-bin/draft/add"))).used == 1);
  CHECK_FALSE(good(s.run(callback_addresses(s.api()))).empty());
  CHECK(s.run(submit_publish(s.api(), draft)).error().action == api_action::stop_and_tell);
}
