// Calls of the platform's API: token added, errcode read (absent means success), token renewed and the call repeated once when it
// was refused, transport failures classified. Bodies are raw UTF-8 JSON.
#pragma once

#include "async/task.hpp"
#include "net/https_client.hpp"
#include "wechat/access_token.hpp"
#include "wechat/account_profile.hpp"
#include "wechat/errcode.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::wechat {

// Whether a call may simply be made again when its outcome is unknown.
enum class repeatable { yes, no };

class api_client {
 public:
  api_client(https_client& client, access_token& token, credentials who);

  // The response's JSON text. `query` is appended after access_token ("openid=..."), already encoded.
  task<api_result<std::string>> get(std::string path, std::string query = {});
  // With repeatable::no a timeout or lost connection becomes api_action::unknown; with yes it is retried once, then `retry`.
  task<api_result<std::string>> post(std::string path, std::string json, repeatable repeat);
  // A file that the platform gives: its bytes; or, when it answers with JSON (a film's address, an error), that as above.
  task<api_result<std::string>> download(std::string path, std::string query);
  task<api_result<std::string>> download_by_post(std::string path, std::string json);
  // One file as multipart/form-data part "media" with a Content-Length (wechat-protocol 9).
  task<api_result<std::string>> upload(std::string path, std::string query, std::string filename, std::string content_type,
                                       std::string bytes, repeatable repeat);
  // From then on a call that the account may not make is not made; and when the platform says so (48001), it is noted in the profile,
  // and `refused` is told, once for each capability.
  using refusal_listener = std::function<void(capability, const api_failure&)>;
  void keep_to(account_profile profile, refusal_listener refused);
  void set_limit(std::chrono::milliseconds per_call) { limit_ = per_call; }

 private:
  enum class answer_is { json, file };
  task<api_result<std::string>> call(client_request request, std::string path, std::string query, repeatable repeat,
                                     answer_is expected);
  https_client& client_;
  access_token& token_;
  credentials who_;
  std::optional<account_profile> profile_;
  refusal_listener refused_;
  std::chrono::milliseconds limit_{10'000};
};

}  // namespace depeche::wechat
