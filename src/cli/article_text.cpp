#include "cli/article_text.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "digest/near_duplicate.hpp"
#include "digest/news_index.hpp"
#include "digest/relate.hpp"
#include "ingest/language.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace depeche {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t line_limit = 32 << 20;
constexpr int depth_limit = 64;

enum class line_state { read, too_long, none };

line_state read_line(std::istream& in, std::string& line) {
  line.clear();
  auto& buffer = *in.rdbuf();
  bool any = false, too_long = false;
  for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
    any = true;
    if (c == '\n') break;
    if (line.size() < line_limit) line += static_cast<char>(c);
    else too_long = true;
  }
  return !any ? line_state::none : too_long ? line_state::too_long : line_state::read;
}

[[noreturn]] void malformed(std::string what) { throw failure(fail(errc::invalid_argument, std::move(what))); }

json parse(const std::string& line) {
  const auto shallow = [](int depth, json::parse_event_t, json&) {
    if (depth > depth_limit) malformed("JSON nested too deep");
    return true;
  };
  json value;
  try {
    value = json::parse(repair_utf8(line), shallow);
  } catch (const json::exception&) {
    malformed("not JSON");
  }
  if (!value.is_object()) malformed("not a JSON object");
  if (!value.contains("id")) malformed("\"id\" is missing");
  return value;
}

std::string text_of(const json& object, const char* name, bool needed) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    if (needed) malformed("\"" + std::string(name) + "\" is missing");
    return {};
  }
  if (!found->is_string()) malformed("\"" + std::string(name) + "\" is not a string");
  return found->get<std::string>();
}

