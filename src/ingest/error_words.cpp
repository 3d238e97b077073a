#include "ingest/error_words.hpp"

#include "base/utf8.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

namespace depeche {
namespace {

constexpr std::size_t longest_line = 90;  // weight; a headline has no more
constexpr std::size_t longest_name = 40;  // of a site
constexpr std::size_t longest_looked_at = 1000;  // bytes

constexpr std::string_view numbers[] = {"400", "401", "403", "404", "410", "429", "451",
                                        "500", "502", "503", "504", "521", "522"};
constexpr std::string_view number_words[] = {"http error", "http status", "http",     "error code", "error",
                                             "erreur",     "code",        "错误代码", "错误",       "錯誤"};

// What pages say of themselves and headlines don't.
constexpr std::string_view own_words[] = {"error establishing a database connection",
                                          "the page you",
                                          "this page isn't",
                                          "this page does",
                                          "this page could not be found",
                                          "that page can't be found",
                                          "we can't find",
                                          "we couldn't find",
                                          "sorry, this page",
                                          "sorry, we can't find",
                                          "sorry, you have been blocked",
                                          "this article is no longer available",
                                          "this story is no longer available",
                                          "this content is no longer available",
                                          "unavailable due to legal reasons",
                                          "we recognise you are attempting to access",
                                          "we recognize you are attempting to access",
                                          "we have detected unusual activity",
                                          "attention required!",
                                          "are you a robot",
                                          "please verify",
                                          "ddos-guard",
                                          "page non trouvée",
                                          "cette page n'existe",
                                          "la page que vous",
                                          "la page demandée",
                                          "cet article n'est plus disponible",
                                          "cet article n'existe plus",
                                          "ce contenu n'est plus disponible",
                                          "cette page n'est plus disponible",
                                          "une erreur est survenue. ",
                                          "une erreur s'est produite. ",
                                          "您访问的页面",
                                          "您要访问的页面",
                                          "你访问的页面",
                                          "您请求的",
                                          "您查看的页面",
                                          "您所访问的",
                                          "您訪問的頁面",
                                          "抱歉，您",
                                          "抱歉,您",
                                          "对不起，您",
                                          "对不起,您",
                                          "该页面不存在",
                                          "该文章已被删除",
                                          "该文章已删除",
                                          "该文章不存在",
                                          "该内容已被",
                                          "该内容不存在",
                                          "此内容因违规",
                                          "此内容已被",
                                          "文章已被删除",
                                          "该页面已被删除",
                                          "该頁面不存在",
                                          "該文章已被刪除",
                                          "服务器繁忙，请",
                                          "系统繁忙，请"};

// What both say; a page's own when nothing follows.
constexpr std::string_view common_words[] = {"page not found",
                                             "page cannot be found",
                                             "not found",
                                             "access denied",
                                             "access to this page has been denied",
                                             "forbidden",
                                             "unauthorized",
                                             "internal server error",
                                             "server error",
                                             "bad gateway",
                                             "gateway timeout",
                                             "gateway time-out",
                                             "bad request",
                                             "gone",
                                             "service unavailable",
                                             "service temporarily unavailable",
                                             "database error",
                                             "too many requests",
                                             "site under maintenance",
                                             "under maintenance",
                                             "just a moment",
                                             "one moment, please",
                                             "security check",
                                             "attention required",
                                             "oops",
                                             "oups",
                                             "sorry",
                                             "désolé",
                                             "error",
                                             "erreur",
                                             "log in",
                                             "login",
                                             "sign in",
                                             "connexion",
                                             "se connecter",
                                             "page introuvable",
                                             "introuvable",
                                             "accès refusé",
                                             "accès interdit",
                                             "service indisponible",
                                             "site en maintenance",
                                             "une erreur est survenue",
                                             "une erreur s'est produite",
                                             "erreur interne du serveur",
                                             "页面不存在",
                                             "页面未找到",
                                             "页面没有找到",
                                             "页面找不到",
                                             "页面",
                                             "找不到页面",
                                             "找不到该页面",
                                             "頁面不存在",
                                             "找不到頁面",
                                             "无法找到",
                                             "无法访问",
                                             "文章不存在",
                                             "内容不存在",
                                             "出错了",
                                             "抱歉",
                                             "对不起",
                                             "服务器错误",
                                             "服务器繁忙",
                                             "系统繁忙",
                                             "系统维护",
                                             "访问被拒绝",
                                             "安全验证",
                                             "用户登录",
                                             "请登录",
                                             "登录",
                                             "登錄",
                                             "登入",
                                             "错误",
                                             "錯誤"};

constexpr std::string_view about_the_page[] = {
    "home page",  "homepage",    "front page", "this page",    "that page",   "the page you", "requested",    "the url",
    "try again",  "try the search", "javascript", "a robot",   "human",       "captcha",      "security service", "your browser",
    "your connection", "your computer", "your network", "maintenance", "do not have permission", "don't have permission", "not authorized",
    "administrator", "the server",  "password",   "cette page",   "la page que", "la page d'accueil", "page d'accueil", "l'accueil",
    "réessayer",  "revenez",     "votre navigateur", "votre connexion", "permission", "autorisé à", "administrateur", "le serveur",
    "mot de passe", "页面",       "网页",       "頁面",         "首页",        "首頁",         "网址",         "刷新",
    "稍后",       "稍後",        "浏览器",     "服务器",       "管理员",      "权限",         "跳转"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool ends_word(std::string_view rest) { return rest.empty() || (!is_letter(rest[0]) && !is_digit(rest[0])); }

// The longest of the words that the text begins with.
template <std::size_t n>
std::size_t opening(std::string_view text, const std::string_view (&words)[n]) {
  std::size_t longest = 0;
  for (const auto word : words)
    if (word.size() > longest && text.starts_with(word) && ends_word(text.substr(word.size()))) longest = word.size();
  return longest;
}

// "404", "error 404", "http error 502", "错误代码：502".
std::size_t opening_number(std::string_view text) {
  auto at = opening(text, number_words);
  while (at < text.size() && (text[at] == ' ' || text[at] == ':' || text[at] == '#')) ++at;
  if (text.substr(at).starts_with("：")) at += 3;
  const auto number = opening(text.substr(at), numbers);
  return number == 0 ? 0 : at + number;
}

// Between the parts of such a line; a bar or a dash may also stand before the site's name.
struct gap {
  std::size_t size = 0;
  bool mark = false, before_name = false;
};
constexpr std::string_view marks[] = {" ", "-", "–", "—",  "|", "｜", "_", "·", "»", ".", "…", "!",
                                      "！", "。", ",", "，", ":", "：", ";", "?", "(", ")", "[", "]"};
constexpr std::string_view name_marks[] = {"-", "–", "—", "|", "｜", "_", "·", "»"};

gap opening_gap(std::string_view text) {
  gap found;
  for (bool again = true; again;) {
    again = false;
    for (const auto mark : marks)
      if (text.substr(found.size).starts_with(mark)) {
        found.size += mark.size();
        found.mark = found.mark || mark != " ";
        found.before_name =
            found.before_name || std::find(std::begin(name_marks), std::end(name_marks), mark) != std::end(name_marks);
        again = true;
      }
  }
  return found;
}

}  // namespace

error_sign sign_of_error(std::string_view line) {
  const auto folded = folded_line(truncate_bytes(line, longest_looked_at));
  auto rest = std::string_view(folded);
  rest.remove_prefix(opening_gap(rest).size);
  bool named = false;
  gap last;
  while (!rest.empty()) {
    if (std::any_of(std::begin(own_words), std::end(own_words), [&](std::string_view w) { return rest.starts_with(w); }))
      return error_sign::clear;
    const auto number = opening_number(rest), common = opening(rest, common_words);
    if (number == 0 && common == 0) break;
    named = true;
    rest.remove_prefix(std::max(number, common));
    last = opening_gap(rest);
    rest.remove_prefix(last.size);
  }
  if (weight_of(folded) > longest_line) return error_sign::none;
  if (!named) {
    // "Le Fanal - 404", "Blog | Page not found"
    const auto bar = folded.find_last_of("|-");
    const bool behind_name = bar != std::string::npos && bar > 0 && folded[bar - 1] == ' ' && bar < longest_name;
    const bool clear = behind_name && sign_of_error(std::string_view(folded).substr(bar + 1)) == error_sign::clear;
    return clear ? error_sign::clear : error_sign::none;
  }
  if (rest.empty() || (last.before_name && weight_of(rest) <= longest_name)) return error_sign::clear;
  // "403 migrants" counts them.
  return last.mark ? error_sign::possible : error_sign::none;
}

bool speaks_of_the_page(std::string_view text) {
  const auto folded = folded_line(text);
  return std::any_of(std::begin(about_the_page), std::end(about_the_page),
                     [&](std::string_view w) { return folded.find(w) != std::string::npos; });
}

}  // namespace depeche
