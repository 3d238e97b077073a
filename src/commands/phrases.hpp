// The short things the program says in chat, in each language. Longer texts are templates.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace depeche {

enum class phrase {
  unknown_word,        // {0}: nothing
  no_digest_yet,
  nothing_new,
  no_more,             // {0} how many there are
  no_such_item,        // {0} number, {1} how many there are
  subscribed,          // {0} edition, {1} when next
  subscribed_no_time,
  unsubscribed,
  language_set,
  language_question,
  not_allowed,
  on_its_way,
  answer_awaits,       // likewise, where we may not write by ourselves
  more_follows,
  failed,
  qr_usage,
  qr_bad_scene,        // {0} why
  qr_unavailable,      // {0} why
  qr_made,             // {0} scene, {1} page, {2} png, {3} svg
  no_such_edition,     // {0} names
  send_question,       // {0} masthead, {1} date, {2} items, {3} audience
  send_nobody,         // {0} masthead
  send_started,        // {0} masthead
  send_done_before,    // {0} masthead
  send_empty,          // {0} masthead
  send_nothing_asked,
  send_changed,        // the day changed since the question
  send_dropped,
  draft_left,          // {0} masthead
  draft_there,         // {0} masthead
  draft_failed,        // {0} why
  publish_question,    // {0} masthead, {1} date, {2} items
  publish_started,     // {0} masthead
  publish_done_before,  // {0} masthead, {1} address, or why not
  publish_empty,       // {0} masthead
  desk_welcome,        // {0} role
  role_editor,
  role_admin,
  invitation_used,
  audience_customer,   // {0} how many
  audience_mass,       // {0} how many
  audience_skipped,    // {0} why, {1} how many
  status_edition,      // {0} masthead, {1} name, {2} when
  status_no_edition,   // {0} masthead, {1} name
  status_composed,     // {0} items, {1} when
  status_not_composed,
  status_followers,    // {0} how many, {1} came and {2} went in a day, {3} want the digest, {4} can be written to now
  status_push,         // {0} key, {1} state
  status_sources,      // {0} how many
  status_troubled,     // {0} how many, {1} of them with a problem
  status_source_health,  // {0} source, {1} last article
  source_broken,       // {0} source, {1} last good fetch, {2} why
  source_silent,       // {0} source, {1} last article
  source_well,         // {0} source, {1} since when it was not
  codes_end,           // {0} how many temporary codes end soon, {1} their scenes and when
  codes_run_short,     // {0} permanent codes that the account has, {1} the most it may have
  call_refused,        // {0} title of the account, {1} what it may not do (platform's words), {2} the platform's answer
  push_planning,
  push_sending,
  push_done,
  count_planned,       // {0} how many, here and below
  count_intent,
  count_sent,
  count_failed,
  count_unknown,
  count_skipped,
  stats_readers,       // {0} followers, {1} left
  stats_week,          // {0} came, {1} went
  stats_articles,      // {0} how many
  stats_codes,
  add_usage,
  add_kept,            // {0} title, {1} where from, {2} when, {3} first sentences, {4} page
  add_corrected,       // likewise
  add_there,           // {0} title, {1} source, {2} page
  add_read_by,         // {0} mastheads
  add_read_by_nobody,  // {0} language
  add_how_to_drop,     // {0} id
  add_feed,            // {0} title, {1} entries, {2} address
  add_feed_of_page,    // {0} address
  add_stub,
  add_list,
  add_error,           // {0} why
  add_failed,          // {0} why
  no_date,
  the_desk,
  write_usage,
  drop_usage,
  dropped,             // {0} title
  drop_unknown,        // {0} id
  source_usage,
  source_question,     // {0} title, {1} entries, {2} address, {3} name
  source_known,        // {0} name
  source_no_feed,
  source_added,        // {0} name
  source_dropped,
  item_withdrawn,
  held_none,
  held_head,
  held_line,           // {0} id, {1} title
  held_word,           // {0} the word, {1} held_note or nothing, {2} where, {3} the words around it
  held_note,           // {0} the list's reason
  held_in_title,
  held_in_summary,
  held_in_text,
  held_in_related,
  held_in_item,
  held_no_source,
  held_no_date,
  held_more,
  held_how,            // {0} id
  release_usage,
  release_unknown,     // {0} id
  released,            // {0} title
  pick_usage,
  picked,              // {0} title, {1} masthead; likewise the next four
  pick_moved,
  pick_removed,
  pick_undone,
  pick_nothing_to_undo,
  pick_too_late,       // {0} masthead
  pick_refused,        // {0} why
  pick_unknown_address,
  picks_none,          // {0} masthead
  picks_head,          // {0} masthead
  pick_line_in,        // {0} title
  pick_line_place,     // {0} title, {1} place
  urgent_usage,
  urgent_none,
  urgent_head,
  urgent_sent,         // {0} title, {1} edition, {2} why; likewise the next two
  urgent_waits,
  urgent_left_out,
  urgent_question,     // {0} title, {1} masthead, {2} audience, {3} how many more today
  urgent_after_quiet,  // {0} until when
  urgent_in_spite_of_quiet,  // {0} until when
  urgent_answer_yes,
  urgent_taken,        // {0} title
  pick_line_removed,   // {0} title
  urgent_rule_sent,    // {0} edition, {1} title
  urgent_rule_waits,   // {0} edition, {1} title, {2} until when, {3} article
  urgent_rule_asks,    // {0} edition, {1} title, {2} article
  urgent_not_sent,     // {0} edition, {1} title, {2} why
  approval_asked,      // {0} masthead, {1} its hour, {2} how many stories, {3} edition
  approval_given,      // {0} masthead, {1} edition
  approval_refused,    // {0} why
  approval_withdrawn,  // {0} masthead
  approval_none,       // {0} masthead
  count,
};

// The phrase's text in "fr", "en" or "zh".
std::string_view phrase_text(phrase p, std::string_view language);

template <class... Args>
std::string say(phrase p, std::string_view language, const Args&... args) {
  return fmt::format(fmt::runtime(phrase_text(p, language)), args...);
}

}  // namespace depeche
