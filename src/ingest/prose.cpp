#include "ingest/prose.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace depeche {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
}

bool is_longer(std::string_view line, std::size_t weight) {
  // A letter weighs at least a quarter of its bytes, and no more than all of them.
  return line.size() > weight && (line.size() > weight * 4 || weight_of(line) > weight);
}

// A word of invitation at the head of a clause: "scan the code", "please scan"; not "users can scan".
bool invites(std::string_view text, std::string_view verb) {
  for (auto at = text.find(verb); at != std::string_view::npos; at = text.find(verb, at + 1)) {
    const auto before = trim(text.substr(0, at));
    if (before.empty() || before.ends_with("please") || std::string_view(".,:;!?").find(before.back()) != std::string_view::npos)
      return true;
  }
  return false;
}

bool is_closing(char32_t c) {
  return std::u32string_view(U"\"'”’»）)]】」』》 \u00A0\u202F").find(c) != std::u32string_view::npos;
}

std::vector<char32_t> code_points(std::string_view s) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < s.size();) out.push_back(next_code_point(s, i));
  return out;
}

// The word that ends at byte `end`, without its full stop; of a longer one than any abbreviation its last bytes, since a hostile page may
// be one word of megabytes with a full stop every few letters.
std::string_view word_before(std::string_view text, std::size_t end) {
  constexpr std::size_t most = 64;
  if (end > most) {
    text = text.substr(end - most);
    end = most;
  }
  const auto begin = text.find_last_of(" \t\n('\"", end == 0 ? 0 : end - 1);
  return text.substr(begin == std::string_view::npos ? 0 : begin + 1, end - (begin == std::string_view::npos ? 0 : begin + 1));
}

bool is_abbreviation(std::string_view word) {
  if (count_code_points(word) <= 1) return true;
  if (word.find('.') != std::string_view::npos) return true;  // "U.S", "p.m"
  const std::string lower = ascii_lower(word);
  static constexpr std::string_view known[] = {"mr",   "mrs", "ms",  "dr",  "prof", "st", "ste",  "mm",  "mme",
                                               "mlle", "jr",  "sr",  "gen", "col",  "lt", "sen",  "rep", "gov",
                                               "no",   "vs",  "etc", "inc", "ltd",  "co", "corp", "art", "av"};
  return std::find(std::begin(known), std::end(known), lower) != std::end(known);
}

}  // namespace

std::string folded_line(std::string_view line) {
  std::string s;
  s.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const auto two = line.substr(i, 2);
    if (c == ' ' || (c >= '\t' && c <= '\r') || two == "\u00A0") {
      if (!s.empty() && s.back() != ' ') s += ' ';
      i += two == "\u00A0" ? 1 : 0;
    } else if (c >= 'A' && c <= 'Z') {
      s += static_cast<char>(c - 'A' + 'a');
    } else if (two == "À" || two == "É") {
      s += two == "À" ? "à" : "é";
      ++i;
    } else if (line.substr(i, 3) == "’") {
      s += '\'';
      i += 2;
    } else {
      s += c;
    }
  }
  if (!s.empty() && s.back() == ' ') s.pop_back();
  return s;
}

bool is_promotion(std::string_view line) {
  if (is_longer(line, 330)) return false;
  const auto s = folded_line(line);
  if (has_any(s, {"扫码关注", "扫码订阅",     "扫码加入",   "扫码下载", "扫一扫",   "扫描下方",   "扫描上方",
                  "扫描右侧", "扫描左侧",     "扫描二维码", "扫描文末", "长按识别", "长按二维码", "關注我們",
                  "关注我们", "关注本公众号", "关注公众号", "欢迎关注", "微信搜索", "掃描",       "掃一掃"}))
    return true;
  const bool target = has_any(s, {"qr", "wechat", "weixin", "微信", "二维码", "公众号", "whatsapp", "telegram", "newsletter",
                                  "facebook", "twitter", "messagerie", "lettre d'information"});
  if (!target) return false;
  if (has_any(s, {"scannez", "nous rejoindre", "rejoignez-nous", "rejoignez nous", "suivez-nous", "suivez nous", "abonnez-vous",
                  "abonnez vous", "inscrivez-vous", "follow us", "join us", "subscribe to our", "sign up for", "关注"}))
    return true;
  return invites(s, "scan the") || invites(s, "scan this") || invites(s, "scan our") || invites(s, "scan to");
}

