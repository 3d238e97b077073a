#include "ingest/regular_html.hpp"

#include "ingest/html_sanitiser.hpp"
#include "support/catch.hpp"

#include <random>

using namespace depeche;

namespace {

constexpr std::string_view base = "https://gazette.example/port/";

std::string regular(std::string_view html) { return sanitise_regular_html(html, base).value_or("not regular"); }

// Fragments such as programs write, and a little worse.
class fragment_maker {
 public:
  explicit fragment_maker(unsigned seed) : random_(seed) {}

  std::string next() {
    std::string out;
    for (int i = pick(1, 6); i > 0; --i) out += pick(0, 5) == 0 ? words() : block(0);
    return out;
  }

 private:
  int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  template <std::size_t n>
  std::string one_of(const char* const (&list)[n]) {
    return list[static_cast<std::size_t>(pick(0, static_cast<int>(n) - 1))];
  }

  std::string words() {
    return one_of({"Le port rouvre. ", "The quay ", "码头重新开放。", "&amp; ",       "&nbsp;",     "&eacute;t&eacute; ",
                   "&#8217;",          "&#x4e2d;",  "&#150;",         "& ",           "&inconnu; ", " \n ",
                   "\"quoted\" ",      "it's ",     "\xEF\xBB\xBF",   "\xE3\x80\x80", "3 > 2 ",     "a < b ",
                   "&lt;b&gt; ",       "\r\n",      "&copy 2 ",       "\xEF\xBC\x9A"});
  }
  std::string tag(const std::string& name) {
    std::string out = "<" + name;
    for (int i = pick(0, 2); i > 0; --i)
      out += one_of({" href=\"/quai?a=1&amp;b=2#c\"", " href='https://x.example/%C3%A9'", " src=\"//cdn.example/i.jpg\"",
                     " src=\"i.jpg\"", " alt=\" a  b \"", " class=\"lead\"", " width=\"1\"", " height=\"20\"", " colspan=\"2\"",
                     " data-src=\"/lazy.jpg\"", " HREF=\"../up\"", " hidden", " onclick=\"x()\"", " href=\"javascript:x()\"",
                     " href=\"/a\" href=\"/b\"", " alt=\"码头：一\"", " width=10", " title=\"a>b\"",
                     " href=\"http://A.example:80/b c\""});
    return out + ">";
  }
  std::string phrase(int depth) {
    if (depth > 4 || pick(0, 2) == 0) return words();
    if (pick(0, 5) == 0) return tag(one_of({"br", "img"}));
    const auto name = one_of({"a", "b", "em", "strong", "span", "i", "sup", "code", "mark"});
    return tag(name) + phrase(depth + 1) + words() + "</" + name + ">";
  }
  std::string block(int depth) {
    if (pick(0, 7) == 0)
      return one_of({"<hr>", "<hr/>", "<br />", "<p>", "</p>", "<!-- x -->", "<script>x</script>", "<dl><dt>x</dt></dl>"});
    if (depth < 3 && pick(0, 2) == 0) {
      const auto name = one_of({"div", "blockquote", "section", "figure", "li", "td"});
      return tag(name) + block(depth + 1) + words() + "</" + name + ">";
    }
    if (depth < 3 && pick(0, 5) == 0)
      return "<ul>\n<li>" + phrase(2) + "</li>" + words() + "<li>" + block(depth + 1) + "</li></ul>";
    if (depth < 3 && pick(0, 7) == 0) return tag("table") + "<tr>" + tag("td") + phrase(2) + "</td></tr></table>";
    const auto name = one_of({"p", "p", "p", "h2", "h3"});
    return tag(name) + phrase(0) + phrase(0) + "</" + name + ">" + one_of({"", "\n", " x "});
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("regular HTML is sanitised in one pass") {
  CHECK(regular("<p>Le port &amp; la ville</p>\n<p>Ouvert</p>") == "<p>Le port &amp; la ville</p>\n<p>Ouvert</p>");
  CHECK(regular("<P CLASS='lead'>码头<BR/>重新开放</P>") == "<p>码头<br>重新开放</p>");
  CHECK(regular("<a href=\"/quai\" onclick=\"x()\">quai</a>") ==
        "<a href=\"https://gazette.example/quai\" rel=\"noopener noreferrer nofollow\">quai</a>");
  CHECK(regular("<p><span>nu</span><em></em></p>") == "<p>nu</p>");
  CHECK(regular("<ul>\n<li>a</li>\n<li>b</li>\n</ul>") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
  CHECK(regular("Text first<p>then more</p>and more") == "<p>Text first</p><p>then more</p>and more");
  CHECK(regular("<img data-src=\"/late.jpg\" alt=\"x\"><img src=\"/p.gif\" width=\"1\">") ==
        "<img src=\"https://gazette.example/late.jpg\" alt=\"x\">");
}

TEST_CASE("what is not regular is left to the tree") {
  for (const char* html : {"<p>a",
                           "<p>a<p>b</p>",
                           "<b><i>x</b></i>",
                           "<p><div>x</div></p>",
                           "<script>x</script>",
                           "<!-- c --><p>x</p>",
                           "<li>x</li>",
                           "<a href=x>y</a>",
                           "</p>",
                           "\xEF\xBB\xBF\xEF\xBB\xBF<p>a</p>",
                           "<p/>x",
                           "<a><a>x</a></a>",
                           "x < y",
                           "<p>&#150;</p>",
                           "<p>a\x01</p>",
                           "<p>\xEF\xBF\xBF</p>",
                           "<dl><dt>x</dt></dl>",
                           "<p title=\"x>y</p>",
                           "<",
                           "<p",
                           "&#"}) {
    INFO(html);
    CHECK_FALSE(sanitise_regular_html(html, base).has_value());
  }
}

TEST_CASE("one pass gives the same bytes as the tree") {
  fragment_maker make(20261129);
  std::size_t taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto html = make.next();
    const auto fast = sanitise_regular_html(html, base);
    if (!fast) continue;
    ++taken;
    if (*fast == sanitise_any_html(html, base)) continue;
    INFO(html);
    CHECK(*fast == sanitise_any_html(html, base));
    break;
  }
  CHECK(taken > 1'000);
}
