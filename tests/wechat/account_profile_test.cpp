// What each kind of account may do by the platform's table, and how its refusals correct that.
#include "wechat/account_profile.hpp"

#include "support/catch.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/media.hpp"
#include "wechat/platform_fixture.hpp"
#include "wechat/user.hpp"

#include <vector>

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

namespace {

account_profile profile_of(account_kind kind, bool verified) { return {kind, verified}; }

}  // namespace

TEST_CASE("each kind of account has the calls of the platform's table") {
  using enum capability;
  struct row {
    capability what;
    bool personal, subscription, unverified_service, service, test;
  };
  const std::vector<row> table{
      {any, true, true, true, true, true},
      {users, false, true, false, true, true},
      {remarks, false, false, false, true, true},
      {custom_messages, false, true, false, true, true},
      {menus, false, true, true, true, true},  // the sources differ on an unverified service account: tried
      {scene_codes, false, false, false, true, true},
      {templates, false, false, false, true, true},
      {notices, false, false, false, true, true},
      {once_messages, false, true, false, true, true},
      {mass_messages, false, true, false, true, false},
      {mass_by_list, false, false, false, true, false},
      {publishing, false, true, true, true, false},  // likewise
  };
  for (const row& r : table) {
    INFO(name(r.what));
    CHECK(profile_of(account_kind::subscription, false).may(r.what) == r.personal);
    CHECK(profile_of(account_kind::subscription, true).may(r.what) == r.subscription);
    CHECK(profile_of(account_kind::service, false).may(r.what) == r.unverified_service);
    CHECK(profile_of(account_kind::service, true).may(r.what) == r.service);
    CHECK(profile_of(account_kind::test, true).may(r.what) == r.test);
  }
}

TEST_CASE("a path tells what the call asks of the account") {
  CHECK(capability_of("/cgi-bin/message/custom/send") == capability::custom_messages);
  CHECK(capability_of("/cgi-bin/message/mass/sendall") == capability::mass_messages);
  CHECK(capability_of("/cgi-bin/message/mass/send") == capability::mass_by_list);
  CHECK(capability_of("/cgi-bin/message/mass/preview") == capability::mass_messages);
  CHECK(capability_of("/cgi-bin/message/template/send") == capability::templates);
  CHECK(capability_of("/cgi-bin/message/template/subscribe") == capability::once_messages);
  CHECK(capability_of("/cgi-bin/user/info") == capability::users);
  CHECK(capability_of("/cgi-bin/user/info/updateremark") == capability::remarks);
  CHECK(capability_of("/cgi-bin/draft/add") == capability::any);
  CHECK(capability_of("/cgi-bin/openapi/quota/get") == capability::any);
}

TEST_CASE("a call that the account may not make is not made, and the failure says why") {
  platform_fixture f;
  f.api.keep_to(profile_of(account_kind::subscription, false), {});
  const auto refused = run_on(f.loop, send_custom_text(f.api, "o1", "bonjour"));
  REQUIRE(refused.has_error());
  CHECK(refused.error().action == api_action::stop_and_tell);
  CHECK(refused.error().message == "an unverified subscription account has no customer messages");
  CHECK(f.platform.requests.empty());  // no token either
  CHECK(run_on(f.loop, delete_material(f.api, "m1")).has_value());
}

TEST_CASE("the platform's 48001 corrects the profile: the desk is told once, and the call is not made again") {
  platform_fixture f;
  account_profile profile = profile_of(account_kind::service, true);
  std::vector<capability> told;
  f.api.keep_to(profile, [&](capability what, const api_failure& why) {
    told.push_back(what);
    CHECK(why.errcode == 48001);
    CHECK(why.rid == "6f");
  });
  f.answers(R"({"errcode":48001,"errmsg":"api unauthorized rid: 6f"})");
  CHECK(run_on(f.loop, send_custom_text(f.api, "o1", "a")).error().errcode == 48001);
  CHECK(f.calls() == 1);
  CHECK_FALSE(profile.may_send_custom_messages());  // whoever holds a copy knows
  CHECK(profile.may_read_users());                  // only this is gone
  const auto again = run_on(f.loop, send_custom_text(f.api, "o1", "b"));
  CHECK(again.error().message == "the platform has refused customer messages to this account");
  CHECK(f.calls() == 1);
  CHECK(told == std::vector<capability>{capability::custom_messages});

  f.answers(std::string(ok));
  profile.forget_refusals();  // it was verified
  CHECK(run_on(f.loop, send_custom_text(f.api, "o1", "c")).has_value());
}

TEST_CASE("the refusals of one account are none of another's") {
  account_profile first, second;
  const account_profile copy = first;
  CHECK(first.note_refusal(capability::menus));
  CHECK_FALSE(first.note_refusal(capability::menus));
  CHECK_FALSE(first.note_refusal(capability::any));  // 48001 where nothing is asked: about the one call, not a kind of calls
  CHECK_FALSE(copy.may(capability::menus));
  CHECK(second.may(capability::menus));
}
