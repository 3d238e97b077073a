// Two accounts in one process: each has its own pages, editions, codes and feeds.
#include "support/catch.hpp"
#include "web/site_fixture.hpp"

using namespace depeche;
using namespace depeche::test;

namespace {

struct two_accounts : site_fixture {
  two_accounts() : both(loop.get_executor(), pool.get_executor(), time, articles, digests, editions()) {
    const site_addresses sites("https://news.example.org", "main");
    auto code_for = [this](std::string account, std::string scene) -> task<result<scene_code>> {
      asked.push_back(account);
      scene_code code;
      code.url = "http://weixin.qq.com/q/" + account + scene;
      code.account = std::move(account);
      code.scene = std::move(scene);
      co_return code;
    };
    for (const auto& [title, account] : {std::pair{"Le Courrier de Valbrune", "main"}, std::pair{"瓦尔布伦财经", "finance"}}) {
      site pages({both, articles, digests, scenes, templates, time, sites, title, account, code_for});
      pages.add_routes(at);
    }
  }

  static std::vector<edition> editions() {
    std::vector<edition> all(2);
    all[0].name = "matin", all[0].title = "Le Courrier du matin", all[0].language = "fr", all[0].account = "main", all[0].sources = {"courrier"};
    all[1].name = "caijing", all[1].title = "财经早报", all[1].language = "zh", all[1].account = "finance", all[1].sources = {"markets"};
    for (edition& e : all) e.zone = "Asia/Shanghai";
    return all;
  }

  http_response get(const std::string& address) {
    http_request request;
    request.method = "GET";
    const auto mark = address.find('?');
    request.path = address.substr(0, mark);
    if (mark != std::string::npos) request.query = address.substr(mark + 1);
    return run(at.handle(std::move(request)));
  }

  digest keep_issue(const std::string& account, const article& a) {
    digest d;
    d.account = account;
    d.edition = account == "main" ? "matin" : "caijing";
    d.language = a.language;
    d.zone = "Asia/Shanghai";
    d.day = "2026-11-23";
    d.composed_at = time.now();
    digest_item item;
    item.article = a.id;
    item.title = a.title;
    item.source = a.source;
    d.items.push_back(item);
    return run(digests.save(std::move(d))).value();
  }

  edition_board both;
  router at;
  std::vector<std::string> asked;
};

std::string location(const http_response& r) { return std::string(header_value(r.headers, "Location")); }
std::string id_text(digest_id id) { return std::to_string(number(id)); }
std::string id_text(article_id id) { return std::to_string(number(id)); }

}  // namespace

TEST_CASE("each account has its own front page, digests, feeds and code, and none of another's") {
  two_accounts w;
  article money = some_article("利率不变", "zh");
  money.source = "markets";
  const auto kept = w.keep({some_article("Le tramway ouvre"), money});
  const digest ours = w.keep_issue("main", kept[0]), theirs = w.keep_issue("finance", kept[1]);

  const auto first = w.get("/fr/"), second = w.get("/accounts/finance/zh/");
  CHECK(first.status == 200);
  CHECK(contains(first.body, "Le tramway ouvre"));
  CHECK_FALSE(contains(first.body, "利率不变"));
  REQUIRE(second.status == 200);
  CHECK(contains(second.body, "瓦尔布伦财经"));
  CHECK(contains(second.body, "利率不变"));
  CHECK_FALSE(contains(second.body, "Le tramway ouvre"));
  // Its links stay on its own pages, and its canonical address is there.
  CHECK(contains(second.body, "href=\"/accounts/finance/a/" + id_text(kept[1].id)));
  CHECK(contains(second.body, "https://news.example.org/accounts/finance/zh/"));
  CHECK(contains(second.body, "/accounts/finance/feed.xml"));
  CHECK(contains(second.body, "/accounts/finance/qr/web.png"));
  CHECK(w.asked == std::vector<std::string>{"main", "finance"});

  const auto feed = w.get("/accounts/finance/feed.xml");
  CHECK(feed.status == 200);
  CHECK(contains(feed.body, "https://news.example.org/accounts/finance/d/" + id_text(theirs.id)));
  CHECK(contains(feed.body, "href=\"https://news.example.org/accounts/finance/feed.xml\""));
  CHECK_FALSE(contains(feed.body, "tramway"));
  CHECK(w.get("/feed.xml?edition=caijing").status == 404);
  CHECK(w.get("/accounts/finance/feed.json?edition=caijing").status == 200);
  CHECK(location(w.get("/accounts/finance")) == "/accounts/finance/");
  CHECK(w.get("/accounts/nobody/zh/").status == 404);
  CHECK(w.get("/accounts/finance/d/" + id_text(theirs.id)).status == 200);
  CHECK(w.get("/d/" + id_text(ours.id)).status == 200);
}

TEST_CASE("a digest or an article asked for at another account's pages leads to its own") {
  two_accounts w;
  article money = some_article("利率不变", "zh");
  money.source = "markets";
  article nobodys = some_article("Orphelin", "fr");
  nobodys.source = "retired";
  const auto kept = w.keep({some_article("Le tramway ouvre"), money, nobodys});
  const digest theirs = w.keep_issue("finance", kept[1]);
  CHECK(location(w.get("/d/" + id_text(theirs.id))) == "/accounts/finance/d/" + id_text(theirs.id));
  CHECK(location(w.get("/a/" + id_text(kept[1].id))) == "/accounts/finance/a/" + id_text(kept[1].id));
  CHECK(location(w.get("/accounts/finance/a/" + id_text(kept[0].id))) == "/a/" + id_text(kept[0].id));
  CHECK(w.get("/accounts/finance/a/" + id_text(kept[1].id)).status == 200);
  // What no edition takes stands on the first account's pages, where it always stood.
  CHECK(w.get("/a/" + id_text(kept[2].id)).status == 200);
  CHECK(w.get("/accounts/finance/a/" + id_text(kept[2].id)).status == 404);
}

TEST_CASE("the scene of one account is nothing at another's pages") {
  two_accounts w;
  w.keep_scene("kiosque", "finance");
  CHECK(w.get("/accounts/finance/s/kiosque").status == 200);
  CHECK(w.get("/s/kiosque").status == 404);
}