bool opens_related(std::string_view line) {
  if (is_longer(line, 330)) return false;
  const auto whole = folded_line(line);
  auto s = std::string_view(whole);
  // Arrows and brackets in front say nothing.
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {" ", ">", "»", "›", "▶", "►", "→", "•", "|", "-", "–", "—", "[", "【", "+", "*"})
      if (s.starts_with(mark)) {
        s.remove_prefix(mark.size());
        again = true;
      }
  }
  static constexpr std::string_view openings[] = {"lire aussi",
                                                  "à lire aussi",
                                                  "a lire aussi",
                                                  "à lire également",
                                                  "lire également",
                                                  "voir aussi",
                                                  "sur le même sujet",
                                                  "articles liés",
                                                  "articles similaires",
                                                  "à découvrir",
                                                  "dans la même rubrique",
                                                  "sur le même thème",
                                                  "à voir aussi",
                                                  "vous aimerez aussi",
                                                  "articles recommandés",
                                                  "nos articles recommandés",
                                                  "read also",
                                                  "read next",
                                                  "read more",
                                                  "also read",
                                                  "related",
                                                  "see also",
                                                  "more on this",
                                                  "more stories",
                                                  "you may also like",
                                                  "you might also like",
                                                  "recommended",
                                                  "相关阅读",
                                                  "相关新闻",
                                                  "相关链接",
                                                  "猜你喜欢",
                                                  "为您推荐",
                                                  "热门推荐",
                                                  "相關閱讀",
                                                  "相關文章",
                                                  "相關報導",
                                                  "相關連結",
                                                  "推薦閱讀",
                                                  "更多新聞",
                                                  "相关文章",
                                                  "相关报道",
                                                  "延伸阅读",
                                                  "推荐阅读",
                                                  "更多新闻",
                                                  "热门文章",
                                                  "相關新聞",
                                                  "延伸閱讀"};
  return std::any_of(std::begin(openings), std::end(openings), [&](std::string_view o) { return s.starts_with(o); });
}

bool is_credit(std::string_view line) {
  if (is_longer(line, 180)) return false;
  const auto s = folded_line(line);
  static constexpr std::string_view openings[] = {
      "source:",  "source :",   "sources:",  "sources :", "crédit",     "credit:",   "photo:",     "photo :",
      "©",        "(c) ",       "copyright", "rédacteur", "(rédacteur", "editor:",   "(editor",    "来源",
      "责任编辑", "（责任编辑", "(责任编辑", "编辑",      "（编辑",     "[责任编辑", "【责任编辑", "责编",
      "（责编",   "來源",       "責任編輯",  "特别声明",  "声明：",     "声明:",     "免责声明",   "版权声明",
      "（作者",   "(作者",    "原标题",   "（原标题",   "本文来源",  "原文链接",  "转载请注明", "©",         "重要声明"};
  return std::any_of(std::begin(openings), std::end(openings),
                     [&](std::string_view o) { return std::string_view(s).starts_with(o); });
}

bool opens_comments(std::string_view line) {
  if (is_longer(line, 60)) return false;
  auto s = folded_line(line);
  // Their number says nothing.
  std::erase_if(s, [](char c) { return (c >= '0' && c <= '9') || c == '(' || c == ')' || c == ':'; });
  const auto words = trim(s);
  static constexpr std::string_view headings[] = {"comments",
                                                  "comment",
                                                  "leave a comment",
                                                  "leave a reply",
                                                  "join the conversation",
                                                  "join the discussion",
                                                  "add a comment",
                                                  "post a comment",
                                                  "reader comments",
                                                  "view comments",
                                                  "responses",
                                                  "commentaires",
                                                  "commentaire",
                                                  "vos commentaires",
                                                  "vos réactions",
                                                  "réactions",
                                                  "laisser un commentaire",
                                                  "réagir à cet article",
                                                  "网友评论",
                                                  "评论",
                                                  "最新评论",
                                                  "热门评论",
                                                  "全部评论",
                                                  "发表评论",
                                                  "網友評論",
                                                  "读者评论",
                                                  "comments on this entry",
                                                  "no comments yet"};
  return std::any_of(std::begin(headings), std::end(headings), [&](std::string_view h) { return words == h; });
}

