// Where the digests of one language are composed: what is known of its articles is kept from digest to digest. What is stored is read slice
// by slice and the chosen articles again, so that memory holds the texts of a few hundred articles whatever the newsroom has.
#pragma once

#include "async/task.hpp"
#include "async/turns.hpp"
#include "digest/build_digest.hpp"
#include "digest/guard_desk.hpp"
#include "digest/subjects.hpp"
#include "store/article_store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace depeche {

// What is to be composed.
struct digest_order {
  edition e;  // with its sources' titles
  guard_check by;
  std::shared_ptr<subject_rules> subjects;  // null: none. Used by one digest at a time
  std::vector<editor_pick> picks;
  std::vector<digest> told;  // the edition's before
  std::vector<article_id> dropped;
  timestamp now{};
  bool look_at_everything = false;  // not only at the window: the guard has other lists
  article_id asked_about{};         // when was its story told by these? Of nobody by default
  std::vector<digest> asked_in{};
};

struct ordered_digest {
  digest made;
  std::vector<std::string> why;    // a line for each story that was chosen or near, and for what is held
  std::vector<std::string> texts;  // what each item's summary was made of
  std::vector<held_article> held;
  std::vector<article_id> clean;   // held before, and not now
  bool looked_at_everything = false;
  std::string when_told;           // of what was asked about
};

// Loop thread only. Composes one digest at a time; who comes meanwhile waits.
class language_desk {
 public:
  language_desk(asio::any_io_executor loop, asio::any_io_executor pool, article_store& articles)
      : pool_(std::move(pool)), articles_(articles), turns_(std::move(loop)) {}

  task<result<ordered_digest>> compose(digest_order order);

 private:
  struct look;  // what one digest has seen so far
  task<result<void>> read_archive(look& l);
  task<result<void>> read_picked(look& l);
  task<result<std::vector<article>>> texts_of(const look& l);

  asio::any_io_executor pool_;
  article_store& articles_;
  turns turns_;
  std::unique_ptr<news_index> index_;  // used on the pool, by whose turn it is
  bool complete_ = false;              // the archive was read into it
};

}  // namespace depeche
