#include "digest/source_title.hpp"
#include "digest/news_samples.hpp"
#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("a feed's long title loses its motto, a short one stays whole") {
  CHECK(short_source_title("Le Progrès - Toute l'actualité de Lyon et de sa région en direct") == "Le Progrès");
  CHECK(short_source_title("The Harrow Gazette | Local news, sport and weather for the sound") == "The Harrow Gazette");
  CHECK(short_source_title("云台日报 - 云台山区新闻、财经、体育、文化与生活资讯的权威发布平台网站首页") == "云台日报");
  CHECK(short_source_title("Radio Val – Infos") == "Radio Val – Infos");
  CHECK(short_source_title("  Le\n Courrier\t du soir ") == "Le Courrier du soir");
}

TEST_CASE("what nobody would call a name is none") {
  for (const auto* title : {"", "  ", "RSS", "rss feed", "https://example.org/rss", "Untitled"}) CHECK(short_source_title(title).empty());
}

TEST_CASE("a source's title is one well-formed line of at most sixty characters, whatever the feed says") {
  seeded_random random(5);
  for (int round = 0; round < 300; ++round) {
    const std::string title = short_source_title(random_text(random, random_below(random, 200)) + "\xFF\x01");
    CHECK(is_utf8(title));
    CHECK(count_code_points(title) <= 60);
    CHECK(title.find_first_of("\n\r\t\x01") == std::string::npos);
  }
}
