// What a person can say in chat, and what the program answers: one file per command, one table (table.cpp).
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "commands/conversation.hpp"
#include "commands/greeting.hpp"
#include "commands/phrases.hpp"
#include "commands/preview_link.hpp"
#include "deliver/approval_desk.hpp"
#include "deliver/delivery.hpp"
#include "deliver/last_issue.hpp"
#include "deliver/scheduler.hpp"
#include "deliver/urgent_desk.hpp"
#include "digest/edition_board.hpp"
#include "digest/guard_desk.hpp"
#include "digest/pick_desk.hpp"
#include "digest/template_file.hpp"
#include "ingest/intake.hpp"
#include "ingest/source_poller.hpp"
#include "news/site_addresses.hpp"
#include "news/subscriber.hpp"
#include "store/article_store.hpp"
#include "store/desk_store.hpp"
#include "store/ledger_store.hpp"
#include "store/scene_store.hpp"
#include "store/source_store.hpp"
#include "store/subscriber_store.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace depeche {

// What goes back to the person.
struct answer {
  std::string text;     // empty: nothing is said; what answer_text() gives is one chat text of at most 2,048 bytes
  std::string picture;  // PNG to follow the text, or empty
};

// Everything that commands may use; built once by app/wiring and outliving every call.
struct command_parts {
  edition_board& board;
  subscriber_store& subscribers;
  article_store& articles;
  sent_issues& sent;
  ledger_store& ledger;
  scene_store& scenes;
  desk_store& desk;
  delivery& push;
  scheduler& calendar;
  const template_set& templates;
  conversations& talks;
  greeting_texts& greetings;
  const clock& time;
  intake& door;
  source_poller& poller;
  source_store& added_sources;
  guard_desk& guard;
  pick_desk& picks;
  urgent_desk& urgent;
  approval_desk& approvals;
  preview_links& previews;
  std::vector<source> fixed_sources;  // the config's
  site_addresses sites;
  std::map<std::string, std::string> titles;  // account -> what readers call it
  // Finds or makes the code of a scene at the platform.
  std::function<task<result<scene_code>>(std::string account, std::string scene)> code_for;
};

// One call: who speaks, in which language the answer is, and what stood behind the command's word.
struct command_call {
  subscriber who;
  std::string language;  // "fr", "en", "zh"
  std::string argument;  // trimmed, as typed
  std::string text;      // the same with its lines
  const edition* reads = nullptr;  // the edition that this person reads; null when the account has none
};

using command_function = task<answer> (*)(command_parts& with, command_call call);

struct command_entry {
  std::string_view id;      // stable, for the log: "digest", "/send"
  role who_may;
  command_function run;
  // The words that mean it, folded (see words.hpp), with the language that they give away ("" when none).
  struct word {
    std::string_view text;
    std::string_view language;
  };
  std::vector<word> words;
};

const std::vector<command_entry>& command_table();

// Readers.
task<answer> say_digest(command_parts& with, command_call call);
task<answer> say_more(command_parts& with, command_call call);
task<answer> say_latest(command_parts& with, command_call call);
task<answer> say_item(command_parts& with, command_call call);       // the argument is the number
task<answer> subscribe(command_parts& with, command_call call);
task<answer> unsubscribe(command_parts& with, command_call call);
task<answer> choose_language(command_parts& with, command_call call);
task<answer> say_help(command_parts& with, command_call call);
// The desk.
task<answer> desk_status(command_parts& with, command_call call);
task<answer> desk_preview(command_parts& with, command_call call);
task<answer> desk_qr(command_parts& with, command_call call);
task<answer> desk_send(command_parts& with, command_call call);
task<answer> desk_draft(command_parts& with, command_call call);
task<answer> desk_publish(command_parts& with, command_call call);
task<answer> desk_approve(command_parts& with, command_call call);
task<answer> desk_unapprove(command_parts& with, command_call call);
// What a yes to its question begins.
task<answer> begin_publication(command_parts& with, command_call call, const edition& meant, std::shared_ptr<const digest> issue);
task<answer> desk_stats(command_parts& with, command_call call);
task<answer> desk_add(command_parts& with, command_call call);       // the argument is an address
task<answer> desk_write(command_parts& with, command_call call);
task<answer> desk_drop(command_parts& with, command_call call);
task<answer> desk_held(command_parts& with, command_call call);
task<answer> desk_release(command_parts& with, command_call call);
task<answer> desk_pick(command_parts& with, command_call call);
task<answer> desk_move(command_parts& with, command_call call);
task<answer> desk_remove(command_parts& with, command_call call);
task<answer> desk_undo(command_parts& with, command_call call);
task<answer> desk_picks(command_parts& with, command_call call);
task<answer> desk_urgent(command_parts& with, command_call call);    // or "yes", "no"
task<answer> desk_source(command_parts& with, command_call call);
task<answer> desk_help(command_parts& with, command_call call);

// The edition that a desk command means: named by the argument, else the one that the person reads. Null when the name is unknown.
const edition* edition_meant(const command_parts& with, const command_call& call);
std::string masthead(const edition& e);
// The account's editions by name, "morning, evening", for an answer.
std::string names_of_editions(const command_parts& with, const std::string& account);

}  // namespace depeche
