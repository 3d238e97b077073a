// What kind of line a line of text is: part of the article, a headline, an invitation to follow somebody, a credit.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Lower case, white space made single, and the few capitals and quotes that lists of words need to know.
std::string folded_line(std::string_view line);

// "Scannez le code QR ci-contre", "Follow us on WeChat", "扫码关注公众号": never part of an article.
bool is_promotion(std::string_view line);

// "We use cookies ...", "En poursuivant votre navigation, vous acceptez l'utilisation de cookies", "本网站使用 cookie".
bool is_cookie_notice(std::string_view line);

// "Lire aussi :", "Read more:", "相关阅读": the heading of a list of related articles, or a link to one.
bool opens_related(std::string_view line);

// "Source: Xinhua", "责任编辑：王", "© ...": who made it, not what it says.
bool is_credit(std::string_view line);

// "Comments (12)", "Vos réactions", "网友评论": what follows was written by readers.
bool opens_comments(std::string_view line);

// "Print", "Partager", "字号", "Advertisement", "Temps de lecture : 3 min": what a page says around an article.
bool is_page_control(std::string_view line);

// How the line ends, closing quotes and brackets aside.
enum class ending { full_stop, question, open, none };
ending ending_of(std::string_view line);

// Paragraphs of a text that are sentences: no headings, notes or headlines.
std::size_t count_prose_paragraphs(std::string_view text);

// Code points, Han characters counted three times: what a reader takes as length.
std::size_t weight_of(std::string_view line);
// The same question of a line that may be long.
bool is_longer(std::string_view line, std::size_t weight);

// The first sentence; all of it when it is one. Initials and abbreviations don't end one.
std::string first_sentence(std::string_view text);
// A title for a text that has none: its first sentence, of a long one the words that fit into 400 bytes, with "…".
std::string title_out_of(std::string_view text);

}  // namespace depeche
