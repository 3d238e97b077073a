// The bot's own API client against the sandbox, over real HTTP: both were written from the platform's documents, and meet here.
#include "support/catch.hpp"

#include "sandbox/served_platform.hpp"
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

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture";

}  // namespace

TEST_CASE("our client reads the sandbox's followers, their profiles and tags") {
  served_platform s;
  const std::string anna = s.follower("Anna"), bao = s.follower("宝");
  const auto page = good(s.run(followers_after(s.api(), "")));
  CHECK(page.total == 2);
  CHECK(page.openids.size() == 2);
  CHECK(good(s.run(user_info(s.api(), anna))).subscribed);
  CHECK(good(s.run(user_infos(s.api(), {anna, bao}))).size() == 2);
  const auto tag = good(s.run(create_tag(s.api(), "Paris 巴黎")));
  CHECK(tag.id >= 100);
  const auto report = s.run(tag_followers(s.api(), tag.id, {anna, bao}));
  CHECK(report.done == 2);
  CHECK(good(s.run(tags_of(s.api(), anna))) == std::vector<std::int64_t>{tag.id});
  CHECK(good(s.run(tagged_after(s.api(), tag.id, ""))).openids.size() == 2);
  good(s.run(rename_tag(s.api(), tag.id, "Lyon")));
  const auto tags = good(s.run(list_tags(s.api())));
  CHECK(std::any_of(tags.begin(), tags.end(), [&](const follower_tag& t) { return t.name == "Lyon" && t.followers == 2; }));
  CHECK(s.run(untag_followers(s.api(), tag.id, {bao})).done == 1);
  CHECK(s.run(tag_followers(s.api(), tag.id, {anna, "nobody", bao})).failed == std::vector<std::string>{"nobody"});
  good(s.run(delete_tag(s.api(), tag.id)));
  good(s.run(set_remark(s.api(), anna, "abonnée")));
  CHECK(good(s.run(user_info(s.api(), anna))).remark == "abonnée");
}

TEST_CASE("our client sends every kind of message that the sandbox knows") {
  served_platform s;
  const std::string anna = s.follower("Anna");  // three messages in the minute after following
  good(s.run(send_custom_text(s.api(), anna, "Bonjour 你好 <a href=\"https://example.org\">lire</a>")));
  const std::string picture = good(s.run(upload_media(s.api(), media_kind::image, jpeg, "été.jpg")));
  good(s.run(send_custom_image(s.api(), anna, picture)));
  custom_message link = custom_link{"今日", "d", "https://example.org/1", ""};
  good(s.run(send_custom(s.api(), anna, link)));
  const auto fourth = s.run(send_custom_text(s.api(), anna, "x"));
  REQUIRE(fourth.has_error());
  CHECK(fourth.error().errcode == 45047);
  CHECK(fourth.error().action == api_action::wait_recipient);
  CHECK_FALSE(fourth.error().rid.empty());
  CHECK(s.run(send_custom_text(s.api(), "nobody", "x")).error().action == api_action::drop_recipient);
}

TEST_CASE("our client makes scene codes, a menu and a mass send in the sandbox") {
  served_platform s;
  const std::string anna = s.follower("Anna"), bao = s.follower("宝");
  CHECK_FALSE(good(s.run(create_permanent_code(s.api(), "metro-2"))).expires);
  CHECK(good(s.run(create_temporary_code(s.api(), "u_1", std::chrono::hours{1}))).expires);
  CHECK_FALSE(good(s.run(get_menu(s.api()))).has_value());
  menu_button today, more, archive;
  today.name = "今日";
  today.type = "click";
  today.key = "digest";
  archive.name = "Archives";
  archive.type = "view";
  archive.url = "https://example.org/";
  more.name = "Plus";
  more.children = {archive};
  const std::vector<menu_button> menu{today, more};
  good(s.run(create_menu(s.api(), menu)));
  CHECK(good(s.run(get_menu(s.api()))) == menu);
  good(s.run(delete_menu(s.api())));

  good(s.run(mass_preview(s.api(), anna, mass_text{"aperçu"})));
  mass_order order;
  order.audience = to_list{{anna, bao}};
  order.content = mass_text{"Édition du matin"};
  order.client_msg_id = "digest-1";
  const auto job = good(s.run(mass_send(s.api(), order)));
  CHECK(job.msg_id > 0);
  const auto again = good(s.run(mass_send(s.api(), order)));
  CHECK(again.existed);
  CHECK(again.msg_id == job.msg_id);
  CHECK_FALSE(good(s.run(mass_state(s.api(), job.msg_id))).empty());
  good(s.run(set_mass_speed(s.api(), 2)));
  CHECK(good(s.run(get_mass_speed(s.api()))).level == 2);
}

TEST_CASE("our client drafts and publishes an article in the sandbox") {
  served_platform s;
  const auto cover = good(s.run(add_material(s.api(), media_kind::image, jpeg, "cover.jpg")));
  const std::string picture = good(s.run(upload_article_image(s.api(), jpeg, "in.jpg")));
  draft_article article;
  article.title = "早报 \"一\"";
  article.content = "<p>été <img src=\"" + picture + "\"/></p>";
  article.thumb_media_id = cover.media_id;
  const std::string draft = good(s.run(add_draft(s.api(), {article})));
  CHECK(good(s.run(count_drafts(s.api()))) == 1);
  const auto stored = good(s.run(get_draft(s.api(), draft)));
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].title == article.title);
  article.title = "晚报";
  good(s.run(update_draft(s.api(), draft, 0, article)));
  const auto page = good(s.run(list_drafts(s.api(), 0, 20, true)));
  REQUIRE(page.drafts.size() == 1);
  CHECK(page.drafts[0].articles.at(0).title == "晚报");
  const auto receipt = good(s.run(submit_publish(s.api(), draft)));
  const auto state = good(s.run(publish_state(s.api(), receipt.publish_id)));
  CHECK((state.status == publish_status::in_progress || state.status == publish_status::published));
  const std::string other = good(s.run(add_draft(s.api(), {article})));
  good(s.run(delete_draft(s.api(), other)));
  CHECK(s.run(get_draft(s.api(), other)).error().errcode == 40007);
}

