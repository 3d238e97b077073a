// The words by which prose.hpp tells kinds of lines.
#include "base/text.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace depeche {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
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

}  // namespace

bool is_promotion(std::string_view line) {
  if (is_longer(line, 330)) return false;
  const auto s = folded_line(line);
  if (has_any(s, {"扫码关注", "扫码订阅",     "扫码加入",   "扫码下载", "扫一扫",   "扫描下方",   "扫描上方",
                  "扫描右侧", "扫描左侧",     "扫描二维码", "扫描文末", "长按识别", "长按二维码", "關注我們",
                  "关注我们", "关注本公众号", "关注公众号", "欢迎关注", "微信搜索", "掃描",       "掃一掃"}))
    return true;
  if (has_any(s, {"download our app", "get our app", "téléchargez notre appli", "téléchargez l'appli"})) return true;
  if (has_any(s, {"客户端", "客戶端", "app"}) && has_any(s, {"请下载", "下载安装", "点击下载", "更多精彩", "更多内容", "請下載", "點擊下載"}))
    return true;
  const bool target = has_any(s, {"qr", "wechat", "weixin", "微信", "二维码", "公众号", "whatsapp", "telegram", "newsletter",
                                  "facebook", "twitter", "messagerie", "lettre d'information"});
  if (!target) return false;
  if (has_any(s, {"scannez", "nous rejoindre", "rejoignez-nous", "rejoignez nous", "suivez-nous", "suivez nous", "abonnez-vous",
                  "abonnez vous", "inscrivez-vous", "follow us", "join us", "subscribe to our", "sign up for", "sign up to", "关注"}))
    return true;
  return invites(s, "scan the") || invites(s, "scan this") || invites(s, "scan our") || invites(s, "scan to");
}

bool is_cookie_notice(std::string_view line) {
  if (is_longer(line, 900)) return false;
  const auto s = folded_line(line);
  static constexpr std::string_view openings[] = {"we use cookies",
                                                  "this site uses cookies",
                                                  "this website uses cookies",
                                                  "we value your privacy",
                                                  "we and our partners",
                                                  "ce site utilise des cookies",
                                                  "nous utilisons des cookies",
                                                  "en poursuivant votre navigation",
                                                  "le respect de votre vie privée est",
                                                  "nous respectons votre vie privée",
                                                  "nous et nos partenaires",
                                                  "avec votre accord, nos partenaires",
                                                  "本网站使用cookie",
                                                  "本网站使用 cookie",
                                                  "我们使用cookie",
                                                  "我们使用 cookie",
                                                  "本網站使用cookie",
                                                  "本網站使用 cookie",
                                                  "我們使用 cookie"};
  return std::any_of(std::begin(openings), std::end(openings),
                     [&](std::string_view o) { return std::string_view(s).starts_with(o); });
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
                                               "我来说两句",
                                               "点赞",
                                               "在看",
                                               "转发",
                                               "微信",
                                               "微博",
                                               "qq空间",
                                               "click here to subscribe"};
  const auto is_control = [](std::string_view text) {
    return std::find(std::begin(whole), std::end(whole), text) != std::end(whole);
  };
  if (is_control(s)) return true;
  const auto words = split(s, ' ');
  if (words.size() > 1 && std::all_of(words.begin(), words.end(), is_control)) return true;  // "点赞 收藏 在看"
  if (s.starts_with("返回") && s.ends_with("查看更多")) return true;
  static constexpr std::string_view openings[] = {"share on ",
                                                  "share this ",
                                                  "partager cet article",
                                                  "partager l'article",
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
                                                  "related topics:",
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

}  // namespace depeche
