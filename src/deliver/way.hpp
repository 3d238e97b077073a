// A means of delivery, as a push sees it: it works off the rows that were planned for it. One file each under ways/.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "store/ledger_store.hpp"

#include <string>
#include <string_view>

namespace depeche {

class personal_text;

// What goes out: the push and its text, rendered once; and what else it can be made of.
struct parcel {
  push which;
  std::string text;
  personal_text* for_person = nullptr;  // where people are told apart; null: all get the text
  const digest* issue = nullptr;
  const edition* of = nullptr;
};

// How far a push came.
struct progress {
  enum class stage {
    finished,  // no row is left to send
    waiting,   // go on at `until`
    stopped,   // we are stopping; the rows that were not sent are planned again
  };
  stage reached = stage::finished;
  timestamp until{};
  std::string problem;  // for the desk; empty when there is nothing to tell
};

// Loop thread only; carries one push at a time.
class way {
 public:
  virtual ~way() = default;
  virtual std::string_view name() const = 0;
  // Fails when the store does; what was sent and could not be recorded is then at intent.
  virtual task<result<progress>> carry(const parcel& what) = 0;
  // The clock was moved.
  virtual void look_again() = 0;
  // Takes nothing more; carry() returns when what is in flight has ended.
  virtual void stop() = 0;
};

}  // namespace depeche
