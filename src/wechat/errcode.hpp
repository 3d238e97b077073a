// The platform's error codes with the one right reaction to each (wechat-protocol 5.2 and 11.1), as data for all senders.
#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace depeche::wechat {

enum class api_action {
  retry,           // busy: again later, with back-off
  retry_minute,    // minute limit: again after 60 s
  refresh_token,   // token refused: renew once and repeat
  drop_recipient,  // this recipient can't be reached by this way
  wait_recipient,  // count used up: wait until the person acts
  wait_quota,      // daily or monthly quota: wait for the next window
  fix_request,     // our request is wrong: a bug or content
  stop_and_tell,   // the account: stop the run and tell the admin
  already_done,    // 45065: the job exists; its id is in the answer
  unknown,         // the outcome is not known: it may have happened
  not_sent,        // transport: the request did not leave; may be repeated
};

struct errcode_entry {
  int code;
  api_action action;
  std::string_view meaning;  // a few words, English
  std::chrono::seconds pause;  // before the platform may be asked the same again; 0: as the action has it
};

// The entry of a code; codes that are not in the table read as fix_request with an empty meaning.
errcode_entry describe_errcode(int code);
std::string_view name(api_action action);

// Why a call did not succeed.
struct api_failure {
  api_action action = api_action::fix_request;
  int errcode = 0;      // 0: transport, see message
  std::string message;  // errmsg without the rid, or the transport's words
  std::string rid;
  std::string path;     // "/cgi-bin/message/custom/send"
  std::string answer;   // the platform's JSON when it gave an errcode: 45065 carries the id of the job that exists
  std::string to_line() const;  // "48001 api unauthorized (/cgi-bin/..., rid ...)": for logs and the desk
};

// A failure that we find ourselves: a request that the platform would refuse, an answer without what was asked for.
api_failure own_failure(api_action action, std::string_view message, std::string_view path);

template <class T>
using api_result = boost::system::result<T, api_failure>;

[[noreturn]] void throw_exception_from_error(const api_failure& f, const boost::source_location&);

}  // namespace depeche::wechat
