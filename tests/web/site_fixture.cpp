#include "web/site_fixture.hpp"

#include "base/log.hpp"

namespace depeche::test {
namespace {

std::vector<edition> three_editions() {
  std::vector<edition> all(3);
  all[0].name = "matin", all[0].title = "Le Courrier du matin", all[0].language = "fr";
  all[1].name = "morning", all[1].title = "The Morning Observer", all[1].language = "en";
  all[2].name = "chenbao", all[2].title = "瓦尔布伦晨报", all[2].language = "zh";
  // Undated articles have pages here, so that these can be tested.
  for (edition& e : all) e.account = "main", e.zone = "Europe/Paris", e.hold_undated = false;
  return all;
}

std::unique_ptr<database> open_in_memory(asio::any_io_executor owner) {
  set_log_level(log_level::off);
  return database::open(":memory:", std::move(owner)).value();
}

}  // namespace

site_fixture::site_fixture()
    : time(*parse_iso_time("2026-11-23T08:00", "Europe/Paris")), db(open_in_memory(loop.get_executor())), articles(*db),
      digests(*db), scenes(*db), holds(*db), guard(time, holds, three_editions(), {}), settings(*db), previews(settings, random, time),
      templates(template_set::load("").value()),
      board(loop.get_executor(), pool.get_executor(), time, articles, digests, three_editions()) {
  auto code_for = [this](std::string account, std::string scene) -> task<result<scene_code>> {
    ++codes_asked;
    if (!platform_works) co_return fail(errc::connect_failed, "no connection", "api.weixin.qq.com");
    scene_code code;
    code.url = "http://weixin.qq.com/q/" + scene;
    code.account = std::move(account);
    code.scene = std::move(scene);
    code.ticket = "ticket";
    co_return code;
  };
  site pages({board, articles, digests, scenes, templates, time, site_addresses("https://news.example.org"), "Le Courrier de Valbrune", "main",
              std::move(code_for), &guard, &previews});
  pages.add_routes(routes);
}

http_response site_fixture::get(std::string path, http_headers headers, std::string method) {
  http_request request;
  request.method = std::move(method);
  const auto mark = path.find('?');
  request.path = path.substr(0, mark);
  if (mark != std::string::npos) request.query = path.substr(mark + 1);
  request.headers = std::move(headers);
  return run(routes.handle(std::move(request)));
}

std::vector<article> site_fixture::keep(std::vector<article> given) {
  run(articles.keep(given)).value();
  auto stored = run(articles.between({}, from_unix_ms(0), time.now() + std::chrono::hours{24}, 1000)).value();
  for (article& a : given)
    for (const article& s : stored)
      if (s.key == a.key && s.source == a.source) a = s;
  return given;
}

digest site_fixture::keep_digest(const std::string& edition_name, const std::string& day, const std::vector<article>& items,
                                 std::vector<related_article> related) {
  const edition* e = board.find("main", edition_name);
  digest d;
  d.account = "main";
  d.edition = edition_name;
  d.language = e->language;
  d.zone = e->zone;
  d.day = day;
  d.composed_at = *parse_iso_time(day + "T07:30", e->zone);
  for (const article& a : items) {
    digest_item item;
    item.article = a.id;
    item.title = a.title;
    item.source = a.source;
    item.url = a.url;
    item.updated = shown_time(a);
    item.summary.push_back({a.summary, 0, 0});
    item.related = related;
    d.items.push_back(std::move(item));
  }
  return run(digests.save(std::move(d))).value();
}

void site_fixture::keep_scene(const std::string& scene, const std::string& account) {
  scene_code code;
  code.account = account;
  code.scene = scene;
  code.ticket = "ticket";
  code.url = "http://weixin.qq.com/q/" + scene;
  code.created = time.now();
  run(scenes.save(std::move(code))).value();
}

article some_article(std::string title, std::string language) {
  article a;
  a.source = "courrier";
  a.key = title;
  a.url = "https://courrier.example/tramway";
  a.title = std::move(title);
  a.author = "Agathe Lormier";
  a.language = std::move(language);
  a.published = *parse_iso_time("2026-11-23T06:10", "Europe/Paris");
  a.updated = *parse_iso_time("2026-11-23T07:05", "Europe/Paris");
  a.first_seen = *parse_iso_time("2026-11-23T07:10", "Europe/Paris");
  a.summary = "La première rame a franchi le pont.";
  a.text = "Premier paragraphe, avec l’eau & le pont.\n\nSecond paragraphe.";
  return a;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t pos = text.find(part); pos != std::string::npos; pos = text.find(part, pos + part.size())) ++n;
  return n;
}

}  // namespace depeche::test
