#include "support/catch.hpp"

#include "net/url.hpp"

using namespace depeche;

TEST_CASE("references are resolved as in RFC 3986, 5.4") {
  const auto base = parse_url("http://a/b/c/d;p?q");
  REQUIRE(base.has_value());
  const char* examples[][2] = {
      {"g", "http://a/b/c/g"},         {"./g", "http://a/b/c/g"},       {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},            {"//g", "http://g/"},            {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},     {"#s", "http://a/b/c/d;p?q"},    {"g#s", "http://a/b/c/g"},
      {"g?y#s", "http://a/b/c/g?y"},   {";x", "http://a/b/c/;x"},       {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y"}, {"", "http://a/b/c/d;p?q"},    {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},         {"..", "http://a/b/"},           {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},        {"../..", "http://a/"},          {"../../", "http://a/"},
      {"../../g", "http://a/g"},       {"../../../g", "http://a/g"},    {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},          {"/../g", "http://a/g"},         {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},       {"g..", "http://a/b/c/g.."},     {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},      {"./g/.", "http://a/b/c/g/"},    {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},    {"g;x=1/./y", "http://a/b/c/g;x=1/y"}, {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"}, {"g?y/../x", "http://a/b/c/g?y/../x"}, {"https://b", "https://b/"},
  };
  for (const auto& [reference, expected] : examples) {
    INFO(reference);
    const auto resolved = resolve_url(*base, reference);
    REQUIRE(resolved.has_value());
    CHECK(resolved->text() == expected);
  }
}

TEST_CASE("a URL is taken apart and put together again") {
  const auto u = parse_url(" HTTPS://Example.COM:8443/a/../b?x=1&y=2#part ");
  REQUIRE(u.has_value());
  CHECK(u->scheme == "https");
  CHECK(u->host == "example.com");
  CHECK(u->port == 8443);
  CHECK(u->target == "/b?x=1&y=2");
  CHECK(u->authority() == "example.com:8443");
  CHECK(u->text() == "https://example.com:8443/b?x=1&y=2");
  CHECK(parse_url("https://a:443")->text() == "https://a/");
  CHECK(parse_url("http://a?x")->text() == "http://a/?x");
  const auto v6 = parse_url("http://[2001:DB8::1]:8080/");
  REQUIRE(v6.has_value());
  CHECK(v6->host == "2001:db8::1");
  CHECK(v6->authority() == "[2001:db8::1]:8080");
}

TEST_CASE("what people write is percent-encoded once") {
  CHECK(parse_url("http://a/b c/é?q=你 x&p=100%")->target == "/b%20c/%C3%A9?q=%E4%BD%A0%20x&p=100%25");
  CHECK(parse_url("http://a/%E4%BD%A0?x=%20")->target == "/%E4%BD%A0?x=%20");
  CHECK(parse_url("http:\\\\a\\b")->text() == "http://a/b");
}

TEST_CASE("host names in other scripts become their ASCII form") {
  CHECK(parse_url("http://例子.测试/新闻")->text() == "http://xn--fsqu00a.xn--0zwm56d/%E6%96%B0%E9%97%BB");
  CHECK(parse_url("https://Élysée.fr/")->host == "xn--lyse-9oad.fr");
  CHECK(parse_url("http://例子。测试/")->host == "xn--fsqu00a.xn--0zwm56d");
  CHECK(parse_url("http://１２７.0.0.1/")->host == "127.0.0.1");
}

TEST_CASE("a full-width sign in a host name never becomes a delimiter of the URL") {
  for (const char* bad : {"http://更新：12/x", "http://news.example：8443/", "http://例子.测试／feed", "http://a.example？x", "http://a＃b/",
                          "http://user＠a.example/", "http://a％2fb/", "http://［::1］/"}) {
    INFO(bad);
    CHECK(parse_url(bad).has_error());
    CHECK(resolve_url(*parse_url("http://a/"), std::string(bad).substr(5)).has_error());
  }
}

TEST_CASE("what cannot be fetched is refused with the reason") {
  for (const char* bad :
       {"", "news", "//a/b", "/a", "ftp://a/", "javascript:alert(1)", "file:///etc/passwd", "http:///x", "http://", "http:a",
        "http://user@a/", "http://user:secret@a/", "http://a:65536/", "http://a:x/", "http://a:0/", "http://a b/", "http://a\tb/",
        "http://a/\x01", "http://a/\xff", "http://[::1", "http://[fe80::1%25lo]/", "http://%61/", "http://a..b/", "http://-a/",
        "http://a<b/", "http://a,b/"}) {
    INFO(bad);
    const auto u = parse_url(bad);
    REQUIRE(u.has_error());
    CHECK(u.error() == errc::invalid_argument);
    CHECK_FALSE(u.error().what.empty());
  }
  CHECK(parse_url("http://a/" + std::string(9000, 'x')).has_error());
  CHECK(parse_url("http://a/" + std::string(5000, ' ') + "x").has_error());
  // A reference within the limit that its base takes over it.
  CHECK(resolve_url(*parse_url("http://a.example.org/b/"), std::string(8190, 'x')).has_error());
  CHECK(parse_url("http://" + std::string(8185, 'a')).has_error());
  const auto base = parse_url("http://a/");
  CHECK(resolve_url(*base, "mailto:someone@example.org").has_error());
  CHECK(resolve_url(*base, "http://u@b/").has_error());
  CHECK(resolve_url(*base, "  /x\n/y ")->text() == "http://a/x/y");
}
