// The issue that a person was sent last: who answers it with "3" or "more" means that one, however long ago they chatted.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "news/digest.hpp"
#include "news/subscriber.hpp"
#include "store/digest_store.hpp"
#include "store/ledger_store.hpp"

#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace depeche {

struct last_issue {
  std::shared_ptr<const digest> issue;
  timestamp sent{};
  std::vector<std::size_t> told;  // the places of its items that the message was made of; empty: all of them
};

// The latest issue of a day, and the latest urgent one.
struct last_issues {
  std::optional<last_issue> of_a_day, urgent;
};

// Reads issues once for all who ask: thousands answer the same one. Loop thread only.
class sent_issues {
 public:
  sent_issues(digest_store& digests, ledger_store& ledger) : digests_(digests), ledger_(ledger) {}
  // What came to this person after `after`.
  task<result<last_issues>> last_to(const subscriber& who, timestamp after);

 private:
  task<result<std::shared_ptr<const digest>>> find(digest_id id);

  digest_store& digests_;
  ledger_store& ledger_;
  std::list<std::shared_ptr<const digest>> kept_;  // final ones: they don't change any more; the last used first
};

}  // namespace depeche
