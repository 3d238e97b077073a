// Which of a digest's items a person got already, by another edition's push: those are not sent to that person again.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "news/digest.hpp"
#include "store/digest_store.hpp"
#include "store/ledger_store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace depeche {

inline constexpr auto items_are_known_for = std::chrono::hours{24 * 14};  // as long as an edition's window may be

class known_items {
 public:
  // These items of the issue (places, ascending) were sent to these people.
  void add(const std::vector<std::size_t>& items, const std::vector<subscriber_id>& readers);

  // The places of the issue's `count` items that are new to this person, ascending; all of them for most people.
  std::vector<std::size_t> new_to(subscriber_id who, std::size_t count) const;
  // People of the same kind know the same.
  std::size_t kind_of(subscriber_id who) const;

 private:
  std::vector<std::vector<bool>> kinds_{{}};               // which items are known, by kind; the first kind knows none
  std::unordered_map<std::int64_t, std::size_t> kind_of_;  // of those who know some
};

// The places of the items of `issue` whose article `earlier` showed or named.
std::vector<std::size_t> told_again(const digest& issue, const digest& earlier);

// Whether somebody who was sent `earlier` knows its items when `issue` goes out: it is another day's or edition's, and not long ago.
bool counts_as_known(const digest& earlier, const digest& issue);

// What everybody knows of `issue`, by the ledger: from the account's pushes in its language of the last 14 days.
task<result<known_items>> items_known(digest_store& digests, ledger_store& ledger, const digest& issue);

}  // namespace depeche
