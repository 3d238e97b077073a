// The digest whose numbers a person means.
#pragma once

#include "commands/command.hpp"

#include <memory>

namespace depeche {

// What was shown to this person in chat, or came by a push after that; else what they would be shown now. The conversation remembers it, and where
// it was left. Null when there is nothing.
task<std::shared_ptr<const digest>> digest_in_mind(command_parts& with, const command_call& call);

// For a number alone: an urgent item that came since is meant by its own number.
task<std::shared_ptr<const digest>> digest_of_number(command_parts& with, const command_call& call, std::size_t wanted);

}  // namespace depeche
