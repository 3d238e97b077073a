// The texts that greet a reader: the welcome and the help. Every reader of an edition gets the same, so each is written once and kept
// until the digest, the next firing or the templates change.
#pragma once

#include "base/clock.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

namespace depeche {

struct command_parts;  // commands/command.hpp
struct command_call;

// Loop thread only.
class greeting_texts {
 public:
  // At most 2,048 bytes. `page` names the template: "chat_welcome" or "chat_help".
  const std::string& text(command_parts& with, const command_call& call, const std::string& page);

 private:
  struct ready {
    std::shared_ptr<const void> templates;
    std::shared_ptr<const digest> shown;
    std::optional<timestamp> next;
    std::string text;
  };
  std::map<std::tuple<std::string, std::string, std::string, std::string>, ready> texts_;  // page, language, account, edition
};

}  // namespace depeche
