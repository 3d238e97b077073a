#include "store/hold_store.hpp"

#include "base/localisation.hpp"
#include "opened.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

hold found(std::int64_t article, std::string word, timestamp since) {
  hold h;
  h.account = "main";
  h.article = article_id{article};
  h.title = "Le pont rouvre";
  h.edition = "morning";
  h.reasons = {{hold_cause::word, std::move(word), "à relire", held_part::title, "Le pont…"}};
  h.since = since;
  return h;
}

}  // namespace

TEST_CASE("a hold is told once, again when its reasons grow, and keeps who decided and when") {
  opened s;
  hold_store holds(*s.db);
  const timestamp now = parse_iso_time("2026-11-23T08:00:00Z").value(), later = now + std::chrono::minutes{5};
  CHECK(s(holds.note({found(1, "pont", now), found(2, "pont", now)})).size() == 2);
  CHECK(s(holds.note({found(1, "pont", later)})).empty());
  CHECK(s(holds.note({found(1, "rouvre", later)})).size() == 1);
  CHECK(s(holds.held("main", 10)).size() == 2);
  CHECK(s(holds.held("other", 10)).empty());
  const auto kept = s(holds.find("main", article_id{1}));
  REQUIRE(kept.has_value());
  CHECK(kept->reasons[0].word == "rouvre");
  CHECK(kept->reasons[0].part == held_part::title);
  CHECK(kept->title == "Le pont rouvre");

  CHECK_FALSE(s(holds.decide("main", article_id{3}, hold_state::released, "o1", later)).has_value());
  const auto released = s(holds.decide("main", article_id{1}, hold_state::released, "o1", later));
  REQUIRE(released.has_value());
  CHECK(released->state == hold_state::released);
  CHECK(released->decided_by == "o1");
  CHECK(released->decided_at == later);
  CHECK_FALSE(s(holds.decide("main", article_id{1}, hold_state::dropped, "o2", later)).has_value());
  CHECK(s(holds.note({found(1, "pont", later)})).size() == 1);

  CHECK(s(holds.decide("main", article_id{2}, hold_state::dropped, "o2", later)).has_value());
  CHECK(s(holds.note({found(2, "autre", later)})).empty());
  CHECK(s(holds.all()).size() == 2);
}

TEST_CASE("what is clean again is cleared, and held anew when something is found again") {
  opened s;
  hold_store holds(*s.db);
  const timestamp now = parse_iso_time("2026-11-23T08:00:00Z").value();
  s(holds.note({found(1, "pont", now)}));
  s(holds.clear("main", {article_id{1}, article_id{9}}));
  CHECK(s(holds.held("main", 10)).empty());
  CHECK(s(holds.find("main", article_id{1}))->state == hold_state::cleared);
  CHECK(s(holds.note({found(1, "pont", now)})).size() == 1);
}
