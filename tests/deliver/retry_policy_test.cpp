// What follows from a failed send.
#include "deliver/retry_policy.hpp"

#include "base/localisation.hpp"
#include "deliver/pace.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;
using step = reaction::step;
using wechat::api_action;

namespace {

const timestamp now = parse_iso_time("2026-11-23T10:00:00Z").value();

wechat::api_failure refused(int errcode) {
  wechat::api_failure f;
  f.errcode = errcode;
  f.action = wechat::describe_errcode(errcode).action;
  return f;
}

wechat::api_failure transport(api_action action) {
  wechat::api_failure f;
  f.action = action;
  f.message = "no answer";
  return f;
}

}  // namespace

TEST_CASE("a busy platform is asked again, later each time, and not for ever") {
  for (int attempt = 1; attempt < most_attempts; ++attempt) {
    const auto r = react_to(refused(-1), attempt, now);
    CHECK(r.what == step::again);
    CHECK(r.at == now + 1s * (1 << (attempt - 1)));
  }
  CHECK(react_to(refused(-1), most_attempts, now).what == step::give_up);
  CHECK(react_to(transport(api_action::not_sent), 1, now).what == step::again);
  CHECK(back_off(100) == 5min);
}

TEST_CASE("an unknown outcome is left alone") {
  const auto r = react_to(transport(api_action::unknown), 1, now);
  CHECK(r.what == step::leave);
  CHECK(r.reason == "no answer");
}

TEST_CASE("a person who left is told apart from one whose window closed") {
  for (const int gone : {43004, 46004, 40003, 50005}) {
    const auto r = react_to(refused(gone), 1, now);
    CHECK(r.what == step::give_up);
    CHECK(r.gone);
    CHECK_FALSE(r.window_closed);
  }
  for (const int closed : {45015, 45047}) {
    const auto r = react_to(refused(closed), 1, now);
    CHECK(r.what == step::give_up);
    CHECK(r.window_closed);
    CHECK_FALSE(r.gone);
  }
  CHECK_FALSE(react_to(refused(43019), 1, now).gone);
}

TEST_CASE("a used-up quota waits for midnight in China, and the desk is told") {
  const auto r = react_to(refused(45009), 1, now);
  CHECK(r.what == step::pause);
  CHECK(r.at == parse_iso_time("2026-11-24T00:00:00+08:00").value());
  CHECK(r.tell_desk);
  CHECK(next_quota_window(parse_iso_time("2026-11-23T16:00:00Z").value()) == parse_iso_time("2026-11-25T00:00:00+08:00").value());
  CHECK(next_quota_window(parse_iso_time("2026-11-23T15:59:59Z").value()) == parse_iso_time("2026-11-24T00:00:00+08:00").value());
}

TEST_CASE("an account that is refused as a whole pauses and tells, a minute limit pauses for a minute and does not") {
  const auto stopped = react_to(refused(48001), 1, now);
  CHECK(stopped.what == step::pause);
  CHECK(stopped.tell_desk);
  CHECK(stopped.at > now);
  const auto minute = react_to(refused(45011), 1, now);
  CHECK(minute.what == step::pause);
  CHECK(minute.at == now + 60s);
  CHECK_FALSE(minute.tell_desk);
}

TEST_CASE("a message that the platform refuses fails with the platform's reason") {
  const auto r = react_to(refused(45002), 1, now);
  CHECK(r.what == step::give_up);
  CHECK(r.reason == "content too long");
}

TEST_CASE("many failures in a row pause the push, longer each time, until a success") {
  pace p(4);
  int before = 0;
  while (!p.trouble()) ++before;
  CHECK(before == 7);
  CHECK(p.pause() == 30s);
  while (!p.trouble()) {
  }
  CHECK(p.pause() == 60s);
  p.success();
  CHECK_FALSE(p.trouble());
  for (int i = 0; i < 20; ++i)
    while (!p.trouble()) {
    }
  CHECK(p.pause() == 10min);
}
