// The ledger of pushes: one row per subscriber, planned -> intent -> sent | failed | unknown, or skipped with the reason. A row at
// intent is durable before its request leaves.
//
// States of a delivery and who moves it:
//   planned -> intent            [claim, by deliver/ledger_worker]
//   intent  -> sent, failed      [settle: the platform answered]
//   intent  -> planned           [settle: surely not sent, to be tried again]
//   intent  -> unknown           [settle: outcome unknown; interrupted(): a crash came]
//   planned, intent -> skipped   [claim, settle: no way reaches this person any more]
//   planned -> planned, failed, skipped  [replan: the account has lost the row's way]
//   unknown -> sent, failed      [settle_unknown, repeat_unknown: the operator's decision]
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"
#include "news/subscriber.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

enum class delivery_state { planned, intent, sent, failed, unknown, skipped };
std::string_view name(delivery_state s);

enum class push_state { planning, sending, done };
std::string_view name(push_state s);

struct push {
  push_id id{};
  std::string account;
  std::string edition;
  digest_id digest{};
  std::string key;        // what makes it once: "morning/2026-11-23"; a test send has a key of its own
  std::string origin;     // "schedule", "desk", "command line"; "settled": what was unknown goes out again
  push_state state = push_state::planning;
  timestamp created{};
  timestamp finished{};
};

struct planned_delivery {
  subscriber_id subscriber{};
  std::string way;        // "customer_message", "mass_send"; empty when skipped
  std::string reason;     // why skipped; empty when planned
};

struct claimed_delivery {
  subscriber_id subscriber{};
  std::string openid;
  std::string language;
};

struct claimed_group {
  std::vector<claimed_delivery> people;  // ascending
  subscriber_id up_to{};                 // of those before, the way has nobody planned: the next claim goes on after it
};

struct settled_delivery {
  subscriber_id subscriber{};
  delivery_state state = delivery_state::sent;
  int errcode = 0;
  std::string reason;     // for failed, skipped, unknown
  bool gone = false;      // the platform says that this person doesn't follow any more
  bool window_closed = false;  // ... that no customer message may be sent now
};

// A planned row whose way the account has lost: planned by another way, or at its end.
struct replanned_delivery {
  subscriber_id subscriber{};
  std::string way;        // another than the lost one; empty for failed and skipped
  delivery_state state = delivery_state::planned;
  std::string reason;
};

struct delivery_row {
  subscriber_id subscriber{};
  std::string openid;
  std::string way;
  delivery_state state = delivery_state::planned;
  int errcode = 0;
  std::string reason;
  timestamp changed{};
};

struct books {
  std::int64_t planned = 0, intent = 0, sent = 0, failed = 0, unknown = 0, skipped = 0;
  std::int64_t total() const { return planned + intent + sent + failed + unknown + skipped; }
};

// A mass send of a push: one job for everyone.
struct mass_job {
  push_id push{};
  std::string client_msg_id;
  delivery_state state = delivery_state::planned;
  std::int64_t msg_id = 0;
  std::string status;     // of MASSSENDJOBFINISH
  std::int64_t total = 0, filtered = 0, sent = 0, errors = 0;
};

// The publication of a digest as a permanent page of the account: a push without recipients.
struct publication {
  push_id push{};
  delivery_state state = delivery_state::planned;  // intent: submitted; with a publish_id: taken
  std::string publish_id;
  std::string status;      // why it failed, or what nobody knows
  std::string article_id;  // the platform's, for taking it back
  std::string address;     // of its first article
};

// That a digest was sent to somebody, by which way and when.
struct sent_digest {
  digest_id digest{};
  std::string way;
  timestamp at{};
};

class ledger_store {
 public:
  explicit ledger_store(database& db) : db_(db) {}

