// The current digest of every edition, ready to be handed out at once: the webhook never waits for the composer. Rebuilt on the work
// pool when articles came or the day changed, and stored.
#pragma once

#include "async/single_flight.hpp"
#include "async/task.hpp"
#include "async/task_group.hpp"
#include "base/clock.hpp"
#include "digest/build_digest.hpp"
#include "digest/guard_desk.hpp"
#include "digest/language_desk.hpp"
#include "digest/render.hpp"
#include "digest/rewriter.hpp"
#include "digest/template_file.hpp"
#include "digest/urgent_issue.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "store/article_store.hpp"
#include "store/digest_store.hpp"
#include "store/pick_store.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Loop thread only.
class edition_board {
 public:
  edition_board(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, article_store& articles,
                digest_store& digests, std::vector<edition> editions);
  ~edition_board();

  // Before the first digest: has summaries worded anew, all of a digest within `within`. Its questions are members of `group`.
  void rewrite_with(summary_rewriter& rewriter, task_group& group, std::chrono::milliseconds within);

  // Before the first digest: what the guard holds stands in no digest, and in none that was composed before.
  void guard_with(guard_desk& guard) { guard_ = &guard; }

  // Before the first digest: what editors pick counts.
  void pick_with(pick_store& picks) { picks_ = &picks; }

  const std::vector<edition>& editions() const { return editions_; }
  const edition* find(std::string_view account, std::string_view name) const;
  // The account's edition for a reader's language: the first of that language, and of the script that a tag asks for ("zh-Hant") where there is
  // one, else the account's first; null when it has none.
  const edition* for_language(std::string_view account, std::string_view language) const;

  // Whether an edition is for a reader of this language ("" when nobody told): the editions in the language and script of
  // for_language().
  bool is_for(const edition& e, std::string_view language) const;

  // The digest that readers get now; null before the first was composed.
  std::shared_ptr<const digest> current(const edition& e) const;
  // Whether the guard lets an article into a digest of this edition.
  bool may_show(const edition& e, const article& a) const;
  // A digest as readers may see it now.
  std::shared_ptr<const digest> cleared(std::shared_ptr<const digest> d) const { return guard_ ? guard_->shown(std::move(d)) : d; }
  // That digest as a chat text, its first part. Fitting it into 2,048 bytes costs milliseconds, and every reader gets the same: it is done once for a
  // digest and its templates. Precondition: current(e) is not null.
  chat_part current_text(const edition& e, const template_set& templates, std::string_view masthead, std::string_view public_url);

  // What readers call a source: the config's title, else what its feed calls itself, else its name.
  std::string source_title(const std::string& name) const;

  // Composes anew from what is stored now, keeps it, and makes it current. A final digest of today is current as it is. One without
  // items is returned, but not stored, and doesn't take the place of an earlier one.
  task<result<std::shared_ptr<const digest>>> refresh(const edition& e);
  // A digest of one article, to go out beside the day's own: composed from what is stored now, neither kept nor current. Fails with
  // not_found when the guard holds the article or it is gone.
  task<result<urgent_issue>> compose_urgent(const edition& e, article_id id);
  // Why the last composed digest of this edition has what it has: a line for each story that was chosen or near. Empty when it was
  // not composed by this process.
  std::vector<std::string> why(const edition& e) const;
  // All editions, one after the other; failures are logged. Loads stored ones first at start.
  task<> refresh_all();

 private:
  task<result<std::shared_ptr<const digest>>> compose(const edition& e);
  task<result<digest_order>> order_for(const edition& e, const std::string& day, timestamp now);
  task<result<std::vector<editor_pick>>> picks_of(const edition& e, const std::string& day);
  task<result<void>> look_at_sent(const edition& e, std::vector<digest_item> items);
  task<> learn_titles();
  task<result<std::vector<article_id>>> dropped_ones();
  task<result<std::vector<digest>>> sent_before(const edition& e, const std::string& day);
  language_desk& desk_of(const edition& e);
  struct ready_text {
    std::shared_ptr<const digest> of;
    std::shared_ptr<const void> templates;
    std::string masthead, public_url;
    chat_part first;
  };
  asio::any_io_executor loop_;
  asio::any_io_executor pool_;
  const clock& clock_;
  article_store& articles_;
  digest_store& digests_;
  guard_desk* guard_ = nullptr;
  pick_store* picks_ = nullptr;
  summary_rewriter* rewriter_ = nullptr;
  task_group* group_ = nullptr;  // of the rewriter's questions
  std::chrono::milliseconds rewrite_within_{0};
  std::vector<edition> editions_;
  // As readers may see it, for as long as the guard's version holds.
  struct cleared_digest {
    std::shared_ptr<const digest> of, shown;
    std::uint64_t version = 0;
  };
  std::map<std::string, std::shared_ptr<const digest>> current_;  // account/edition
  mutable std::map<std::string, cleared_digest> cleared_;         // likewise
  std::map<std::string, std::uint64_t> looked_with_;              // likewise: the guard's lists at the last look at everything
  std::map<std::string, std::shared_ptr<subject_rules>> subjects_;  // likewise; used on the pool by one digest at a time
  std::map<std::string, ready_text> texts_;                       // likewise
  std::map<std::string, std::unique_ptr<single_flight<std::shared_ptr<const digest>>>> flights_;
  std::map<std::string, std::vector<std::string>> why_;                // by account/edition
  std::map<std::string, std::unique_ptr<language_desk>> desks_;        // by language, and those translated from
  std::map<std::string, std::string, std::less<>> titles_;             // of sources, as their feeds say
};

}  // namespace depeche
