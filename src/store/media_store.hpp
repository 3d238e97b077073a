// What was uploaded to the platform, by the hash of its content, so that nothing is uploaded twice; and the drafts of pushes.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>

namespace depeche {

class media_store {
 public:
  explicit media_store(database& db) : db_(db) {}

  // The platform's address or media id; empty when it was asked for and the answer is not known; nothing when it never was.
  // kind: "shown" (in the text of an article), "cover".
  task<result<std::optional<std::string>>> find(std::string account, std::string kind, std::string hash);
  // An empty value is the intent, to be kept before the request leaves.
  task<result<void>> keep(std::string account, std::string kind, std::string hash, std::string value, timestamp at);
  // The platform doesn't know this value any more.
  task<result<void>> forget(std::string account, std::string value);

  // The same for the draft that a push sends: its media id, empty for an intent.
  task<result<std::optional<std::string>>> draft_of(push_id id);
  task<result<void>> keep_draft(push_id id, std::string media_id, timestamp at);

 private:
  database& db_;
};

}  // namespace depeche
