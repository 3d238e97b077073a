// What a digest costs with 10,000 articles in the window, for each language: reading them all, a new article joined to its story, a
// whole digest (select, summarise, relate, render in all forms), and the selections of 100,000 readers with topics of their own.
//   bench_digest [ARTICLES] [READERS]
// One JSON object a line, one a language. The articles are made up: words as frequent as in real texts, four articles an event.
#include "base/localisation.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "digest/build_digest.hpp"
#include "digest/personal.hpp"
#include "digest/render.hpp"
#include "digest/render_card.hpp"
#include "digest/render_draft.hpp"
#include "digest/render_template.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

using namespace depeche;

namespace {

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

// Words of a made-up language that the language's rules read as theirs.
class writer {
 public:
  explicit writer(std::string language) : language_(std::move(language)), random_(7) {
    for (std::size_t i = 0; i < 30'000; ++i) words_.push_back(make_word(i));
  }

  std::string sentence(std::size_t event) {
    const bool wide = language_ == "zh";
    std::string out;
    const std::size_t length = 12 + random_below(random_, 16);
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t kind = random_below(random_, 10);
      std::string word = kind < 3 ? event_word(event, random_below(random_, 12)) : common();
      if (i == 0 && !wide) word[0] = static_cast<char>(word[0] - 'a' + 'A');
      if (i > 0 && !wide) out += ' ';
      out += word;
    }
    return out + (wide ? "。" : ". ");
  }
  std::string title(std::size_t event) {
    std::string out;
    for (std::size_t i = 0; i < 6; ++i) out += (i && language_ != "zh" ? " " : "") + event_word(event, i);
    return out;
  }
  std::string topic() { return words_[200 + random_below(random_, words_.size() - 200)]; }
  random_source& random() { return random_; }

 private:
  std::string make_word(std::size_t i) {
    std::string word;
    if (language_ == "zh") {
      for (std::size_t k = 0; k < 2; ++k) append_code_point(word, static_cast<char32_t>(0x4E00 + random_below(random_, 3500)));
      return word;
    }
    constexpr std::string_view heads = "bcdfglmnprstv", vowels = "aeiou";
    for (std::size_t k = 0; k < 2 + i % 3; ++k) {
      word += heads[random_below(random_, heads.size())];
      word += vowels[random_below(random_, vowels.size())];
    }
    return word;
  }
  std::string event_word(std::size_t event, std::size_t k) const { return words_[(event * 7919 + k * 104'729) % words_.size()]; }
  // The n-th commonest word as often as 1/n.
  const std::string& common() {
    const double u = static_cast<double>(random_below(random_, 1'000'000)) / 1e6;
    return words_[static_cast<std::size_t>(std::pow(static_cast<double>(words_.size()), u)) - 1];
  }

  std::string language_;
  seeded_random random_;
  std::vector<std::string> words_;
};

std::vector<article> write_articles(writer& words, const std::string& language, std::size_t count, timestamp now) {
  std::vector<article> articles;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t event = i / 4;
    article a;
    a.id = article_id{static_cast<std::int64_t>(i + 1)};
    a.source = "source " + std::to_string(i % 40);
    a.key = std::to_string(i);
    a.title = words.title(event);
    a.language = language;
    a.published = a.first_seen = now - std::chrono::seconds{static_cast<long>((count - i) * 12)};
    for (std::size_t s = 0; s < 18; ++s) a.text += words.sentence(event) + (s % 4 == 3 ? "\n\n" : "");
    articles.push_back(std::move(a));
  }
  return articles;
}

double percentile(std::vector<double> of, double share) {
  std::sort(of.begin(), of.end());
  return of[static_cast<std::size_t>(share * static_cast<double>(of.size() - 1))];
}

void measure(const std::string& language, std::size_t count, std::size_t readers) {
  const timestamp now = parse_iso_time("2026-11-23T08:00", "UTC").value();
  writer words(language);
  const auto articles = write_articles(words, language, count + 500, now);
  const std::vector<article> before(articles.begin(), articles.end() - 500);
  edition e;
  e.name = e.account = "bench";
  e.language = language;
  e.window = std::chrono::hours{48};

  news_index index(language);
  double began = cpu_ms();
  index.update(before, now - std::chrono::hours{720});
  const double read = (cpu_ms() - began) / static_cast<double>(before.size());

  std::vector<double> joins;
  for (std::size_t i = before.size(); i < articles.size(); ++i) {
    began = cpu_ms();
    index.add(articles[i]);
    joins.push_back(cpu_ms() - began);
  }

  const template_set templates = template_set::load("").value();
  std::vector<double> digests;
  std::size_t items = 0, bytes = 0;
  for (int round = 0; round < 5; ++round) {
    began = cpu_ms();
    index.update(articles, now - std::chrono::hours{720});
    const built_digest built = build_digest(index, e, articles, {}, now);
    bytes = render_chat_digest(templates, built.made, "Bench", "https://example.org").size();
    for (std::size_t i = 0; i < built.made.items.size(); ++i) bytes += render_chat_item(templates, built.made, i, "https://example.org").size();
    bytes += render_html(templates, built.made, "Bench", "https://example.org").size() + render_json(built.made, "https://example.org").size();
    const news_card card = render_card(templates, built.made, "Bench", "https://example.org");
    bytes += card.title.size() + card.description.size();
    for (const draft_page& page : render_draft(templates, built.made, "Bench", "https://example.org").value()) bytes += page.content.size();
    for (const auto& [keyword, value] : render_template_values(built.made, "Bench", {"thing1", "time2", "thing3"})) bytes += value.size();
    digests.push_back(cpu_ms() - began);
    items = built.made.items.size();
  }

  std::vector<std::size_t> readable;
  for (std::size_t n = 0; n < index.size(); ++n) readable.push_back(n);
  std::vector<reader_wish> wishes(readers);
  for (reader_wish& wish : wishes)
    for (std::size_t k = 0; k < 3; ++k) wish.topics.push_back(words.topic());
  began = cpu_ms();
  const auto stories = weigh_stories(index, readable, e, now);
  personal_selection personal(index, stories);
  std::size_t chosen = 0;
  for (const reader_wish& wish : wishes) chosen += personal.choose(wish).size();
  const double selections = cpu_ms() - began;

  std::printf("{\"language\":\"%s\",\"articles\":%zu,\"read_ms\":%.3f,\"join_ms\":%.3f,\"join_p99_ms\":%.3f,\"digest_ms\":%.1f,\"items\":%zu,"
              "\"bytes\":%zu,\"stories\":%zu,\"readers\":%zu,\"chosen\":%zu,\"selections_s\":%.2f}\n",
              language.c_str(), count, read, percentile(joins, 0.5), percentile(joins, 0.99), percentile(digests, 0.5), items, bytes,
              stories.size(), readers, chosen, selections / 1e3);
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t articles = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10'000;
  const std::size_t readers = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 100'000;
  for (const char* language : {"fr", "en", "zh"}) measure(language, articles, readers);
}
