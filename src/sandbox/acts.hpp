// What a person can do with a phone: follow, scan, write, tap. Each act changes the world at once and is then pushed to the bot.
#pragma once

#include "base/result.hpp"
#include "sandbox/account.hpp"
#include "sandbox/code_book.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/pusher.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace depeche::sandbox {

class acts {
 public:
  acts(const account& of, crowd& people, code_book& codes, pusher& pushes, const clock& time, random_source& random);

  // The push that the act led to; null when the platform pushes nothing for it (following twice).
  using outcome = result<std::shared_ptr<push>>;

  outcome follow(phone& who);
  outcome unfollow(phone& who);
  // Fails (not_allowed) when the phone does not follow: the account is not in its list. So do click and view.
  // With a menu id it is a tap on a menu item of a message.
  outcome say(phone& who, std::string_view words, std::string_view menu_id = {});
  outcome click(phone& who, std::string_view key);
  outcome view(phone& who, std::string_view url);
  // Any code: of the account, with a scene, or its ticket. A code of ours that has expired shows a notice.
  // Fails (not_found) for a code that is not the account's.
  outcome scan(phone& who, std::string_view code_or_ticket);
  // Scans a code of this scene, made on the spot when there is none. Fails (not_allowed) when the account may have none.
  outcome scan_scene(phone& who, std::string_view scene);

  // The text of the account's own code.
  std::string account_code() const;

 private:
  wechat::inbound_message begin(phone& who, std::string_view type);
  wechat::inbound_message event(phone& who, std::string_view name, std::string key);
  outcome scan_code(phone& who, const scene_code& code);
  void note(phone& who, message_kind kind, sender from, std::string text);

  const account& of_;
  crowd& people_;
  code_book& codes_;
  pusher& pushes_;
  const clock& clock_;
  std::int64_t next_message_id_;
};

}  // namespace depeche::sandbox
