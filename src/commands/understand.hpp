// From what was typed to an answer: finds the command, checks the role at the one place, logs the desk, runs.
#pragma once

#include "commands/command.hpp"

namespace depeche {

// What a text means: the entry and the argument behind its word. Entry null: nothing that we know.
struct understood {
  const command_entry* entry = nullptr;
  std::string argument;
  std::string text;           // the argument with its lines
  std::string_view word_language;
  int item = 0;               // a bare number: item of the digest last shown
  bool confirms = false;      // "yes", "oui", "是"
  bool declines = false;
};
understood understand(std::string_view text);

// The first web address in a text; empty when there is none.
std::string address_in(std::string_view text);

// The answer to a text (or a menu key) of a subscriber. Never fails: what goes wrong inside is logged and answered politely.
task<answer> answer_text(command_parts& with, subscriber who, std::string text);

// The language of answers to a person: their own, else their edition's, else English.
std::string language_for(const command_parts& with, const subscriber& who);
// An answer as this person reads Chinese: as they asked for, else as their edition is written; with links that lead to such pages
// where there is room.
std::string as_read_by(const command_parts& with, const subscriber& who, const edition* reads, std::string text);

// What a new follower is told: the welcome with the latest digest one tap away.
task<answer> welcome(command_parts& with, subscriber who);

// The secret of a one-time invitation to the desk that a scanned scene is; empty when it is another scene.
std::string invitation_in(std::string_view scene);
// Such an invitation was scanned: the role, or why not.
task<answer> redeem_invitation(command_parts& with, subscriber who, std::string secret);

}  // namespace depeche