void write(std::ostream& out, const ordered_json& value) {
  out << value.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

double rounded(double score) { return std::round(score * 10'000) / 10'000; }

// Calls `each` with every line's object; complains about those that it or the parser refuses.
std::size_t each_line(std::istream& in, std::ostream& complaints, std::string_view command, const std::function<void(const json&)>& each) {
  std::size_t refused = 0, n = 0;
  std::string line;
  for (line_state state = read_line(in, line); state != line_state::none; state = read_line(in, line)) {
    ++n;
    if (state == line_state::read && trim(line).empty()) continue;
    try {
      if (state == line_state::too_long) malformed("longer than 32 MiB");
      each(parse(line));
    } catch (const failure& why) {
      ++refused;
      complaints << "depeche: article " << command << ": line " << n << ": " << to_line(why.reason()) << '\n';
    }
  }
  return refused;
}

std::vector<std::string> docs_of(const json& object) {
  const json& docs = object.at("docs");
  if (!docs.is_array()) malformed("\"docs\" is not an array");
  std::vector<std::string> texts;
  for (const json& doc : docs) {
    if (doc.is_string()) texts.push_back(doc.get<std::string>());
    else if (doc.is_object()) texts.push_back(text_of(doc, "text", true));
    else malformed("a member of \"docs\" is neither a string nor an object");
  }
  return texts;
}

// A line's own limits stand before the command's.
summary_wish wish_of(const json& line, summary_wish wish) {
  const auto take = [&](const char* name, std::size_t& limit) {
    const auto found = line.find(name);
    if (found == line.end() || found->is_null()) return false;
    if (!found->is_number_unsigned()) malformed("\"" + std::string(name) + "\" is not a whole number");
    limit = found->get<std::size_t>();
    return true;
  };
  const bool sentences = take("sentences", wish.sentences);
  const bool words = take("max_words", wish.words), bytes = take("max_bytes", wish.bytes);
  if (!sentences && (words || bytes)) wish.sentences = 0;
  return wish;
}

// What `relate` holds of one language: articles of different languages are not compared.
struct shelf {
  explicit shelf(std::string_view language) : index(language) {}
  news_index index;
  std::vector<json> ids;
  std::vector<bool> dated;
};

std::optional<std::chrono::milliseconds> apart(const shelf& s, std::size_t a, std::size_t b) {
  if (!s.dated[a] || !s.dated[b]) return {};
  return std::chrono::abs(s.index.at(a).time - s.index.at(b).time);
}

ordered_json related_of(const shelf& s, std::size_t of, std::size_t top) {
  auto near = s.index.kin(of, top + top / 2 + 4);
  const auto rank = [&](const neighbour& n) { return relevance(n.rank, apart(s, of, n.document)); };
  std::sort(near.begin(), near.end(), [&](const neighbour& a, const neighbour& b) {
    return std::pair(-rank(a), a.document) < std::pair(-rank(b), b.document);
  });
  if (near.size() > top) near.resize(top);
  ordered_json out = ordered_json::array();
  for (const neighbour& n : near) {
    const relation r = s.index.copies(of, n.document)
                           ? relation::copy
                           : relation_of(n.similarity, apart(s, of, n.document).value_or(std::chrono::milliseconds{0}));
    out.push_back({{"id", s.ids[n.document]}, {"score", rounded(std::min(1.0, rank(n)))}, {"why", name(r)}});
  }
  return out;
}

void end_with(std::size_t refused) {
  if (refused > 0)
    throw failure(fail(errc::invalid_argument, std::to_string(refused) + (refused == 1 ? " line" : " lines") + " could not be read",
                       "standard input", "each line is one JSON object; see --help"));
}

// Files as one line: {"id": their names, "docs": their texts}.
std::string line_of_files(const std::vector<std::string>& files, std::string language) {
  ordered_json docs = ordered_json::array();
  for (const std::string& name : files) {
    auto read = read_input(name, false);
    docs.push_back(repair_utf8(read.value().bytes));
    if (language.empty()) language = detect_language(docs.back().get<std::string>());
  }
  ordered_json line = {{"id", files}, {"lang", language}};
  if (docs.size() == 1) line["text"] = docs.front();
  else line["docs"] = std::move(docs);
  return line.dump() + "\n";
}

}  // namespace

std::size_t summarise_lines(std::istream& in, std::ostream& out, std::ostream& complaints, summary_wish wish) {
  return each_line(in, complaints, "summarise", [&](const json& line) {
    const std::string language = text_of(line, "lang", false);
    const summary_wish own = wish_of(line, wish);
    ordered_json sentences = ordered_json::array(), positions = ordered_json::array(), docs = ordered_json::array();
    const auto add = [&](const summary_sentence& s) {
      sentences.push_back(s.text);
      positions.push_back({s.begin, s.end});
    };
    const bool several = line.contains("docs");
    if (several) {
      for (const sourced_sentence& s : summarise_many(language, docs_of(line), own)) {
        add(s.sentence);
        docs.push_back(s.doc);
      }
    } else {
      for (const summary_sentence& s : summarise(language, text_of(line, "title", false), text_of(line, "text", true), own)) add(s);
    }
    ordered_json answer = {{"id", line.at("id")}, {"summary", std::move(sentences)}, {"positions", std::move(positions)}};
    if (several) answer["docs"] = std::move(docs);
    write(out, answer);
  });
}

std::size_t relate_lines(std::istream& in, std::ostream& out, std::ostream& complaints, std::size_t top) {
  std::map<std::string, std::unique_ptr<shelf>> shelves;
  std::vector<std::pair<const shelf*, std::size_t>> order;
  const std::size_t refused = each_line(in, complaints, "relate", [&](const json& line) {
    const std::string title = text_of(line, "title", false), text = text_of(line, "text", title.empty());
    const std::string language = ascii_lower(text_of(line, "lang", false));
    const auto published = parse_iso_time(text_of(line, "published", false));
    auto& own = shelves[language];
    if (!own) own = std::make_unique<shelf>(language);
    article a;
    a.id = article_id{static_cast<std::int64_t>(own->ids.size() + 1)};
    a.title = title;
    a.text = text;
    if (published.has_value()) a.published = a.first_seen = *published;
    order.emplace_back(own.get(), own->index.add(a));
    own->ids.push_back(line.at("id"));
    own->dated.push_back(published.has_value());
  });
  for (auto& [language, s] : shelves) s->index.settle();
  for (const auto& [s, n] : order) write(out, {{"id", s->ids[n]}, {"related", related_of(*s, n, top)}});
  return refused;
}

std::size_t compare_lines(std::istream& in, std::ostream& out, std::ostream& complaints) {
  return each_line(in, complaints, "compare", [&](const json& line) {
    const likeness like = compare(fingerprint_of(text_of(line, "a", true)), fingerprint_of(text_of(line, "b", true)));
    write(out, {{"id", line.at("id")}, {"score", rounded(like.score)}, {"duplicate", like.duplicate}});
  });
}

void add_article_text(CLI::App& article) {
  struct options {
    std::vector<std::string> files;
    std::string language;
    summary_wish wish;
    std::size_t top = 5;
  };
  const auto chosen = std::make_shared<options>();

  auto* summarise = article.add_subcommand("summarise", "Summaries of texts: JSON lines from stdin to stdout, or files");
  summarise->add_option("files", chosen->files, "Plain texts to summarise instead: one, or several on one event, together");
  summarise->add_option("--lang", chosen->language, "Of the files: fr, en, zh (default: by their words)");
  auto* sentences = summarise->add_option("--sentences", chosen->wish.sentences,
                                          "At most so many sentences; 0: no limit (default: 2, without limit when words or bytes are limited)");
  summarise->add_option("--max-words", chosen->wish.words, "At most so many words, but one sentence in any case; 0: no limit")->capture_default_str();
  summarise->add_option("--max-bytes", chosen->wish.bytes, "At most so many bytes of UTF-8, but one sentence in any case; 0: no limit")->capture_default_str();
  summarise->footer("Example: echo '{\"id\":1,\"lang\":\"fr\",\"title\":\"...\",\"text\":\"...\"}' | depeche article summarise --sentences 2\n"
                    "Example: depeche article summarise monday.txt tuesday.txt --max-words 100");
  summarise->callback([chosen, sentences] {
    if (sentences->empty() && (chosen->wish.words > 0 || chosen->wish.bytes > 0)) chosen->wish.sentences = 0;
    if (chosen->files.empty()) return end_with(summarise_lines(std::cin, std::cout, std::cerr, chosen->wish));
    std::istringstream line(line_of_files(chosen->files, chosen->language));
    end_with(summarise_lines(line, std::cout, std::cerr, chosen->wish));
  });

  auto* relate = article.add_subcommand("relate", "The articles most related to each other: JSON lines from stdin to stdout");
  relate->add_option("--top", chosen->top, "So many for each")->capture_default_str()->check(CLI::Range(1, 1000));
  relate->footer("Example: depeche article relate --top 3 < articles.jsonl");
  relate->callback([chosen] { end_with(relate_lines(std::cin, std::cout, std::cerr, chosen->top)); });

  auto* compare = article.add_subcommand("compare", "Whether two texts are nearly the same: JSON lines from stdin to stdout");
  compare->footer("Example: echo '{\"id\":1,\"lang\":\"en\",\"a\":\"...\",\"b\":\"...\"}' | depeche article compare");
  compare->callback([] { end_with(compare_lines(std::cin, std::cout, std::cerr)); });
}

}  // namespace depeche
