// What the program remembers of a chat between two messages: a question that waits for a yes, the digest whose numbers a
// reader may answer with, and the rest of a long answer. In memory, bounded, and forgotten at a restart: then a yes confirms nothing.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "news/digest.hpp"
#include "news/edition.hpp"

namespace depeche {

// A send that waits for its confirmation, or a publication.
struct pending_send {
  bool publish = false;
  std::string edition;
  std::string day;        // of the digest that was shown: another day needs another question
  timestamp expires{};
};

// A source that waits for its confirmation.
struct pending_source {
  source what;
  timestamp expires{};
};

// Urgent news that waits for its confirmation.
struct pending_urgent {
  std::string edition;
  article_id article{};
  bool at_night = false;
  timestamp expires{};
};

struct conversation {
  std::shared_ptr<const digest> shown;  // the digest last shown
  timestamp shown_at{};
  std::size_t next = 0;                 // its first item that was not shown yet; 0: nobody knows, for it came by itself
  std::vector<std::size_t> told;        // the places of its items that are told in messages; empty: all of them
  void show(std::shared_ptr<const digest> what, timestamp when, std::size_t next_item = 0) {
    shown = std::move(what);
    shown_at = when;
    next = next_item;
    told.clear();
    rest.clear();
  }
  std::deque<std::string> rest;  // what of an answer has not been said yet, in parts of one chat text
  // At most one question waits: asking another takes its place, so that a yes is never to an older one.
  std::unique_ptr<pending_send> asked;
  std::unique_ptr<pending_source> source_asked;
  std::unique_ptr<pending_urgent> urgent_asked;
  void ask(pending_send question) {
    forget_question();
    asked = std::make_unique<pending_send>(std::move(question));
  }
  void ask(pending_source question) {
    forget_question();
    source_asked = std::make_unique<pending_source>(std::move(question));
  }
  void ask(pending_urgent question) {
    forget_question();
    urgent_asked = std::make_unique<pending_urgent>(std::move(question));
  }
  void forget_question() {
    asked.reset();
    source_asked.reset();
    urgent_asked.reset();
  }
};

// How long a question waits for its yes.
inline constexpr auto patience_for_yes = std::chrono::minutes{5};

class conversations {
 public:
  explicit conversations(std::size_t most = 100'000) : most_(most) {}
  // The conversation with a subscriber; the longest unused one is forgotten when there are too many.
  conversation& with(subscriber_id who);

 private:
  struct entry {
    subscriber_id who;
    conversation talk;
  };
  std::size_t most_;
  std::list<entry> recent_;
  std::unordered_map<std::int64_t, std::list<entry>::iterator> places_;
};

}  // namespace depeche
