// An issue that becomes a page of the account: once, whatever is lost, and known by its address.
#include "library.hpp"
#include "world.hpp"

#include "deliver/draft_maker.hpp"
#include "deliver/ways/publish.hpp"
#include "picture/write_jpeg.hpp"

#include <boost/asio/thread_pool.hpp>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

struct publisher {
  publisher() : outside(w.io.get_executor(), w.time), token(w.io.get_executor(), outside, w.time, who), api(outside, token, who), media(*w.db) {
    issue = w.issue();
    one = w.run(w.deliveries->begin(w.morning, issue, publication_key(*issue), "test")).value();
    restart();
  }

  // Only the stores remember.
  void restart() {
    picture_parts parts;
    parts.media = &media;
    parts.pool = pool.get_executor();
    parts.fetch = [](std::string) -> task<result<std::string>> { co_return fail(errc::connect_failed, "no pictures here"); };
    drafts = std::make_unique<draft_maker>(account_name, w.templates, w.time, "https://news.example.org", api, std::move(parts));
    way = std::make_unique<publishing>(*w.ledger, w.time, api, drafts.get());
  }

  progress carry() {
    const parcel what{one, {}, nullptr, issue.get(), &w.morning};
    return w.run(way->carry(what)).value();
  }
  // Until it is over, or for an hour.
  progress carry_on() {
    progress came = carry();
    for (int i = 0; i < 60 && came.reached == progress::stage::waiting; ++i) {
      w.time.advance(1min);
      came = carry();
    }
    return came;
  }
  publication known() { return w.run(w.ledger->publication_of(one.id)).value().value(); }

  world w;
  wechat::credentials who{"wx0000000000000000", "secret", url{"https", "api.weixin.qq.com", 443, "/"}};
  library outside;
  wechat::access_token token;
  wechat::api_client api;
  media_store media;
  asio::thread_pool pool{1};
  std::shared_ptr<const digest> issue;
  push one;
  std::unique_ptr<draft_maker> drafts;
  std::unique_ptr<publishing> way;
};

}  // namespace

TEST_CASE("an issue is published once and its address is known") {
  publisher p;
  CHECK(p.carry().reached == progress::stage::waiting);
  p.restart();
  CHECK(p.carry_on().reached == progress::stage::finished);
  CHECK(p.known().state == delivery_state::sent);
  CHECK(p.known().address == "https://mp.weixin.qq.com/s/one");
  CHECK(p.known().article_id == "article-1");
  CHECK(p.outside.submitted == 1);
  CHECK(p.carry().reached == progress::stage::finished);
  CHECK(p.outside.submitted == 1);
}

TEST_CASE("a submission whose answer was lost is found among what was published") {
  publisher p;
  p.outside.lost = "/cgi-bin/freepublish/submit";
  CHECK(p.carry_on().problem.empty());
  CHECK(p.outside.submitted == 1);
  CHECK(p.known().state == delivery_state::sent);
  CHECK(p.known().address == "https://mp.weixin.qq.com/s/one");
}

TEST_CASE("a submission that never arrived is made again, later than the platform would take to publish it") {
  publisher p;
  p.outside.takes = false;
  p.outside.lost = "/cgi-bin/freepublish/submit";
  CHECK(p.carry().reached == progress::stage::waiting);
  p.w.time.advance(2min);
  CHECK(p.carry().reached == progress::stage::waiting);
  CHECK(p.outside.submitted == 1);
  p.outside.takes = true;
  CHECK(p.carry_on().problem.empty());
  CHECK(p.outside.submitted == 2);
  CHECK(p.outside.drafts.size() == 1);
  CHECK(p.known().state == delivery_state::sent);
}

TEST_CASE("what the platform's review refuses is told with the reason") {
  publisher p;
  p.outside.publish_status = 4;
  const progress came = p.carry_on();
  CHECK(came.reached == progress::stage::finished);
  CHECK(came.problem.find("review") != std::string::npos);
  CHECK(p.known().state == delivery_state::failed);
}

TEST_CASE("the platform's event settles a publication, and one for another's is nobody's") {
  publisher p;
  p.carry();
  wechat::publish_finished event;
  event.publish_id = "100000001";
  event.status = wechat::publish_status::published;
  event.articles = {{1, "https://mp.weixin.qq.com/s/two"}};
  CHECK(p.w.run(p.way->finished(account_name, event)).value() == p.one.id);
  CHECK(p.known().address == "https://mp.weixin.qq.com/s/two");
  CHECK(p.carry().reached == progress::stage::finished);
  event.publish_id = "7";
  CHECK_FALSE(p.w.run(p.way->finished(account_name, event)).value().has_value());
  CHECK_FALSE(p.w.run(p.way->finished("other", event)).value().has_value());
}

TEST_CASE("a publication plans no rows, and a world without drafts says that it can't publish") {
  publisher p;
  p.w.followers(3);
  p.w.start();
  p.w.until([&] { return !p.w.reports.empty(); });
  CHECK(p.w.reports[0].problem.find("no drafts") != std::string::npos);
  CHECK(p.w.books_now(p.one.id).total() == 0);
  CHECK(p.w.run(p.w.ledger->find(p.one.id)).value()->state == push_state::done);
}
