// Articles, digests and random text for the tests of digest/.
#pragma once

#include "base/localisation.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "news/article.hpp"
#include "news/edition.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace depeche {

inline std::string read_data(const std::string& name) {
  std::ifstream in(std::string(DEPECHE_TEST_DATA) + "/digest/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline timestamp at(std::string_view text) { return parse_iso_time(text, "Europe/Paris").value(); }

inline article make_article(std::int64_t id, std::string source, std::string title, std::string text, timestamp published) {
  article a;
  a.id = article_id{id};
  a.source = std::move(source);
  a.key = std::to_string(id);
  a.title = std::move(title);
  a.text = std::move(text);
  a.published = published;
  a.first_seen = published;
  return a;
}

inline std::vector<article> read_articles(const std::string& language) {
  std::vector<article> articles;
  for (const auto& entry : nlohmann::json::parse(read_data(language + ".json"))) {
    auto a = make_article(entry.at("id"), entry.at("source"), entry.at("title"), entry.at("text"),
                          at(entry.at("published").get<std::string>()));
    a.language = language;
    a.url = entry.at("url");
    articles.push_back(std::move(a));
  }
  return articles;
}

inline edition make_edition(std::string language) {
  edition e;
  e.name = "morning";
  e.account = "main";
  e.language = std::move(language);
  e.zone = e.language == "zh" ? "Asia/Shanghai" : "Europe/Paris";
  return e;
}

// Well-formed text of any characters, with many that rules look at.
inline std::string random_text(random_source& random, std::size_t characters) {
  static const std::u32string liked = U"  \n\n..!?,;:«»“”‘’\"'()<>/aAàéMLd中国的。！？，“”…—0123456789\u200D\u0301\u202E\U0001F600\U0001F468";
  std::string out;
  for (std::size_t i = 0; i < characters; ++i) {
    const auto kind = random_below(random, 10);
    if (kind < 7) append_code_point(out, liked[random_below(random, liked.size())]);
    else if (kind == 7) out += random_below(random, 2) ? "<a href=\"https://x.y/z\">mot</a>" : " word ";
    else append_code_point(out, static_cast<char32_t>(0x20 + random_below(random, kind == 8 ? 0x2000 : 0x10FFE0)));
  }
  return out;
}

}  // namespace depeche
