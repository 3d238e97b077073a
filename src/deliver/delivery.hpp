// Pushes: from "this digest goes out" to a settled ledger. One per process; loop thread only.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "deliver/picture_desk.hpp"
#include "digest/guard_desk.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "news/site_addresses.hpp"
#include "store/digest_store.hpp"
#include "store/ledger_store.hpp"
#include "store/subscriber_store.hpp"
#include "wechat/account_profile.hpp"
#include "wechat/api_client.hpp"
#include "wechat/push_content.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {

// An account as delivery sees it.
struct sending_account {
  std::string name;
  wechat::account_profile profile;
  wechat::api_client* api = nullptr;  // outlives delivery
  std::size_t concurrency = 32;       // requests in flight
};

struct delivery_parts {
  subscriber_store& subscribers;
  digest_store& digests;
  ledger_store& ledger;
  const template_set& templates;
  const clock& time;
  site_addresses sites;
  // The edition of a push that is resumed; null when it is not in the config any more. Without it the push's own name and the
  // default ways stand in.
  std::function<const edition*(std::string_view account, std::string_view name)> find_edition = {};
  // Whether an edition is meant for a person (who reads French gets the French one); empty: everyone. A send to all asks nobody.
  std::function<bool(const edition&, const subscriber&)> reads = {};
  // For editions whose mass sends are drafts. Without a media store they go out as text.
  picture_parts pictures = {};
  // What it holds leaves in no form; null: nothing is held.
  guard_desk* guard = nullptr;
};

// What an editor may be shown as it will be.
enum class shown_form { card, draft };

// Whom a push would reach now, by which way, and why not the others.
struct audience {
  std::int64_t customer_message = 0;
  std::int64_t mass_send = 0;
  std::vector<std::pair<std::string, std::int64_t>> skipped;  // reason, how many
};

// What makes a push of a digest once, whoever begins it: "morning/2026-11-23". The schedule and the desk use the same key, so that
// an issue sent by hand does not go out again at its hour. An urgent item has a key of its own: "morning/2026-11-23!7".
inline std::string push_key(const digest& d) { return d.edition + "/" + d.day + (d.urgent == 0 ? std::string() : "!" + std::to_string(d.urgent)); }

// A publication of a digest, once: "morning/2026-11-23/publish". Editions' names and days have no slash.
inline std::string publication_key(const digest& d) { return push_key(d) + "/publish"; }
inline bool is_publication(const push& p) { return p.key.ends_with("/publish"); }

// What an operator decides of deliveries whose outcome nobody knows.
enum class settle_as { sent, failed, resend };
std::optional<settle_as> settle_as_named(std::string_view name);  // "sent", "failed", "resend"

struct settlement {
  std::int64_t settled = 0;    // rows
  std::optional<push> again;   // resend: the push that they go out by; run() sends it
};

struct delivery_statistics {
  std::int64_t sent = 0, failed = 0, unknown = 0;
};

class delivery {
 public:
  delivery(asio::any_io_executor loop, delivery_parts parts, std::vector<sending_account> accounts);
  ~delivery();

  // Rows left at intent by a crash become unknown; pushes that are not done go on. Call once, before run().
  task<result<void>> recover();
  // Works on what begin() queued, until cancelled; "please stop" lets sends in flight end and settles them.
  task<> run();

  // Writes the push and freezes the digest; run() does the rest. Fails with already_exists when this key was pushed.
  task<result<push>> begin(const edition& e, std::shared_ptr<const digest> what, std::string key, std::string origin);
  // Before run() is cancelled: what is in flight ends and is settled, nothing new leaves, and who waits for a push is told that
  // it goes on later.
  void stop();
  // Waits until a push is done (for the command line and tests).
  task<result<books>> finished(push_id id);
  // Rows of a push at unknown, all or one person's. Fails with not_found when the push, the person or such a row is not there, and
  // with not_allowed when a mass send is to be repeated for one person.
  task<result<settlement>> settle_unknown(push_id id, settle_as as, std::optional<std::string> openid);
  task<result<audience>> forecast(const edition& e);
  // One digest to one person, as a test: a customer message (or the reason why not). Not in the ledger's pushes.
  task<result<void>> send_to_one(const edition& e, std::shared_ptr<const digest> what, std::string openid);
  // The news card as a customer message, or the draft by the platform's own preview, to one person. Fails with not_allowed where the account
  // or the person's allowance says no.
  task<result<void>> show_to_one(const edition& e, std::shared_ptr<const digest> what, std::string openid, shown_form form);
  // A draft of it in the account's box, where it stays for a person to send or publish: all that an account without either call can do.
  // False when it was there already.
  task<result<bool>> leave_draft(const edition& e, std::shared_ptr<const digest> what);
  // MASSSENDJOBFINISH.
  task<result<void>> mass_finished(std::string account, std::int64_t msg_id, std::string status, std::int64_t total,
                                   std::int64_t filtered, std::int64_t sent, std::int64_t errors);

  // PUBLISHJOBFINISH.
  task<result<void>> publish_finished(std::string account, wechat::publish_finished outcome);

  // Looks at the clock again (it was moved): what waits for a time may go on.
  void ring();

  // Called on the loop when a push is done or was stopped: one line for the desk, in English.
  void on_report(std::function<void(const push&, const books&, const std::string& problem)> listener);
  delivery_statistics statistics() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace depeche
