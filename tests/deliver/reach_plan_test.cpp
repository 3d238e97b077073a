// Who is reached by which way, and why not.
#include "deliver/plan.hpp"

#include "base/localisation.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp now = parse_iso_time("2026-11-23T08:00:00Z").value();
const wechat::account_profile service{wechat::account_kind::service, true};
const wechat::account_profile subscription{wechat::account_kind::subscription, true};
const wechat::account_profile personal{wechat::account_kind::subscription, false};

subscriber reachable() {
  subscriber s;
  s.customer_messages = after_contact({}, contact::message, now - 1h);
  return s;
}

edition with_ways(std::vector<std::string> ways) {
  edition e;
  e.ways = std::move(ways);
  return e;
}

std::string plan_text(const edition& e, const wechat::account_profile& account, const subscriber& who) {
  const auto planned = plan_for(e, account, who, now);
  return planned.way.empty() ? "skipped: " + planned.reason : std::string(planned.way);
}

}  // namespace

TEST_CASE("a service account reaches by customer message those who wrote within two days") {
  const edition e = with_ways({"customer_message"});
  CHECK(plan_text(e, service, reachable()) == "customer_message");

  subscriber silent = reachable();
  silent.customer_messages = after_contact({}, contact::message, now - 48h);
  CHECK(plan_text(e, service, silent) == "skipped: window closed");

  subscriber spent = reachable();
  spent.customer_messages.left = 0;
  CHECK(plan_text(e, service, spent) == "skipped: messages used up");

  subscriber never;
  CHECK(plan_text(e, service, never) == "skipped: window closed");
}

TEST_CASE("who opted out or left gets nothing, and that is the whole reason") {
  const edition e = with_ways({"customer_message", "mass_send"});
  subscriber out = reachable();
  out.wants_digest = false;
  CHECK(plan_text(e, service, out) == "skipped: opted out");
  subscriber gone = reachable();
  gone.following = false;
  CHECK(plan_text(e, service, gone) == "skipped: does not follow");
}

TEST_CASE("a service account never mass sends by itself") {
  const edition e = with_ways({"mass_send", "customer_message"});
  CHECK_FALSE(goes_to_all(e, service));
  CHECK(plan_text(e, service, reachable()) == "customer_message");
  subscriber silent;
  CHECK(plan_text(e, service, silent) == "skipped: mass send is kept for the desk on service accounts; window closed");
}

TEST_CASE("a verified subscription account reaches all its followers by one mass send, whatever their windows") {
  const edition e = with_ways({"customer_message", "mass_send"});
  CHECK(goes_to_all(e, subscription));
  CHECK(plan_text(e, subscription, reachable()) == "mass_send");
  subscriber out;
  out.wants_digest = false;
  CHECK(plan_text(e, subscription, out) == "mass_send");  // a send to all leaves nobody out
  subscriber gone;
  gone.following = false;
  CHECK(plan_text(e, subscription, gone) == "skipped: does not follow");
}

TEST_CASE("a subscription account without mass send in its edition uses customer messages") {
  const edition e = with_ways({"customer_message"});
  CHECK_FALSE(goes_to_all(e, subscription));
  CHECK(plan_text(e, subscription, reachable()) == "customer_message");
}

TEST_CASE("an account that may not send says so") {
  const edition e = with_ways({"customer_message", "mass_send"});
  CHECK(plan_text(e, personal, reachable()) ==
        "skipped: the account may not send customer messages; the account may not mass send");
  CHECK(plan_text(with_ways({}), service, reachable()) == "skipped: the edition has no way");
  CHECK(plan_text(with_ways({"pigeon"}), service, reachable()) == "skipped: unknown way");
}

TEST_CASE("reach names every way of the edition in its order") {
  const auto lines = reach_of(with_ways({"mass_send", "customer_message"}), service, reachable(), now);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].way == "mass_send");
  CHECK_FALSE(lines[0].why_not.empty());
  CHECK(lines[1].way == "customer_message");
  CHECK(lines[1].why_not.empty());
}