TEST_CASE("our client asks the sandbox about quotas, addresses and past requests") {
  served_platform s;
  s.follower("Anna");
  CHECK(s.run(send_custom_text(s.api(), "nobody", "x")).has_error());
  const auto quota = good(s.run(quota_of(s.api(), "/cgi-bin/message/custom/send")));
  CHECK(quota.daily_limit > 0);
  good(s.run(clear_all_quotas(s.api(), "wx0123456789abcdef")));
  CHECK_FALSE(good(s.run(callback_addresses(s.api()))).empty());
  CHECK_FALSE(good(s.run(api_addresses(s.api()))).empty());
  const auto refused = s.run(send_custom_text(s.api(), "nobody", "x"));
  REQUIRE(refused.has_error());
  const auto past = good(s.run(look_up_request(s.api(), refused.error().rid)));
  CHECK(past.url.find("/cgi-bin/message/custom/send") != std::string::npos);
}

TEST_CASE("what a kind of account may not do is refused once, as the account's matter") {
  served_platform s("personal");
  const auto refused = s.run(followers_after(s.api(), ""));
  REQUIRE(refused.has_error());
  CHECK(refused.error().errcode == 48001);
  CHECK(refused.error().action == api_action::stop_and_tell);
}

TEST_CASE("our client gives a tag its own menu, and asks what a person sees") {
  served_platform s;
  const std::string anna = s.follower("Anna"), bao = s.follower("宝");
  const auto tag = good(s.run(create_tag(s.api(), "fr")));
  CHECK(s.run(tag_followers(s.api(), tag.id, {anna})).done == 1);
  menu_button today, own;
  today.name = "今日";
  today.type = own.type = "click";
  today.key = own.key = "digest";
  own.name = "Le jour";
  menu_rule rule;
  rule.tag = tag.id;
  CHECK(s.run(add_conditional_menu(s.api(), {own}, rule)).error().errcode == 65303);  // a common one comes first
  good(s.run(create_menu(s.api(), {today})));
  const std::string id = good(s.run(add_conditional_menu(s.api(), {own}, rule)));
  CHECK(good(s.run(menu_seen_by(s.api(), anna))) == std::vector<menu_button>{own});
  CHECK(good(s.run(menu_seen_by(s.api(), "宝"))) == std::vector<menu_button>{today});
  good(s.run(delete_conditional_menu(s.api(), id)));
  CHECK(good(s.run(menu_seen_by(s.api(), anna))) == std::vector<menu_button>{today});
}

TEST_CASE("our client shuts people out of the sandbox's account and lets them in again") {
  served_platform s;
  const std::string anna = s.follower("Anna");
  good(s.run(shut_out(s.api(), {anna})));
  CHECK(good(s.run(shut_out_after(s.api(), ""))).openids == std::vector<std::string>{anna});
  CHECK(s.run(send_custom_text(s.api(), anna, "x")).error().errcode == 43019);
  good(s.run(let_in_again(s.api(), {anna})));
  CHECK(good(s.run(shut_out_after(s.api(), ""))).openids.empty());
}

TEST_CASE("our client fetches media from the sandbox: what it uploaded, what a person sent, and films as an address") {
  served_platform s;
  const std::string id = good(s.run(upload_media(s.api(), media_kind::image, jpeg, "été.jpg")));
  const auto back = good(s.run(get_media(s.api(), id)));
  CHECK(back.bytes == jpeg);
  CHECK(back.content_type == "image/jpeg");
  s.follower("Anna");
  s.control("POST", "phones/1/send", {{"type", "voice"}, {"wait", false}});
  s.control("POST", "phones/1/send", {{"type", "video"}, {"wait", false}});
  const auto messages = s.control("GET", "phones/1").at("messages");
  CHECK(good(s.run(get_media(s.api(), messages[1].at("media_id")))).bytes.starts_with("#!AMR"));
  const auto film = good(s.run(get_media(s.api(), messages[2].at("media_id"))));
  CHECK_FALSE(film.video_url.empty());
  CHECK(film.bytes.empty());
  CHECK(s.run(get_media(s.api(), "none")).error().errcode == 40007);
  const auto cover = good(s.run(add_material(s.api(), media_kind::image, jpeg, "cover.jpg")));
  CHECK(good(s.run(get_material(s.api(), cover.media_id))).bytes == jpeg);
  CHECK(good(s.run(count_material(s.api()))).images == 1);
  CHECK(good(s.run(list_material(s.api(), media_kind::image, 0, 20))).entries.at(0).media_id == cover.media_id);
  good(s.run(delete_material(s.api(), cover.media_id)));
  CHECK(good(s.run(count_material(s.api()))).images == 0);
}

TEST_CASE("our client sends a one-off message for each consent") {
  served_platform s;
  once_message m;
  m.openid = s.follower("Anna");
  m.template_id = "T1";
  m.scene = 1000;
  m.title = "今日";
  m.content = "Le résumé";
  CHECK(s.run(send_once(s.api(), m)).error().errcode == 43101);
  s.control("POST", "phones/1/consent", {{"template_id", "T1"}, {"once", 1000}});
  good(s.run(send_once(s.api(), m)));
  CHECK(s.run(send_once(s.api(), m)).error().action == api_action::drop_recipient);
}
