// What a person can do with a phone: follow, scan, write, send, tap, agree. Each act changes the world at once and is then pushed
// to the bot.
#pragma once

#include "base/result.hpp"
#include "sandbox/account.hpp"
#include "sandbox/code_book.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/menu_board.hpp"
#include "sandbox/pusher.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace depeche::sandbox {

struct act_parts {
  const account& of;
  crowd& people;
  code_book& codes;
  media_shelf& media;
  const menu_board& menus;
  pusher& pushes;
  const clock& time;
  random_source& random;
};

class acts {
 public:
  explicit acts(act_parts with);

  // The push that the act led to; null when the platform pushes nothing for it (following twice, a blacklisted person).
  using outcome = result<std::shared_ptr<push>>;

  outcome follow(phone& who);
  outcome unfollow(phone& who);
  // Fails (not_allowed) when the phone does not follow: the account is not in its list. So do the acts below.
  // With a menu id it is a tap on a menu item of a message.
  outcome say(phone& who, std::string_view words, std::string_view menu_id = {});
  outcome click(phone& who, std::string_view key);
  outcome view(phone& who, std::string_view url);
  // A message of another type: image, voice, video, shortvideo, location, link, file, miniprogrampage; `about` has what it
  // needs, with defaults for all.
  outcome send(phone& who, std::string_view type, const nlohmann::json& about);
  // A button of the menu that this person sees, by its name; or, with a "type" in `about`, one that need not be there.
  outcome tap(phone& who, std::string_view name, const nlohmann::json& about);
  // The phone reports where it is.
  outcome report(phone& who, const nlohmann::json& where);
  // The person answered the pop-up of a subscription notice, or changed their mind in the settings.
  outcome consent(phone& who, const std::string& template_id, bool accepts, bool in_settings, const std::string& scene);
  // Any event of any kind.
  outcome event_of(phone& who, std::string name, std::vector<push_field> fields);
  // Any code: of the account, with a scene, or its ticket. A code of ours that has expired shows a notice.
  // Fails (not_found) for a code that is not the account's.
  outcome scan(phone& who, std::string_view code_or_ticket);
  // Scans a code of this scene, made on the spot when there is none. Fails (not_allowed) when the account may have none.
  outcome scan_scene(phone& who, std::string_view scene);

  // The text of the account's own code.
  std::string account_code() const;

 private:
  push_message event(phone& who, std::string name, std::vector<push_field> fields);
  // An ordinary message: fields, and the MsgId at its place.
  push_message message(phone& who, std::string type, std::vector<push_field> fields);
  outcome deliver(phone& who, push_message what, bool shows_reply);
  outcome press(phone& who, const std::string& type, const std::string& key, const nlohmann::json& about);
  outcome scan_code(phone& who, const scene_code& code);
  void note(phone& who, message_kind kind, sender from, std::string text, std::string media_id = {});
  const medium& make_medium(std::string_view type, const nlohmann::json& about);

  act_parts with_;
  std::int64_t next_message_id_;
};

}  // namespace depeche::sandbox
