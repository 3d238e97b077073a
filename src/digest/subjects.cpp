#include "digest/subjects.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/folded_text.hpp"
#include "digest/news_index.hpp"

#include <algorithm>
#include <functional>

namespace depeche {
namespace {

constexpr std::size_t first_lines = 600;  // bytes of a text that tell its topic
constexpr std::size_t most_known = 50'000;
constexpr std::size_t a_subject = 2;      // times that a text says a muted word

std::size_t content_of(const article& a) {
  std::size_t all = 0;
  const auto mix = [&](std::string_view s) { all = all * 1099511628211U + std::hash<std::string_view>{}(s); };
  mix(a.title);
  mix(body_of(a));
  for (const std::string& c : a.categories) mix(c);
  return all;
}

template <class Sequence>
std::size_t times(const Sequence& what, const Sequence& in) {
  std::size_t n = 0;
  if (what.empty()) return n;
  for (auto at = in.begin(); (at = std::search(at, in.end(), what.begin(), what.end())) != in.end(); ++n) at += static_cast<std::ptrdiff_t>(what.size());
  return n;
}

}  // namespace

subject_rules::subject_rules(const edition& e) : vocabulary_(e.language), by_category_(e.topics.empty() && e.max_per_topic > 0) {
  for (const std::string& t : e.topics) topics_.push_back(read(t));
  for (const std::string& k : e.keywords) keywords_.push_back(read(k));
  for (const std::string& m : e.muted) muted_.push_back(read(m));
}

subject_rules::entry subject_rules::read(const std::string& written) {
  entry e{written, vocabulary_.terms(written), {}};
  std::u32string letters = fold_text(written).letters;
  if (std::any_of(letters.begin(), letters.end(), is_chinese)) {
    e.letters = std::move(letters);
    has_chinese_ = true;
  }
  return e;
}

subject_rules::words subject_rules::words_of(std::string_view text) {
  words w{vocabulary_.terms(text), {}};
  if (has_chinese_) w.letters = fold_text(text).letters;
  return w;
}

std::size_t subject_rules::count(const entry& e, const words& in) {
  return e.letters.empty() ? times(e.terms, in.terms) : times(e.letters, in.letters);
}

const subject_marks& subject_rules::of(const article& a) {
  const std::int64_t id = number(a.id);
  if (id == 0) return last_ = look(a);
  const std::size_t content = content_of(a);
  if (known_.size() > most_known) known_.clear();
  const auto [at, fresh] = known_.try_emplace(id);
  if (fresh || at->second.content != content) at->second = {content, look(a)};
  return at->second.marks;
}

subject_marks subject_rules::look(const article& a) {
  subject_marks marks;
  std::vector<words> categories;
  for (const std::string& c : a.categories) categories.push_back(words_of(c));
  const auto filed_under = [&](const entry& e) {
    return std::any_of(categories.begin(), categories.end(), [&](const words& c) { return count(e, c) > 0; });
  };
  if (by_category_ && !a.categories.empty()) marks.topics.push_back(squeeze_space(a.categories.front()));
  if (topics_.empty() && keywords_.empty() && muted_.empty()) return marks;
  const words title = words_of(a.title);
  const words opening = topics_.empty() || !categories.empty() ? words{} : words_of(truncate_bytes(body_of(a), first_lines));
  const words body = keywords_.empty() && muted_.empty() ? words{} : words_of(body_of(a));
  for (const entry& e : topics_) {
    const bool on = categories.empty() ? count(e, title) + count(e, opening) > 0 : filed_under(e);
    if (on) marks.topics.push_back(e.written);
  }
  for (const entry& e : keywords_)
    if (marks.keyword.empty() && (filed_under(e) || count(e, title) + count(e, body) > 0)) marks.keyword = e.written;
  for (const entry& e : muted_)
    if (marks.muted.empty() && (filed_under(e) || count(e, title) > 0 || count(e, body) >= a_subject)) marks.muted = e.written;
  return marks;
}

}  // namespace depeche
