#include "digest/rewrite_items.hpp"

#include "digest/sentences.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>

namespace depeche {
namespace {

// Readers are told (and in China must be) what a machine worded.
std::string_view label_of(std::string_view language) {
  if (language.starts_with("fr")) return "(reformulé par IA) ";
  if (language.starts_with("zh")) return "【AI改写】";
  return "(reworded by AI) ";
}

struct questions {
  explicit questions(const asio::any_io_executor& loop) : answered(loop) {}
  std::vector<std::string> answers;
  std::size_t left = 0;
  asio::steady_timer answered;  // cancelled with the last one
};

// Counts down however the question ends.
struct ended {
  std::shared_ptr<questions> all;
  ~ended() {
    if (--all->left == 0) all->answered.cancel();
  }
};

task<> ask(summary_rewriter& rewriter, std::shared_ptr<questions> all, std::size_t n, rewrite_wish wish) {
  const ended at_the_end{all};
  all->answers[n] = co_await rewriter.rewrite(std::move(wish));
}

std::string extract_of(const digest_item& item) {
  std::string text;
  for (const summary_sentence& s : item.summary) text += (text.empty() ? "" : " ") + s.text;
  return text;
}

std::vector<summary_sentence> labelled(std::string_view language, const std::string& text) {
  std::vector<summary_sentence> sentences;
  for (const text_span& s : sentence_spans(text, language)) sentences.push_back({text.substr(s.begin, s.end - s.begin), 0, 0});
  if (!sentences.empty()) sentences.front().text.insert(0, label_of(language));
  return sentences;
}

}  // namespace

task<rewritten_items> rewrite_items(summary_rewriter& rewriter, task_group& group, std::string language, std::vector<digest_item> items,
                                    std::vector<std::string> texts, std::chrono::milliseconds limit) {
  auto loop = co_await asio::this_coro::executor;
  const auto all = std::make_shared<questions>(loop);
  all->answers.resize(items.size());
  all->left = items.size();
  all->answered.expires_after(limit);
  for (std::size_t i = 0; i < items.size(); ++i) {
    rewrite_wish wish{language, items[i].title, std::move(texts[i]), extract_of(items[i])};
    group.spawn("rewrite", ask(rewriter, all, i, std::move(wish)));
  }
  boost::system::error_code ignored;
  if (all->left > 0) co_await all->answered.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  rewritten_items out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto sentences = labelled(language, all->answers[i]);
    if (sentences.empty()) continue;
    items[i].summary = std::move(sentences);
    ++out.rewritten;
  }
  out.items = std::move(items);
  co_return out;
}

}  // namespace depeche
