#include "ingest/page_kind.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t longest_error = 1200;    // weight of an error page's text
constexpr std::size_t longest_teasers = 1500;  // of a list's

std::string fold(std::string_view line) {
  std::string s = ascii_lower(squeeze_space(line));
  for (const auto& [from, to] : {std::pair{"À", "à"}, {"É", "é"}, {"’", "'"}}) s = replace_all(s, from, to);
  return s;
}

// Titles of error pages and of gates that ask who is there.
bool names_error(std::string_view title) {
  if (weight_of(title) > 90) return false;
  const auto s = fold(title);
  static constexpr std::string_view beginnings[] = {"404",
                                                    "403",
                                                    "500",
                                                    "502",
                                                    "503",
                                                    "504",
                                                    "410",
                                                    "error 4",
                                                    "error 5",
                                                    "http 4",
                                                    "http error",
                                                    "erreur 4",
                                                    "erreur 5",
                                                    "page not found",
                                                    "not found",
                                                    "page introuvable",
                                                    "page non trouvée",
                                                    "cette page n'existe",
                                                    "la page que vous",
                                                    "the page you",
                                                    "this page isn't",
                                                    "this page does",
                                                    "sorry, this page",
                                                    "sorry, we can't find",
                                                    "oops",
                                                    "access denied",
                                                    "forbidden",
                                                    "accès refusé",
                                                    "internal server error",
                                                    "bad gateway",
                                                    "service unavailable",
                                                    "service temporarily unavailable",
                                                    "service indisponible",
                                                    "site under maintenance",
                                                    "site en maintenance",
                                                    "just a moment",
                                                    "attention required",
                                                    "are you a robot",
                                                    "please verify",
                                                    "security check",
                                                    "one moment, please",
                                                    "ddos-guard",
                                                    "too many requests",
                                                    "页面不存在",
                                                    "页面未找到",
                                                    "找不到页面",
                                                    "您访问的页面",
                                                    "你访问的页面",
                                                    "抱歉，您",
                                                    "对不起，您",
                                                    "无法找到",
                                                    "无法访问",
                                                    "文章不存在",
                                                    "内容不存在",
                                                    "该页面不存在",
                                                    "出错了",
                                                    "服务器错误",
                                                    "系统维护",
                                                    "访问被拒绝",
                                                    "安全验证"};
  if (std::any_of(std::begin(beginnings), std::end(beginnings),
                  [&](std::string_view b) { return std::string_view(s).starts_with(b); }))
    return true;
  static constexpr std::string_view anywhere[] = {
      "page not found", "404 not found", "page introuvable", "error 404",  "erreur 404", "(404)",
      "- 404",          "| 404",         "页面不存在",       "页面未找到", "404页面"};
  return std::any_of(std::begin(anywhere), std::end(anywhere),
                     [&](std::string_view a) { return s.find(a) != std::string::npos; });
}

bool is_headline(const page_outline& page, std::uint32_t i) {
  const auto& item = page.items[i];
  return is_heading(item.kind) && item.below.text >= 15 && page.link_density(i) > 0.8;
}

// A front page's address has no path to speak of.
bool is_front_address(std::string_view url) {
  const auto scheme = url.find("//");
  if (scheme == std::string_view::npos) return false;
  const auto path = url.find('/', scheme + 2);
  if (path == std::string_view::npos) return true;
  const auto rest = url.substr(path + 1);
  return rest.empty() || rest == "index.html" || rest == "index.php" || rest == "fr/" || rest == "en/" || rest == "zh/" ||
         rest == "fr" || rest == "en" || rest == "zh";
}

}  // namespace

page_signs read_headlines(const page_outline& page, const std::vector<std::uint32_t>& body) {
  page_signs signs;
  for (std::uint32_t i = 1; i < page.items.size(); ++i) {
    if (!is_headline(page, i)) continue;
    ++signs.headlines;
    if (!page.items[i].dropped && std::any_of(body.begin(), body.end(), [&](std::uint32_t b) { return page.is_inside(i, b); }))
      ++signs.headlines_in_body;
  }
  return signs;
}

std::uint32_t count_headlines(const page_outline& page, const std::vector<std::uint32_t>& body) {
  std::uint32_t count = 0;
  for (const auto block : body)
    for (auto i = block; i < page.items[block].end;) {
      if (is_headline(page, i) && !page.items[i].dropped) ++count;
      i = page.items[i].dropped ? page.items[i].end : i + 1;
    }
  return count;
}

bool line_asks_for_payment(std::string_view line) {
  static constexpr std::string_view words[] = {"réservé aux abonnés",
                                               "réservée aux abonnés",
                                               "réservé à nos abonnés",
                                               "réservée à nos abonnés",
                                               "abonnez-vous pour lire la suite",
                                               "pour lire la suite de cet article",
                                               "il vous reste",
                                               "subscribe to continue",
                                               "subscribe to read",
                                               "subscribe now to read",
                                               "to continue reading this article",
                                               "to read the full article",
                                               "to read the full story",
                                               "this article is for subscribers",
                                               "this article is reserved for subscribers",
                                               "this content is for subscribers",
                                               "exclusive to subscribers",
                                               "only available to subscribers",
                                               "already a subscriber",
                                               "登录后阅读",
                                               "登录阅读全文",
                                               "登录后查看",
                                               "付费阅读",
                                               "订阅后阅读",
                                               "订阅以阅读",
                                               "购买后阅读",
                                               "剩余内容",
                                               "成为会员阅读",
                                               "开通会员"};
  if (line.size() > 600 || line.size() < 12) return false;
  const auto s = fold(line);
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view w) {
    const auto at = s.find(w);
    return at != std::string::npos && (w != "il vous reste" || s.find("à lire", at) != std::string::npos);
  });
}

bool asks_for_payment(const page_outline& page) {
  int lines_left = 20'000;
  for (std::uint32_t i = 1; i < page.items.size() && lines_left > 0; ++i) {
    const auto& item = page.items[i];
    const bool plain = item.kind == kind::paragraph || item.kind == kind::division || is_heading(item.kind) || item.phrasing;
    if (!plain || item.hidden || item.kind == kind::text || item.end - i >= 12 || item.end <= i + 1) continue;
    --lines_left;
    if (line_asks_for_payment(page.line(i, 800))) return true;
  }
  return false;
}

page_kind judge_page(const extracted_page& page, const page_metadata& known, const page_signs& signs) {
  const auto weight = weight_of(truncate_bytes(page.text, 8192));
  if (weight < longest_error && !known.says_article && names_error(page.title)) return page_kind::error;
  if (weight < longest_error && (names_error(page.text.substr(0, page.text.find('\n'))) && weight < 400)) return page_kind::error;
  if (weight < longest_beginning && (signs.asks_for_payment || (known.is_closed && weight < longest_beginning / 2)))
    return page_kind::stub;
  if (known.says_article) return page_kind::article;
  // A long text with headlines below it, which were left out, is an article all the same.
  const bool announces_only = signs.headlines_left >= 5 || weight < longest_teasers;
  if (signs.headlines_in_body >= 5 && announces_only) return page_kind::list;
  const bool teasers = weight < longest_teasers && (signs.headlines >= 8 || known.says_list);
  if (teasers && (known.says_list || is_front_address(page.url) || signs.headlines_in_body >= 3 || weight < 500))
    return page_kind::list;
  return known.says_list && signs.headlines >= 5 ? page_kind::list : page_kind::article;
}

}  // namespace depeche
