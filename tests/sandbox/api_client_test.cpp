// The bot's own API client against the sandbox, over real HTTP: both were written from the platform's documents, and meet here.
#include "support/catch.hpp"

#include "async/task_group.hpp"
#include "net/https_client.hpp"
#include "net/listener.hpp"
#include "sandbox/sandbox.hpp"
#include "wechat/access_token.hpp"
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

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

using namespace depeche;
using namespace depeche::wechat;
using nlohmann::json;

namespace {

sandbox::sandbox_options options_of(const std::string& profile) {
  sandbox::sandbox_options o;
  o.app_id = "wx0123456789abcdef";
  o.app_secret = "secret";
  o.original_id = "gh_0123456789ab";
  o.token = "testtoken";
  o.mode = "plain";
  o.profile = profile;
  return o;
}

// The sandbox behind a listener, and a client of it.
class served_platform {
 public:
  explicit served_platform(const std::string& profile = "service")
      : platform_(loop_.get_executor(), time_, random_, options_of(profile)), group_(loop_.get_executor()) {
    platform_.add_routes(routes_);
    group_.spawn("platform", platform_.run());
    listener_options where;
    where.address = "127.0.0.1";
    where.port = 0;
    listener_ = start_listener(loop_.get_executor(), where, routes_).value();
    client_ = make_https_client(loop_.get_executor(), https_client_options{}).value();
    const std::string base = "http://127.0.0.1:" + std::to_string(listener_->port());
    const credentials who{"wx0123456789abcdef", "secret", parse_url(base).value()};
    token_ = std::make_unique<access_token>(loop_.get_executor(), *client_, time_, who);
    api_ = std::make_unique<api_client>(*client_, *token_, who);
  }
  ~served_platform() {
    auto end = [this]() -> task<> {
      client_->close_idle();
      co_await listener_->stop(std::chrono::milliseconds{50});
      co_await group_.drain(std::chrono::milliseconds{50});
    };
    run_void(end());
    loop_.restart();
    loop_.run_for(std::chrono::milliseconds{20});
  }

  api_client& api() { return *api_; }

  template <class T>
  T run(task<T> work) {
    std::optional<T> out;
    std::exception_ptr thrown;
    asio::co_spawn(loop_, std::move(work), [&](std::exception_ptr e, T value) {
      thrown = e;
      out.emplace(std::move(value));
    });
    loop_.restart();
    while (!out && !thrown) loop_.run_one();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*out);
  }

  // The sandbox's own control: what people do.
  json control(const std::string& method, const std::string& path, const json& body = json::object()) {
    http_request request;
    request.method = method;
    request.path = "/sandbox/v1/" + path;
    request.body = body.dump();
    request.peer = "127.0.0.1";
    auto answer = run(routes_.handle(std::move(request)));
    INFO(answer.body);
    return json::parse(answer.body, nullptr, false);
  }
  // A new phone that follows: its openid.
  std::string follower(const std::string& name) {
    const json phone = control("POST", "phones", {{"name", name}});
    control("POST", "phones/" + phone.at("phone").dump() + "/follow");
    return phone.at("openid").get<std::string>();
  }

 private:
  void run_void(task<> work) {
    bool done = false;
    asio::co_spawn(loop_, std::move(work), [&](std::exception_ptr) { done = true; });
    loop_.restart();
    while (!done) loop_.run_one();
  }

  asio::io_context loop_{1};
  shiftable_clock time_;
  seeded_random random_{11};
  router routes_;
  sandbox::platform platform_;
  task_group group_;
  std::unique_ptr<listener> listener_;
  std::unique_ptr<https_client> client_;
  std::unique_ptr<access_token> token_;
  std::unique_ptr<api_client> api_;
};

// The value, or the failure's words in the test's output.
template <class T>
T good(api_result<T> got) {
  INFO((got.has_error() ? got.error().to_line() : std::string()));
  REQUIRE(got.has_value());
  if constexpr (!std::is_void_v<T>) return std::move(*got);
}

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
