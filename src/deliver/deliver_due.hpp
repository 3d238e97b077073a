// The journey of a push, one line per step: freeze -> plan -> render -> send by each way -> close the books. It may be walked again
// from the start after a pause or a restart: each step goes on where it was.
#pragma once

#include "deliver/way.hpp"
#include "digest/guard_desk.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "store/digest_store.hpp"
#include "store/subscriber_store.hpp"
#include "wechat/account_profile.hpp"

#include <functional>
#include <string>
#include <vector>

namespace depeche {

struct due_parts {
  subscriber_store& subscribers;
  digest_store& digests;
  ledger_store& ledger;
  const template_set& templates;
  const clock& time;
  std::string public_url;
  wechat::account_profile profile;
  std::vector<way*> ways;
  way* publication;  // what a push without recipients goes by
  std::function<edition(const push&, const digest&)> edition_of;
  std::function<bool(const edition&, const subscriber&)> reads;  // empty: everyone
  guard_desk* guard;                                             // null: nothing is held
  const bool& stopping;
};

// Both outlive the walk; p's state follows the stored one.
task<result<progress>> deliver_due(push& p, const due_parts& with);

// The masthead of an edition: its title, or its name.
const std::string& masthead_of(const edition& e);

// The edition as an urgent item goes out: marked on the masthead, and never by a mass send, which is the daily digest's (one a day).
edition as_urgent(edition e);

}  // namespace depeche