  // Fails with already_exists (where: the key) when a push with this account and key exists.
  task<result<push>> begin(push p);
  task<result<std::optional<push>>> find(push_id id);
  // Newest first.
  task<result<std::vector<push>>> list(std::string account, std::size_t limit);
  // Not done yet, oldest first: to be resumed at start.
  task<result<std::vector<push>>> open_pushes();
  task<result<void>> set_state(push_id id, push_state state, timestamp at);

  // Appends rows (ignores subscribers that have one). The largest subscriber that has a row tells where planning goes on.
  task<result<void>> plan(push_id id, std::vector<planned_delivery> rows, timestamp at);
  task<result<subscriber_id>> planned_up_to(push_id id);

  // Moves up to `limit` planned rows of this way to intent, the first after the subscriber `after` (and where none is left, the first at all), in one
  // transaction, and spends one customer message of each subscriber when way is "customer_message". Rows whose subscriber can't be reached any
  // more become skipped, with deliver/reach's reasons ("does not follow", "opted out", "messages used up", "window closed"). Empty only when no
  // row of this way is planned.
  task<result<claimed_group>> claim(push_id id, std::string way, std::size_t limit, timestamp now, subscriber_id after = {});
  // Results, in one transaction; a row returned to planned gets its customer message back. A result that its row's state does not
  // allow is logged and left out: the others still count.
  task<result<void>> settle(push_id id, std::vector<settled_delivery> results, timestamp at);
  // Moves all rows of a way from one state to another in chunks; for the mass send. Returns how many. Fails with invalid_argument
  // for a move that the table above does not have, and for one that would take or give customer messages unpaid.
  task<result<std::int64_t>> move_all(push_id id, std::string way, delivery_state from, delivery_state to, std::string reason,
                                      timestamp at);

  // The operator knows, or decides: rows at unknown, of one person or all, become sent or failed. Returns how many; fails with
  // not_found when there is none.
  task<result<std::int64_t>> settle_unknown(push_id id, std::optional<subscriber_id> who, delivery_state as, timestamp at);
  // ... or go out again: a new push of the same digest ("KEY/again-1", sending) has a planned row of the same way for each, and the
  // old rows are failed ("sent again by push N"), in one transaction, so that nobody ever has two rows that may go out.
  task<result<push>> repeat_unknown(push_id id, std::optional<subscriber_id> who, timestamp at);

  // The subscribers of planned rows of a way, ascending, those after `after`; and those rows once more, by ways that are left.
  task<result<std::vector<subscriber>>> planned_for(push_id id, std::string way, subscriber_id after, std::size_t limit);
  task<result<void>> replan(push_id id, std::string lost, std::vector<replanned_delivery> rows, timestamp at);

  // At start: rows at intent become unknown ("interrupted"). Rows of mass_send are left: their job's client id settles them.
  task<result<std::int64_t>> interrupted(timestamp at);
  task<result<books>> books_of(push_id id);
  task<result<std::vector<delivery_row>>> rows(push_id id, std::optional<delivery_state> state, std::size_t limit);
  task<result<std::optional<delivery_row>>> row(push_id id, subscriber_id who);
  // Of an account's pushes of this digest: everybody to whom one was sent, ascending.
  task<result<std::vector<subscriber_id>>> readers_of(std::string account, digest_id what);
  // Of an account's last `looked_at` pushes: what this person was sent, the latest first.
  task<result<std::vector<sent_digest>>> sent_to(std::string account, subscriber_id who, std::size_t looked_at);

  task<result<void>> save_mass(mass_job job);
  task<result<std::optional<mass_job>>> mass_of(push_id id);
  task<result<std::optional<mass_job>>> mass_by_msg_id(std::string account, std::int64_t msg_id);

  task<result<void>> save_publication(publication p);
  task<result<std::optional<publication>>> publication_of(push_id id);
  task<result<std::optional<publication>>> publication_by_id(std::string account, std::string publish_id);
  task<result<std::optional<push>>> find_key(std::string account, std::string key);

 private:
  database& db_;
};

}  // namespace depeche
