// Articles in other languages for the editions that take them (`translate`): what came within an edition's window is translated once, and again
// when it was corrected, and stands beside its original as an article in the edition's language.
#pragma once

#include "async/alarm.hpp"
#include "async/task_group.hpp"
#include "async/turns.hpp"
#include "base/clock.hpp"
#include "digest/translator.hpp"
#include "news/edition.hpp"
#include "store/article_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace depeche {

// Of an article's body as much is translated: whole paragraphs, or whole sentences where one is that long.
inline constexpr std::size_t most_translated = 12'000;  // bytes

// Loop thread only.
class translation_desk {
 public:
  // Whether an edition may show an article: what the guard holds is not translated, for its words would be others then.
  using showable = std::function<bool(const edition&, const article&)>;

  // `editions` and `by` outlive it; its questions are members of `group`.
  translation_desk(asio::any_io_executor loop, const clock& time, article_store& articles, const std::vector<edition>& editions, translator& by,
                   task_group& group, showable may_show);

  struct report {
    std::size_t kept = 0;     // articles that are new in their language, or were corrected in it
    std::size_t refused = 0;  // translations that said something else
    bool later = false;       // the translator had no more answers for now: what is left is looked at next time
  };
  // Translates what came since the last look, the newest first. One look at a time; who comes meanwhile waits, and looks too. An article that
  // can't be kept is logged and looked at again.
  task<report> look();
  // Looks at once, when rung, and every ten minutes, for what could not be asked before; tells `came` of looks by which articles came. Until cancelled.
  task<> run(std::function<void()> came);
  // News came. Loop thread only.
  void ring() { bell_.ring(); }

 private:
  struct page;
  task<> look_at(const edition& e, std::string language, report& so_far);
  task<report> translate_page(std::string to, std::vector<article> some);
  static task<> work(translation_desk& desk, std::shared_ptr<page> of);

  asio::any_io_executor loop_;
  const clock& clock_;
  article_store& articles_;
  const std::vector<edition>& editions_;
  translator& by_;
  task_group& group_;
  showable may_show_;
  turns turns_;
  alarm bell_;
  // By "to/article", the hash of the words of which no translation was right: until they are corrected they are not looked at again.
  std::unordered_map<std::string, std::int64_t> refused_;
};

}  // namespace depeche
