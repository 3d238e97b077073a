// What a push says, as one typed value for each kind of message and event (wechat-protocol 3). A kind that is not known, or whose
// numbers do not read, is unknown_push: its fields stay with the message, and it is acknowledged like any other.
#pragma once

#include "wechat/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace depeche::wechat {

// Messages.
struct text_message {
  std::string text;
  std::string menu_item;  // id of the tapped item of a message menu; empty when typed
  bool operator==(const text_message&) const = default;
};
struct image_message {
  std::string url;
  std::string media_id;
  bool operator==(const image_message&) const = default;
};
struct voice_message {
  std::string media_id;
  std::string format;       // "amr", "speex"
  std::string recognition;  // what was said, when the account has speech recognition on
  std::string media_id_16k;
  bool operator==(const voice_message&) const = default;
};
struct video_message {
  std::string media_id;
  std::string thumb_media_id;
  bool is_short = false;
  bool operator==(const video_message&) const = default;
};
struct location_message {
  double latitude = 0;
  double longitude = 0;
  std::int64_t scale = 0;
  std::string label;
  bool operator==(const location_message&) const = default;
};
struct link_message {
  std::string title;
  std::string description;
  std::string url;
  bool operator==(const link_message&) const = default;
};
struct file_message {
  std::string name;
  std::string description;
  std::string key;
  std::string md5;
  std::int64_t bytes = 0;
  bool operator==(const file_message&) const = default;
};
struct card_message {  // of a mini program
  std::string title;
  std::string app_id;
  std::string page;
  std::string thumb_url;
  std::string thumb_media_id;
  bool operator==(const card_message&) const = default;
};

// Events of a person.
struct follow_event {
  std::string key;     // "qrscene_" and a scene, or another key, or empty
  std::string ticket;  // of the scene's code
  bool operator==(const follow_event&) const = default;
};
struct unfollow_event {
  bool operator==(const unfollow_event&) const = default;
};
struct scan_event {
  std::string scene;
  std::string ticket;
  bool operator==(const scan_event&) const = default;
};
struct position_event {  // reported by the client when the chat is opened
  double latitude = 0;
  double longitude = 0;
  double precision = 0;
  bool operator==(const position_event&) const = default;
};
struct click_event {
  std::string key;
  bool operator==(const click_event&) const = default;
};
struct view_event {
  std::string url;
  std::string menu_id;
  bool operator==(const view_event&) const = default;
};
struct mini_program_event {
  std::string page;
  std::string menu_id;
  bool operator==(const mini_program_event&) const = default;
};
struct code_scanned_event {  // with the menu's scanner
  std::string key;
  std::string scan_type;    // "qrcode", "barcode"
  std::string scan_result;
  bool waits = false;       // the client shows "receiving" until it is answered
  bool operator==(const code_scanned_event&) const = default;
};
enum class picture_source { camera, camera_or_album, album };
struct pictures_event {  // the pictures follow as image messages
  picture_source source = picture_source::camera;
  std::string key;
  std::vector<std::string> md5s;
  bool operator==(const pictures_event&) const = default;
};
struct place_event {  // the place follows as a location message
  std::string key;
  double latitude = 0;
  double longitude = 0;
  std::int64_t scale = 0;
  std::string label;
  std::string name;
  bool operator==(const place_event&) const = default;
};