bool is_page_control(std::string_view line) {
  if (is_longer(line, 120)) return false;
  const auto weight = weight_of(line);
  const auto s = folded_line(line);
  static constexpr std::string_view whole[] = {"advertisement",
                                               "advertising",
                                               "publicité",
                                               "annonce",
                                               "广告",
                                               "廣告",
                                               "print",
                                               "email",
                                               "e-mail",
                                               "share",
                                               "share this",
                                               "tweet",
                                               "comments",
                                               "imprimer",
                                               "partager",
                                               "réagir",
                                               "envoyer",
                                               "envoyer par mail",
                                               "facebook",
                                               "twitter",
                                               "whatsapp",
                                               "linkedin",
                                               "partager sur facebook",
                                               "打印",
                                               "分享",
                                               "收藏",
                                               "评论",
                                               "字号",
                                               "分享到",
                                               "分享到：",
                                               "大",
                                               "中",
                                               "小",
                                               "continue reading the main story",
                                               "story continues below advertisement",
                                               "article continues below",
                                               "back to top",
                                               "haut de page",
                                               "返回顶部",
                                               "image copyright",
                                               "media caption",
                                               "skip",
                                               "close",
                                               "fermer",
                                               "关闭",
                                               "ajouter à vos favoris",
                                               "lire plus tard",
                                               "nos lecteurs lisent ensuite",
                                               "vos réactions",
                                               "我要评论",
                                               "我来说两句"};
  if (std::any_of(std::begin(whole), std::end(whole), [&](std::string_view w) { return s == w; })) return true;
  static constexpr std::string_view openings[] = {"share on ",
                                                  "share this ",
                                                  "partager cet article",
                                                  "partager sur ",
                                                  "temps de lecture",
                                                  "lecture : ",
                                                  "filed under",
                                                  "tags:",
                                                  "tags :",
                                                  "mots-clés",
                                                  "tagged:",
                                                  "posted in ",
                                                  "classé dans",
                                                  "topics:",
                                                  "字号：",
                                                  "分享到",
                                                  "关键词：",
                                                  "标签：",
                                                  "阅读(",
                                                  "点击数",
                                                  "浏览次数",
                                                  "advertisement ",
                                                  "this article was originally published",
                                                  "la suite est réservée",
                                                  "il vous reste "};
  return weight < 90 &&
         std::any_of(
             std::begin(openings), std::end(openings), [&](std::string_view o) { return std::string_view(s).starts_with(o); });
}

ending ending_of(std::string_view line) {
  auto points = code_points(trim(line));
  while (!points.empty() && is_closing(points.back())) points.pop_back();
  if (points.empty()) return ending::none;
  const char32_t last = points.back();
  if (std::u32string_view(U".。…！!").find(last) != std::u32string_view::npos) return ending::full_stop;
  if (last == U'?' || last == U'？') return ending::question;
  if (std::u32string_view(U":：,，;；、").find(last) != std::u32string_view::npos) return ending::open;
  return ending::none;
}

std::size_t count_prose_paragraphs(std::string_view text) {
  constexpr std::size_t least = 60;  // weight
  std::size_t count = 0;
  for (const auto line : split(text, '\n'))
    if (is_longer(line, least) && ending_of(line.size() > 200 ? line.substr(line.size() - 200) : line) == ending::full_stop) ++count;
  return count;
}

std::size_t weight_of(std::string_view line) {
  std::size_t weight = 0;
  for (std::size_t i = 0; i < line.size();) weight += is_cjk(next_code_point(line, i)) ? 3 : 1;
  return weight;
}

std::string first_sentence(std::string_view text) {
  const auto line = squeeze_space(text);
  const std::string_view view = line;
  for (std::size_t i = 0; i < view.size();) {
    const std::size_t at = i;
    const char32_t c = next_code_point(view, i);
    const bool wide = c == U'。' || c == U'！' || c == U'？';
    if (!wide && c != U'.' && c != U'!' && c != U'?' && c != U'…') continue;
    if (c == U'.' && is_abbreviation(word_before(view, at))) continue;
    // The sentence's closing quotes belong to it.
    while (i < view.size() && view[i] != ' ') {
      std::size_t next = i;
      if (!is_closing(next_code_point(view, next))) break;
      i = next;
    }
    if (wide || i >= view.size() || view[i] == ' ') return line.substr(0, i);
  }
  return line;
}

std::string title_out_of(std::string_view text) {
  constexpr std::size_t most = 400;
  std::string sentence = first_sentence(text);
  if (sentence.size() <= most) return sentence;
  constexpr std::string_view ellipsis = "…";
  std::string_view kept = truncate_bytes(sentence, most - ellipsis.size());
  if (const auto blank = kept.rfind(' '); blank != std::string_view::npos && blank > most / 2) kept = kept.substr(0, blank);
  return std::string(kept).append(ellipsis);
}

}  // namespace depeche
