// The editors' hand on a digest before it goes out: an article picked, moved to a place, or left out. Keeps the pick and composes anew.
#pragma once

#include "digest/edition_board.hpp"
#include "store/pick_store.hpp"

#include <memory>
#include <optional>
#include <string>

namespace depeche {

// The digest as it is after a pick, and the pick.
struct picked {
  std::shared_ptr<const digest> made;
  std::optional<editor_pick> pick;  // of undo(): nothing when there was none
};

// Loop thread only.
class pick_desk {
 public:
  pick_desk(const clock& time, pick_store& picks, edition_board& board, article_store& articles) : time_(time), picks_(picks), board_(board), articles_(articles) {}

  // All fail with already_exists once the digest's push has begun.
  // An article into the digest, at `place` from 1, or where its weight puts it (0). Fails with not_found when there is none, with
  // invalid_argument when it is in another language or the place is beyond the edition's items, with not_allowed when the guard holds it.
  task<result<picked>> place(const edition& e, article_id id, std::size_t place, std::string who);
  // Leaves the story that this article tells out.
  task<result<picked>> remove(const edition& e, article_id id, std::string who);
  // Takes the last pick back.
  task<result<picked>> undo(const edition& e);
  task<result<std::vector<editor_pick>>> list(const edition& e);

 private:
  task<result<picked>> keep(const edition& e, editor_pick p);
  digest_day day_of(const edition& e) const;

  const clock& time_;
  pick_store& picks_;
  edition_board& board_;
  article_store& articles_;
};

}  // namespace depeche
