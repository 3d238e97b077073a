#include "store/urgent_store.hpp"

#include "base/localisation.hpp"
#include "opened.hpp"
#include "store/digest_store.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

urgent_item item(std::int64_t article, timestamp added) {
  urgent_item u;
  u.account = "main";
  u.edition = "morning";
  u.article = article_id{article};
  u.title = "Incendie au marché";
  u.day = "2026-11-23";
  u.added = added;
  u.by = "o1";
  return u;
}

digest issue(const std::string& day, std::int64_t urgent, timestamp composed) {
  digest d;
  d.account = "main";
  d.edition = "morning";
  d.language = "fr";
  d.zone = "Europe/Paris";
  d.day = day;
  d.urgent = urgent;
  d.composed_at = composed;
  return d;
}

}  // namespace

TEST_CASE("an article is urgent once in an edition, and counts on the day that it is sent") {
  opened s;
  urgent_store urgents(*s.db);
  const timestamp now = parse_iso_time("2026-11-23T21:30:00Z").value();
  const urgent_item first = s(urgents.add(item(1, now)));
  CHECK(first.id > 0);
  CHECK(run_task(s.loop, urgents.add(item(1, now))).error().code == errc::already_exists);
  s(urgents.add(item(2, now)));
  CHECK(s(urgents.waiting()).size() == 2);
  s(urgents.settle(first.id, urgent_state::sent, "", "2026-11-24", now + std::chrono::hours{9}));
  CHECK(s(urgents.sent_on("main", "morning", "2026-11-23")) == 0);
  CHECK(s(urgents.sent_on("main", "morning", "2026-11-24")) == 1);
  s(urgents.settle(first.id, urgent_state::left_out, "too late", "2026-11-25", now));  // it is settled
  CHECK(s(urgents.sent_on("main", "morning", "2026-11-24")) == 1);
  const auto listed = s(urgents.list("main", 10));
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].article == article_id{2});
  CHECK(listed[1].by == "o1");
  CHECK(s(urgents.waiting()).size() == 1);
}

TEST_CASE("a digest of an urgent item stands beside the day's own, and in no list of days") {
  opened s;
  digest_store digests(*s.db);
  const timestamp now = parse_iso_time("2026-11-23T08:00:00Z").value();
  const digest day = s(digests.save(issue("2026-11-23", 0, now)));
  const digest urgent = s(digests.save(issue("2026-11-23", 7, now)));
  CHECK(day.id != urgent.id);
  CHECK(urgent.day == "2026-11-23");
  CHECK(urgent.urgent == 7);
  CHECK(s(digests.latest("main", "morning"))->id == day.id);
  CHECK(s(digests.of_day("main", "morning", "2026-11-23"))->id == day.id);
  CHECK(s(digests.of_edition("main", "morning", 10)).size() == 1);
  CHECK(s(digests.list("", "", 10)).size() == 1);
  CHECK(s(digests.find(urgent.id))->urgent == 7);
  CHECK(s(digests.urgent("main", "morning", 7))->id == urgent.id);
  CHECK_FALSE(s(digests.urgent("main", "morning", 8)).has_value());
  CHECK(s(digests.urgent_ones("main", "morning", 10)).empty());  // not sent yet
  s(digests.make_final(urgent.id));
  CHECK(s(digests.urgent_ones("main", "morning", 10)).size() == 1);
  CHECK(s(digests.save(issue("2026-11-23", 7, now))).id == urgent.id);
}
