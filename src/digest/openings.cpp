#include "digest/openings.hpp"

#include "base/utf8.hpp"
#include "digest/break_iterator.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace depeche {
namespace {

using namespace std::string_view_literals;

constexpr std::array french = {
    "il"sv,  "elle"sv, "ils"sv, "elles"sv, "ce"sv, "cet"sv, "cette"sv, "ces"sv, "cela"sv, "c'est"sv, "c'était"sv, "celui-ci"sv, "celle-ci"sv,
    "ceux-ci"sv, "celles-ci"sv, "son"sv, "sa"sv, "ses"sv, "leur"sv, "leurs"sv, "mais"sv, "et"sv, "or"sv, "puis"sv, "ensuite"sv, "enfin"sv,
    "ainsi"sv, "aussi"sv, "alors"sv, "cependant"sv, "toutefois"sv, "pourtant"sv, "néanmoins"sv, "par ailleurs"sv, "en outre"sv,
    "de plus"sv, "de même"sv, "en effet"sv, "en revanche"sv, "au contraire"sv, "d'ailleurs"sv, "d'autre part"sv, "d'une part"sv,
    "de son côté"sv, "de leur côté"sv, "pour sa part"sv, "pour leur part"sv, "quant à"sv, "à l'inverse"sv, "par exemple"sv, "une fois"sv,
    "selon lui"sv, "selon elle"sv, "là"sv, "parmi eux"sv, "dans ce cadre"sv, "dans le même temps"sv, "à ce titre"sv, "un peu plus tard"sv,
    "lui"sv, "eux"sv, "ceci"sv, "tous deux"sv, "toutes deux"sv, "par conséquent"sv, "c'est pourquoi"sv, "donc"sv, "car"sv, "dès lors"sv, "du coup"sv,
    "autrement dit"sv, "à son tour"sv, "à leur tour"sv, "comme lui"sv, "comme elle"sv, "malgré cela"sv, "depuis lors"sv, "depuis,"sv, "après quoi"sv,
    "tout cela"sv, "d'où"sv, "ni l'un"sv, "l'autre"sv};
constexpr std::array english = {
    "he"sv, "she"sv, "it"sv, "they"sv, "his"sv, "her"sv, "its"sv, "their"sv, "this"sv, "these"sv, "that"sv, "those"sv, "but"sv, "and"sv,
    "so"sv, "then"sv, "or"sv, "yet"sv, "however"sv, "meanwhile"sv, "moreover"sv, "furthermore"sv, "also"sv, "still"sv, "instead"sv, "thus"sv,
    "therefore"sv, "nevertheless"sv, "nonetheless"sv, "otherwise"sv, "in addition"sv, "in contrast"sv, "by contrast"sv, "as a result"sv,
    "for example"sv, "for instance"sv, "for his part"sv, "for her part"sv, "on the other hand"sv, "of these"sv, "among them"sv,
    "earlier"sv, "later"sv, "afterwards"sv, "such"sv, "there"sv, "the latter"sv, "the former"sv, "another"sv, "others"sv,
    "both"sv, "neither"sv, "consequently"sv, "besides"sv, "likewise"sv, "similarly"sv, "indeed"sv, "in turn"sv, "hence"sv, "nor"sv, "in fact"sv, "since then"sv,
    "until then"sv, "by then"sv, "in the meantime"sv, "at the same time"sv, "on the contrary"sv, "that said"sv, "as such"sv, "because of this"sv, "for this"sv,
    "one of them"sv, "some of them"sv, "most of them"sv, "all of them"sv};
constexpr std::array chinese = {
    "对此"sv, "他"sv, "她"sv, "它"sv, "然而"sv, "不过"sv, "同时"sv, "此外"sv, "另外"sv, "因此"sv, "所以"sv, "其中"sv, "该"sv, "这"sv, "此"sv,
    "其"sv, "随后"sv, "之后"sv, "与此同时"sv, "于是"sv, "例如"sv, "比如"sv, "反之"sv, "一方面"sv, "另一方面"sv, "总之"sv, "换句话说"sv,
    "但是"sv, "而且"sv, "那么"sv, "那些"sv, "那个"sv, "也是"sv, "也有"sv, "并且"sv, "并非"sv, "并不"sv,
    "對此"sv, "不過"sv, "同時"sv, "該"sv, "這"sv, "隨後"sv, "之後"sv, "與此同時"sv, "於是"sv, "總之"sv, "換句話說"sv, "那麼"sv, "那個"sv, "並且"sv,
    "並非"sv, "並不"sv, "也就是說"sv, "也就是说"sv, "据此"sv, "據此"sv, "为此"sv, "為此"sv, "双方"sv, "雙方"sv};
// These begin other words as well: 也门 is Yemen, 并购 a take-over.
constexpr std::array chinese_alone = {"但"sv, "而"sv, "那"sv, "也"sv, "并"sv, "且"sv};
constexpr std::array furniture = {
    "lire aussi"sv, "à lire"sv, "lire également"sv, "lire la suite"sv, "voir aussi"sv, "abonnez-vous"sv, "inscrivez-vous"sv, "cliquez"sv,
    "crédit photo"sv, "suivez-nous"sv, "newsletter"sv, "read more"sv, "read also"sv, "also read"sv, "see also"sv, "click here"sv,
    "sign up"sv, "subscribe"sv, "follow us"sv, "photo:"sv, "advertisement"sv, "copyright"sv, "©"sv, "点击"sv, "扫码"sv, "扫描二维码"sv,
    "责任编辑"sv, "编辑："sv, "来源："sv, "更多阅读"sv, "延伸阅读"sv, "欢迎关注"sv, "原标题"sv};

// The beginning in lower case, with plain apostrophes and without opening marks.
std::string beginning(std::string_view sentence) {
  std::string out;
  for (std::size_t pos = 0; pos < sentence.size() && out.size() < 64;) {
    const char32_t c = next_code_point(sentence, pos);
    if (out.empty() && !u_isalnum(static_cast<UChar32>(c)) && c != U'©') continue;
    append_code_point(out, c == U'’' ? U'\'' : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
  return out;
}

bool starts_with_any(std::string_view text, std::span<const std::string_view> words, bool whole_words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    if (!text.starts_with(word)) return false;
    std::size_t next = word.size();
    if (!whole_words || next == text.size()) return true;
    const char32_t c = next_code_point(text, next);
    return !u_isalnum(static_cast<UChar32>(c)) && c != U'-' && c != U'\'';
  });
}

std::string_view first_word(std::string_view text) {
  std::string_view word;
  each_piece(text, boundary::word, [&](std::size_t begin, std::size_t end, bool is_word) {
    if (word.empty() && is_word) word = text.substr(begin, end - begin);
  });
  return word;
}

}  // namespace

bool leans_back(std::string_view sentence, std::string_view language) {
  const std::string text = beginning(sentence);
  if (language == "fr") return starts_with_any(text, french, true) || sentence.find("de son côté") != sentence.npos;
  if (language == "zh") return starts_with_any(text, chinese, false) || std::ranges::find(chinese_alone, first_word(text)) != chinese_alone.end();
  return starts_with_any(text, english, true);
}

bool is_furniture(std::string_view sentence) { return starts_with_any(beginning(sentence), furniture, false); }

}  // namespace depeche