// Events of jobs that we gave: their sender is the platform's assistant or a recipient, not a person who did something.
struct template_finished {
  std::int64_t msg_id = 0;
  std::string status;  // "success", "failed:user block", "failed: system failed"
  bool operator==(const template_finished&) const = default;
};
struct originality_check {
  std::int64_t article = 0;  // from 1
  std::int64_t declared_state = 0;
  std::int64_t audit_state = 0;
  std::string original_url;
  std::int64_t original_type = 0;
  bool may_reprint = false;
  bool must_replace_content = false;
  bool must_show_source = false;
  bool operator==(const originality_check&) const = default;
};
struct article_address {
  std::int64_t article = 0;  // from 1
  std::string url;
  bool operator==(const article_address&) const = default;
};
struct mass_finished {
  std::int64_t msg_id = 0;
  std::string status;  // see describe_mass_status
  std::int64_t total = 0;
  std::int64_t filtered = 0;  // left after the filters; sent + failed in principle
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t check_state = 0;  // 1 no reprint, 2 a reprint that may be sent, 3 one that may not
  std::vector<originality_check> checks;
  std::vector<article_address> articles;
  bool operator==(const mass_finished&) const = default;
};
enum class publish_status {
  published = 0,
  in_progress = 1,
  not_original = 2,
  failed = 3,
  refused_by_review = 4,
  deleted_by_owner = 5,   // published, then all articles deleted
  blocked = 6,            // published, then all articles blocked by the platform
};
struct publish_finished {
  std::string publish_id;
  publish_status status = publish_status::failed;
  std::string article_id;
  std::vector<article_address> articles;
  std::vector<std::int64_t> failed_articles;  // from 1
  bool operator==(const publish_finished&) const = default;
};
struct notice_answer {
  std::string template_id;
  bool accepted = false;
  std::int64_t scene = 0;  // where it was asked, for a pop-up
  bool operator==(const notice_answer&) const = default;
};
struct notices_answered {
  bool in_settings = false;  // switched in the settings, not answered in a pop-up
  std::vector<notice_answer> answers;
  bool operator==(const notices_answered&) const = default;
};
struct sent_notice {
  std::string template_id;
  std::int64_t msg_id = 0;
  std::int64_t errcode = 0;
  std::string status;
  bool operator==(const sent_notice&) const = default;
};
struct notices_sent {
  std::vector<sent_notice> notices;
  bool operator==(const notices_sent&) const = default;
};

// Events of the account.
enum class data_withdrawal { cleaned_by_platform, authorisation_revoked, account_deleted };
struct personal_data_event {  // what we keep of this person must go
  data_withdrawal kind = data_withdrawal::cleaned_by_platform;
  std::string openid;
  std::string app_id;
  std::string what;  // "1", "201": which data
  bool operator==(const personal_data_event&) const = default;
};
enum class session_change { opened, closed, handed_over };
struct service_session_event {
  session_change change = session_change::opened;
  std::string agent;       // who has it, or had it
  std::string next_agent;  // of a hand-over
  std::string close_type;
  bool operator==(const service_session_event&) const = default;
};
enum class verification_step {
  qualification_passed, qualification_failed, naming_passed, naming_failed, renewal_due, expired
};
struct verification_event {
  verification_step step = verification_step::expired;
  std::int64_t at = 0;  // when it ends, or when it failed: unix seconds
  std::string reason;   // of a failure
  bool operator==(const verification_event&) const = default;
};
struct debug_event {  // of the platform's debug tool
  std::string text;
  bool operator==(const debug_event&) const = default;
};
struct unknown_push {
  bool operator==(const unknown_push&) const = default;
};

using push_content =
    std::variant<unknown_push, text_message, image_message, voice_message, video_message, location_message, link_message,
                 file_message, card_message, follow_event, unfollow_event, scan_event, position_event, click_event, view_event,
                 mini_program_event, code_scanned_event, pictures_event, place_event, template_finished, mass_finished,
                 publish_finished, notices_answered, notices_sent, personal_data_event, service_session_event,
                 verification_event, debug_event>;

push_content read_content(const inbound_message& message);
// Sets type, event and fields for it, as the platform writes them; unknown_push changes nothing.
void set_content(inbound_message& message, const push_content& content);

// What a Status of MASSSENDJOBFINISH means.
enum class mass_end { sent, failed, refused_content, refused_reprint, refused_by_admin };
struct mass_status {
  mass_end end = mass_end::failed;
  std::string_view meaning;  // a few words, English
};
mass_status describe_mass_status(std::string_view status);

}  // namespace depeche::wechat
