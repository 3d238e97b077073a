// Silence and trouble, judged by a source's own history; what servers ask for.
#include "base/localisation.hpp"
#include "ingest/server_wish.hpp"
#include "ingest/source_rhythm.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

timestamp at(const char* text) { return *parse_iso_time(text); }

std::vector<timestamp> every(std::chrono::hours gap, std::size_t count) {
  std::vector<timestamp> times;
  for (std::size_t i = 0; i < count; ++i) times.push_back(at("2026-11-23T12:00") - gap * static_cast<long>(i));
  return times;
}

}  // namespace

TEST_CASE("silence is measured by the source's own rhythm, and unknown for a source that is new") {
  CHECK_FALSE(unusual_silence({}));
  CHECK_FALSE(unusual_silence(every(24h, 5)));
  // A whole archive that came at one moment says nothing of a rhythm.
  CHECK_FALSE(unusual_silence(std::vector<timestamp>(50, at("2026-11-23"))));
  CHECK(unusual_silence(every(1h, 30)) == 12h);
  CHECK(unusual_silence(every(24h, 30)) == 48h);
  CHECK(unusual_silence(every(24h * 7, 30)) == 24h * 14);
  CHECK(unusual_silence(every(24h * 365, 30)) == 24h * 60);
}

TEST_CASE("a paper of working days is not silent on a Sunday") {
  std::vector<timestamp> times;
  for (int day = 0; day < 60; ++day)
    if (day % 7 < 5) times.push_back(at("2026-11-20T08:00") - 24h * day);
  CHECK(*unusual_silence(times) > 24h * 4);
}

TEST_CASE("a source is silent beyond its rhythm, broken after failures in a row, and well again, each told once") {
  source_state s;
  s.rhythm = 48h;
  s.last_news = at("2026-11-20T12:00");
  s.last_success = at("2026-11-22T12:00");
  CHECK_FALSE(judge_health(s, at("2026-11-22T11:00")).happened);
  auto change = judge_health(s, at("2026-11-22T13:00"));
  CHECK(change.happened);
  CHECK(change.now_is == source_health::silent);
  CHECK(change.since == s.last_news);
  CHECK_FALSE(judge_health(s, at("2026-11-22T14:00")).happened);
  for (s.failures_in_a_row = 1; s.failures_in_a_row < failures_until_broken; ++s.failures_in_a_row)
    CHECK_FALSE(judge_health(s, at("2026-11-22T15:00")).happened);
  change = judge_health(s, at("2026-11-22T16:00"));
  CHECK(change.now_is == source_health::broken);
  CHECK(change.since == s.last_success);
  s.failures_in_a_row = 0;
  s.last_news = at("2026-11-22T17:00");
  change = judge_health(s, at("2026-11-22T18:00"));
  CHECK(change.happened);
  CHECK(change.was == source_health::broken);
  CHECK(change.now_is == source_health::well);
  // A source without a rhythm is never called silent.
  s.rhythm = 0s;
  CHECK_FALSE(judge_health(s, at("2029-01-01")).happened);
}

TEST_CASE("Retry-After is read as seconds and as a date, and has a limit") {
  const auto now = at("2026-11-23T12:00");
  CHECK(read_retry_after("120", now) == 120s);
  CHECK(read_retry_after(" 0 ", now) == 0s);
  CHECK(read_retry_after("Mon, 23 Nov 2026 12:10:00 GMT", now) == 600s);
  CHECK(read_retry_after("Mon, 23 Nov 2026 11:00:00 GMT", now) == 0s);
  CHECK(read_retry_after("99999999999999999999999", now) == longest_retry_after);
  CHECK(read_retry_after("Wed, 23 Nov 2089 12:10:00 GMT", now) == longest_retry_after);
  CHECK_FALSE(read_retry_after("", now));
  CHECK_FALSE(read_retry_after("-5", now));
  CHECK_FALSE(read_retry_after("bientôt", now));
}

TEST_CASE("max-age is read where the answer may be kept at all, and has a limit") {
  const auto now = at("2026-11-23T12:00");
  const auto fresh = [&](http_headers headers) { return read_freshness(headers, now); };
  CHECK(fresh({{"Cache-Control", "public, Max-Age=600"}}) == 600s);
  CHECK(fresh({{"Cache-Control", "max-age=\"60\""}}) == 60s);
  CHECK(fresh({{"Cache-Control", "max-age=31536000"}}) == longest_freshness);
  CHECK(fresh({{"Cache-Control", "max-age=600"}, {"Age", "250"}}) == 350s);
  CHECK(fresh({{"Cache-Control", "max-age=600"}, {"Age", "99999999999999999999"}}) == 0s);
  CHECK_FALSE(fresh({{"Cache-Control", "no-cache, max-age=600"}}));
  CHECK_FALSE(fresh({{"Cache-Control", "max-age=600, no-store"}}));
  CHECK_FALSE(fresh({{"Cache-Control", "s-maxage=600"}}));
  CHECK_FALSE(fresh({{"Cache-Control", "max-age=-1"}}));
  CHECK_FALSE(fresh({}));
  const std::string later = rfc822_time(now + 900s);
  CHECK(fresh({{"Expires", later}}) == 900s);
  CHECK(fresh({{"Expires", later}, {"Date", rfc822_time(now + 600s)}}) == 300s);
  CHECK(fresh({{"Expires", later}, {"Cache-Control", "max-age=60"}}) == 60s);
  CHECK_FALSE(fresh({{"Expires", later}, {"Cache-Control", "no-cache"}}));
  CHECK(fresh({{"Expires", "Thu, 01 Jan 1970 00:00:00 GMT"}}) == 0s);
  CHECK(fresh({{"Expires", "Mon, 31 Dec 2035 23:59:59 GMT"}}) == longest_freshness);
  CHECK_FALSE(fresh({{"Expires", "Fri, 31 Dec 9999 23:59:59 GMT"}}));  // nobody means that
  CHECK_FALSE(fresh({{"Expires", "0"}}));
  CHECK_FALSE(fresh({{"Expires", "-1"}}));
}

TEST_CASE("a busy server that names no time gets a pause all the same") {
  client_response response;
  response.status = 503;
  auto wish = wish_of(response, "example.org", at("2026-11-23"));
  CHECK(wish.busy);
  CHECK(wish.wait == busy_pause);
  response.status = 404;
  wish = wish_of(response, "example.org", at("2026-11-23"));
  CHECK_FALSE(wish.busy);
  CHECK_FALSE(wish.wait);
}
