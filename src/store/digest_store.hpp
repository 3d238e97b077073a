// Composed digests, one per account, edition and local day.
#pragma once

#include "news/digest.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

class digest_store {
 public:
  explicit digest_store(database& db) : db_(db) {}

  // Inserts, or replaces the one of the same account, edition and day unless that is final: then the stored one comes back
  // unchanged. Returns it with its id.
  task<result<digest>> save(digest d);
  // Freezes it; idempotent.
  task<result<void>> make_final(digest_id id);
  // It changes again; false when a push of it was begun.
  task<result<bool>> reopen(digest_id id);
  task<result<std::optional<digest>>> find(digest_id id);
  task<result<std::optional<digest>>> of_day(std::string account, std::string edition, std::string day);
  task<result<std::optional<digest>>> latest(std::string account, std::string edition);
  // The one that an urgent item goes out by, if it was composed; and the last of an edition that went out, the newest first. All others
  // here are of the days themselves.
  task<result<std::optional<digest>>> urgent(std::string account, std::string edition, std::int64_t number);
  task<result<std::vector<digest>>> urgent_ones(std::string account, std::string edition, std::size_t limit);
  // Newest first.
  task<result<std::vector<digest>>> of_edition(std::string account, std::string edition, std::size_t limit);
  // Newest first; an empty account or language means any.
  task<result<std::vector<digest>>> list(std::string account, std::string language, std::size_t limit);

 private:
  database& db_;
};

}  // namespace depeche
