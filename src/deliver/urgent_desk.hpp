// Breaking news beside the daily digest: by an edition's rule or an editor's word, within the day's limit, outside quiet hours, and each
// story once.
#pragma once

#include "async/alarm.hpp"
#include "async/task.hpp"
#include "deliver/delivery.hpp"
#include "digest/edition_board.hpp"
#include "store/urgent_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

// What an urgent send of an article would be now.
struct urgent_forecast {
  std::string title;
  audience reached;
  std::int64_t left_today = 0;          // of the edition's limit, this one not counted
  std::optional<timestamp> quiet_until; // it would wait until then
};

// Whether the edition's rule makes an article urgent; all that the rule names must hold. An edition without a rule has no urgent news.
bool is_urgent_by_rule(const edition& e, const article& a, subject_rules& keywords);

// Loop thread only.
class urgent_desk {
 public:
  urgent_desk(asio::any_io_executor loop, const clock& time, urgent_store& kept, edition_board& board, article_store& articles, digest_store& digests,
              delivery& push);

  // Told on the loop, once each: of what a rule found that waits (for quiet hours, or for an editor's word) or was sent, and of what an editor
  // wanted and did not go out.
  void on_news(std::function<void(const urgent_item&)> listener) { listener_ = std::move(listener); }

  // What add() would do. Fails as add() would.
  task<result<urgent_forecast>> forecast(const edition& e, article_id id);
  // An editor's word. Fails with not_found, not_allowed (held; the day's limit; nobody can be reached), invalid_argument (another
  // language), already_exists (it was urgent before, or the story was sent).
  task<result<urgent_item>> add(const edition& e, article_id id, bool at_night, std::string who);
  // The last to come first.
  task<result<std::vector<urgent_item>>> list(std::string account, std::size_t limit) { return kept_.list(std::move(account), limit); }
  // Looks at what came lately by the editions' rules.
  task<> look();
  // Sends what waits, when its time has come; until cancelled. What another process added is met within a minute.
  task<> run();
  // Sends one that waits, if quiet hours let it: how it stands then.
  task<result<urgent_item>> send_now(urgent_item u);
  // The clock was moved, or something was added.
  void ring() { bell_.ring(); }

 private:
  task<result<std::int64_t>> left_today(const edition& e);
  task<result<void>> send(urgent_item u);
  task<result<void>> leave_out(urgent_item u, std::string why);
  task<> look_at(const edition& e);
  std::string day_of(const edition& e) const;
  std::optional<timestamp> quiet_until(const edition& e, const urgent_item& u) const;
  void tell(const urgent_item& u) const;

  const clock& time_;
  urgent_store& kept_;
  edition_board& board_;
  article_store& articles_;
  digest_store& digests_;
  delivery& push_;
  alarm bell_;
  std::function<void(const urgent_item&)> listener_;
  std::map<std::string, subject_rules> rules_;  // by account/edition: the rule's keywords
};

}  // namespace depeche
