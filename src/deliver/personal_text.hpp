// A push's text as one person gets it: without what that person got already, in the Chinese that was asked for. Made once for all who get
// the same.
#pragma once

#include "base/chinese_script.hpp"
#include "deliver/known_items.hpp"
#include "digest/render.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"
#include "store/ledger_store.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {

// The issue as a chat message of these of its items (places; none: all of them), in the Chinese that `language` asks for.
chat_part text_for_person(const template_set& templates, const digest& issue, std::string_view masthead, std::string_view public_url,
                          const std::vector<std::size_t>& which, std::string_view language);

// Refers to templates and issue.
class personal_text {
 public:
  personal_text(const template_set& templates, const digest& issue, std::string masthead, std::string public_url, known_items known)
      : templates_(templates), issue_(issue), masthead_(std::move(masthead)), public_url_(std::move(public_url)), known_(std::move(known)) {}

  const std::string& of(const claimed_delivery& to);
  // Nothing in the issue is new to this person.
  bool is_known(subscriber_id who) const { return !issue_.items.empty() && known_.new_to(who, issue_.items.size()).empty(); }

 private:
  const template_set& templates_;
  const digest& issue_;
  std::string masthead_, public_url_;
  known_items known_;
  std::map<std::pair<std::size_t, chinese_script>, std::string> made_;  // by kind of person and script
};

}  // namespace depeche
