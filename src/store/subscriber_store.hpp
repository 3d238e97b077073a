// Subscribers with their follow history, preferences, role and allowance.
#pragma once

#include "base/clock.hpp"
#include "news/subscriber.hpp"
#include "store/contact_batch.hpp"
#include "store/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace depeche {

struct follow_event {
  timestamp at{};
  std::string what;   // "follow", "unfollow", "scan"
  std::string scene;  // empty when none
};

struct follow_outcome {
  subscriber who;
  bool first_time = false;  // never seen before
  bool was_following = false;  // a repeated follow event
};

struct subscriber_counts {
  std::int64_t following = 0;
  std::int64_t wants_digest = 0;   // following and not opted out
  std::int64_t reachable_now = 0;  // of those, with an open customer-message allowance
  std::int64_t left = 0;           // unfollowed
  std::int64_t followed_since = 0;
  std::int64_t left_since = 0;
};

class subscriber_store {
 public:
  explicit subscriber_store(database& db) : db_(db) {}

  // A follow: inserts or revives, appends to the history, gives the follow allowance. A re-follow keeps preferences, role and the
  // first scene. Idempotent for the same (openid, at).
  task<result<follow_outcome>> followed(std::string account, std::string openid, std::string scene, timestamp at);
  // An unfollow: state and history; the allowance ends. Unknown openids are inserted as gone. Idempotent for the same `at`.
  task<result<void>> unfollowed(std::string account, std::string openid, timestamp at);
  // The person did something: updates the allowance (news/subscriber.hpp) and returns the subscriber, inserted when unknown (a
  // follower from before our time).
  // A follower who was seen lately is answered from memory, with the update queued: it is durable no later than any write that is
  // awaited after this call, else within a fraction of a second. Should a crash come before that, give_again() makes up for it.
  task<result<subscriber>> contacted(std::string account, std::string openid, contact kind, timestamp at);
  // After a crash: messages that are in the inbox, whose allowances may not have reached the database. Changes only what is older
  // than the message.
  struct message_seen {
    std::string account, openid;
    timestamp at{};
  };
  task<result<void>> give_again(std::vector<message_seen> messages);
  // Others' jobs changed this row (a role by an invitation): the next contact reads it again.
  void forget(subscriber_id id);
  // A scan by a follower: history with the scene, and the scan allowance.
  task<result<subscriber>> scanned(std::string account, std::string openid, std::string scene, timestamp at);

  task<result<std::optional<subscriber>>> find(std::string account, std::string openid);
  task<result<void>> set_language(subscriber_id id, std::string language);
  task<result<void>> set_wants_digest(subscriber_id id, bool wants);
  task<result<void>> set_role(subscriber_id id, role r);
  // The platform said that this person no longer follows (43004 and its like), without an event.
  task<result<void>> mark_gone(subscriber_id id, timestamp at);
  // The platform said that no customer message may be sent now (45015, 45047).
  task<result<void>> close_allowance(subscriber_id id);
  // One customer message outside a push (an answer that was late): decrements. False when none is left.
  task<result<bool>> spend_allowance(subscriber_id id, timestamp now);

  // Followers of an account with id > after, ascending, at most limit.
  task<result<std::vector<subscriber>>> page(std::string account, subscriber_id after, std::size_t limit);
  // Editors and admins.
  task<result<std::vector<subscriber>>> desk(std::string account);
  task<result<std::vector<follow_event>>> history(subscriber_id id);
  task<result<subscriber_counts>> counts(std::string account, timestamp now, timestamp since);

 private:
  const subscriber* remembered(const std::string& account, const std::string& openid) const;
  void remember(const subscriber& s);
  void note_contact(subscriber_id who, contact_batch::contact_note note);
  task<> settle_contacts();

  database& db_;
  std::shared_ptr<contact_batch> contacts_;  // the newest; null when another change has come after it
  std::uint64_t contacts_noted_ = 0, contacts_settled_ = 0;
  // Followers who spoke lately, by "account\nopenid", and the way there by id. Their allowance here may be old: nobody reads it.
  std::unordered_map<std::string, subscriber> recent_;
  std::unordered_map<std::int64_t, std::string> places_;
};

}  // namespace depeche
