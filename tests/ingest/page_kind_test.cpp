// What a page is called: error pages and gates, beginnings behind a paywall, lists, and headlines that sound like one of them.
#include "base/localisation.hpp"
#include "ingest/error_words.hpp"
#include "ingest/page_extractor.hpp"
#include "ingest/page_kind.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

const std::string boats = "Four fishing boats left the harbour before dawn on Monday, the first to do so since the storm closed it.";
const std::string owners = "Their owners said the channel was clear again, and that the buyers from the coast had asked for herring.";

result<extracted_page> examined(const std::string& title, const std::string& body, const char* language = "en") {
  const auto page = "<!DOCTYPE html><html lang=" + std::string(language) + "><head><meta charset=utf-8><title>" + title +
                    "</title></head><body>" + body + "</body></html>";
  return examine_page(page, {}, "https://harbour.example/a/1", *parse_iso_time("2026-11-23T12:00"));
}

std::string kind_of_page(const std::string& title, const std::string& body, const char* language = "en") {
  const auto page = examined(title, body, language);
  return page.has_value() ? std::string(name_of(page->kind)) : page.error().what;
}

std::string story(const std::string& title) { return "<h1>" + title + "</h1><p>" + boats + "</p><p>" + owners + "</p>"; }

}  // namespace

TEST_CASE("a headline that begins like an error is an article's when paragraphs follow") {
  for (const char* title :
       {"Page not found: how a port lost its archive", "Access denied: crews turned back at the lock", "Error 404: a lighthouse vanishes",
        "Just a moment: how a tide decides a race", "404 boats counted in the bay", "Not found: the missing buoy", "503 - a train, a strike, a town",
        "Service unavailable: 502 ferries cancelled", "Accès refusé : les pêcheurs bloqués au port", "Erreur 500 : la panne qui a fermé le port",
        "页面不存在：港口档案去哪了", "404教室：港口的孩子们", "Why sites show 404 Not Found pages"})
    CHECK(kind_of_page(title, story(title)) == "article");
}

TEST_CASE("an error page is called one, however short it is and whoever's name stands beside the error") {
  CHECK(kind_of_page("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>") == "error");
  CHECK(kind_of_page("Le Fanal - 404", "<p>Oups !</p>", "fr") == "error");
  CHECK(kind_of_page("Page not found | The Harbour", "<p>It may have moved.</p>") == "error");
  CHECK(kind_of_page("页面不存在", "<div>抱歉，您访问的页面不存在或已被删除！</div><a href=/>返回首页</a>", "zh") == "error");
  CHECK(kind_of_page("港口网", "<p>该文章已被删除</p>", "zh") == "error");
  CHECK(kind_of_page("抱歉出错了", "<p>抱歉，服务器繁忙，请稍后再试。</p><p>错误代码：502</p>", "zh") == "error");
  CHECK(kind_of_page("Database Error", "<h1>Error establishing a database connection</h1>") == "error");
  CHECK(kind_of_page("Erreur", "<p>Une erreur est survenue. Veuillez réessayer plus tard.</p><p>Nos équipes travaillent au rétablissement "
                               "du service, qui sera bientôt de nouveau ouvert à tous.</p>", "fr") == "error");
  CHECK(kind_of_page("Le Fanal", "<p>Cet article n’est plus disponible. Il a été retiré à la demande de son auteur, ou les droits en ont "
                                 "expiré.</p>", "fr") == "error");
  CHECK(kind_of_page("The Harbour", "<p>Unavailable due to legal reasons. We recognise you are attempting to access this website from a "
                                    "country belonging to the European Economic Area, and access cannot be granted at this time.</p>") == "error");
  CHECK(kind_of_page("Log in", "<h1>Log in</h1><form><input name=e><input type=password></form><p>Forgot your password? Not a member yet? "
                               "Create an account to read our stories.</p>") == "error");
  CHECK(kind_of_page("Not found", "<p>The page that was requested is not on this server, or it was moved elsewhere last year.</p><p>Try the search, "
                                  "or go back to the home page and look for it there, where it may be.</p>") == "error");
}

TEST_CASE("words of an error are told from words that begin with them") {
  CHECK(sign_of_error("HTTP Error 502 - Bad Gateway") == error_sign::clear);
  CHECK(sign_of_error("错误代码：502") == error_sign::clear);
  CHECK(sign_of_error("404，您请求的文件不存在!") == error_sign::clear);
  CHECK(sign_of_error("Oops! That page can’t be found.") == error_sign::clear);
  CHECK(sign_of_error("403: what it means") == error_sign::possible);
  CHECK(sign_of_error("4040 boats") == error_sign::none);
  CHECK(sign_of_error("Errors of the past") == error_sign::none);
  CHECK(sign_of_error("Loginova wins again") == error_sign::none);
  CHECK(sign_of_error("") == error_sign::none);
}

TEST_CASE("a beginning that asks to be paid, or to be signed in for, is a stub") {
  for (const char* line :
       {"To continue reading, create a free account or sign in.", "You have reached your limit of free articles this month.",
        "Pour lire la suite, abonnez-vous.", "Abonnez-vous pour accéder à l’intégralité de cet article",
        "本文为付费内容，订阅后可阅读全文。", "本文僅限訂閱會員閱讀全文，請先登入。", "登入後閱讀全文"})
    CHECK(kind_of_page("Boats leave", story("Boats leave") + "<p>" + line + "</p>") == "stub");
  for (const char* line : {"Children need time to continue reading, their teachers say.", "Subscribe to our newsletter for more local stories.",
                           "活动仅限会员参加，名额有限。"})
    CHECK_FALSE(line_asks_for_payment(line));
}

TEST_CASE("a list is one whatever its lines are made of") {
  const auto many = [](auto line) {
    std::string out;
    for (int i = 10; i < 22; ++i) out += line(std::to_string(i));
    return out;
  };
  const auto cards = many([](const std::string& i) {
    return "<div class=card><a href=/n" + i + "><h3>The council votes on quay number " + i + "</h3></a><p>" + boats + "</p></div>";
  });
  const auto whole_cards = many([](const std::string& i) {
    return "<a class=card href=/n" + i + "><h3>The council votes on quay number " + i + "</h3><p>" + owners + "</p></a>";
  });
  const auto rows = many([](const std::string& i) {
    return "<tr><td>" + i + "/11</td><td><a href=/n" + i + ">The council votes on quay number " + i + "</a></td></tr>";
  });
  const auto items = many([](const std::string& i) {
    return "<li><a href=/n" + i + ".html>港口委员会表决通过第" + i + "号码头的扩建计划</a><span>2026-11-" + i + "</span></li>";
  });
  for (const auto& list : {cards, whole_cards, "<table>" + rows + "</table>", "<ul>" + items + "</ul>"})
    CHECK(kind_of_page("News of the port", "<nav><a href=/>Home</a></nav><h1>News of the port</h1>" + list) == "list");
  // Sections of one page with names to link to, and an article above such a list.
  const auto sections = many([](const std::string& i) { return "<a name=s" + i + "><h3>What we know about quay " + i + "</h3></a><p>" + boats + "</p>"; });
  CHECK(kind_of_page("Quays", "<h1>Quays</h1>" + sections) == "article");
  CHECK(kind_of_page("Boats leave", story("Boats leave") + "<ul>" + items + "</ul>") == "article");
}
