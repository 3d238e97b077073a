// Somebody's phone at the simulated platform, moved by the sandbox's control API as by a hand.
#pragma once

#include "e2e/program.hpp"

#include <string>
#include <vector>

namespace e2e {

struct bot_and_platform;

class phone {
 public:
  // New at the platform, and follows nobody yet. The language as WeChat writes it: "en", "fr", "zh_CN".
  phone(speaker& sandbox, const std::string& language);

  // An act of the control API, once the bot has answered it or failed to: {"outcome","reply",...}, without a reply null.
  json act(const std::string& what, const json& with = json::object()) const;
  // The code that a picture shows, or the scene of one of the account's codes.
  json scan(const std::string& code) const { return act("scan", {{"code", code}}); }
  json scan_scene(const std::string& scene) const { return act("scan", {{"scene", scene}}); }
  json follow() const { return act("follow"); }
  json unfollow() const { return act("unfollow"); }
  // The reply's text; fails the test when none comes, or one that is longer than the platform takes.
  std::string say(const std::string& text) const;

  // All that its chat shows, oldest first.
  json messages() const;
  // The texts with this part that came by themselves and not as a reply, oldest first; by this way only (json "way"), or by any.
  std::vector<std::string> told(const std::string& part = {}, const std::string& way = {}) const;
  // Of the phone in the control API.
  const std::string& path() const { return path_; }

 private:
  speaker* sandbox_;  // must outlive the phone
  std::string path_;
};

// How somebody comes to the desk: by a code to scan, or where the account may have none by a word to say.
enum class invitation { code, word };

// A new phone that has taken an invitation to the desk; fails the test when the bot does not invite so.
phone enrol(const bot_and_platform& w, const std::string& language, invitation by = invitation::code);

// The article's number in an answer to an editor: it stands behind "/drop ".
std::string article_in(const std::string& answer);

}  // namespace e2e
