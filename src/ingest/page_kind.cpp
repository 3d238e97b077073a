#include "ingest/page_kind.hpp"

#include "base/utf8.hpp"
#include "ingest/error_words.hpp"
#include "ingest/headline.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t longest_error = 1200;    // weight of an error page's text
constexpr std::size_t least_text = 80;        // of an article
constexpr std::size_t longest_notice = 400;  // of one that its title doesn't name
constexpr std::uint32_t least_rows = 5;        // of a list
constexpr std::size_t longest_teasers = 1500;  // of a list's

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

// Headlines begin with the words of errors too: several paragraphs make it a story, unless they speak of the page as well.
bool is_error(const extracted_page& page, const page_metadata& known, const page_signs& signs, std::size_t weight) {
  if (weight >= longest_error) return false;
  const auto first_line = std::string_view(page.text).substr(0, page.text.find('\n'));
  const auto says_so = [](std::string_view line) { return sign_of_error(line) == error_sign::clear; };
  if (weight < longest_notice && (says_so(first_line) || says_so(signs.notice))) return true;
  const auto title = known.says_article ? error_sign::none : sign_of_error(page.title);
  if (title == error_sign::none) return false;
  const bool story = count_prose_paragraphs(page.text) >= 2;
  return title == error_sign::clear ? !story || speaks_of_the_page(page.text) : !story && speaks_of_the_page(page.text);
}

}  // namespace

page_signs read_headlines(const page_outline& page, const std::vector<std::uint32_t>& body) {
  page_signs signs;
  for (std::uint32_t i = 1; i < page.items.size(); ++i) signs.headlines += is_headline(page, i) ? 1 : 0;
  signs.headlines_in_body = count_headlines(page, body);
  return signs;
}

bool is_of_rows(const page_outline& page, const std::vector<std::uint32_t>& blocks) {
  row_count found;
  std::uint32_t letters = 0;
  for (const auto b : blocks) {
    const auto here = count_headline_rows(page, b);
    found.rows += here.rows;
    found.letters += here.letters;
    letters += page.items[b].below.text;
  }
  return found.rows >= least_rows && found.letters * 3ULL > letters * 2ULL;
}

std::string read_notice(const page_outline& page) {
  return page.items.empty() || page.items[0].below.text > longest_notice ? std::string() : page.line(0, 2 * longest_notice);
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
                                               "sign in to continue",
                                               "register to continue",
                                               "subscribe to unlock",
                                               "reached your limit of free",
                                               "reached your free article limit",
                                               "reached your article limit",
                                               "used all your free articles",
                                               "your last free article",
                                               "pour lire la suite, abonnez-vous",
                                               "pour lire la suite abonnez-vous",
                                               "pour lire la suite, connectez-vous",
                                               "pour lire l'intégralité de cet article",
                                               "abonnez-vous pour continuer",
                                               "abonnez-vous pour accéder",
                                               "abonnez-vous pour lire cet article",
                                               "s'abonner pour lire la suite",
                                               "本文为付费",
                                               "订阅后可阅读",
                                               "订阅后可查看",
                                               "登录后可阅读",
                                               "仅限订阅用户",
                                               "仅限会员阅读",
                                               "本文為付費",
                                               "付費閱讀",
                                               "訂閱後閱讀",
                                               "訂閱後可閱讀",
                                               "訂閱以閱讀",
                                               "登入後閱讀",
                                               "登入後可閱讀",
                                               "登入閱讀全文",
                                               "登錄後閱讀",
                                               "僅限訂閱",
                                               "僅限會員閱讀",
                                               "剩餘內容",
                                               "加入會員閱讀",
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
  const auto s = folded_line(line);
  // "Children need time to continue reading" asks for nothing.
  if (s.starts_with("to continue reading")) return true;
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
  if (is_error(page, known, signs, weight)) return page_kind::error;
  if (weight < longest_beginning && (signs.asks_for_payment || (known.is_closed && weight < longest_beginning / 2)))
    return page_kind::stub;
  if (known.says_article) return page_kind::article;
  if ((signs.is_of_rows && count_prose_paragraphs(page.text) < 2) || (signs.has_rows_only && weight < least_text))
    return page_kind::list;
  // A long text with headlines below it, which were left out, is an article all the same.
  const bool announces_only = signs.headlines_left >= 5 || weight < longest_teasers;
  if (signs.headlines_in_body >= 5 && announces_only) return page_kind::list;
  const bool teasers = weight < longest_teasers && (signs.headlines >= 8 || known.says_list);
  if (teasers && (known.says_list || is_front_address(page.url) || signs.headlines_in_body >= 3 || weight < 500))
    return page_kind::list;
  return known.says_list && signs.headlines >= 5 ? page_kind::list : page_kind::article;
}

}  // namespace depeche
