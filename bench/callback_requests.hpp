// The platform's side of a callback, made before the clock starts: whole HTTP requests, each another message, encrypted and signed as
// in safe mode; and the look into a reply afterwards.
#pragma once

#include "base/result.hpp"
#include "wechat/message_crypto.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::bench {

struct platform_account {
  std::string app_id = "wx0123456789abcdef";
  std::string original_id = "gh_0123456789ab";
  std::string token = "sandboxtoken";
  std::string encoding_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
};

struct request_plan {
  std::string host;
  std::string path = "/wechat/main";
  std::vector<std::string> words = {"help"};  // said in turn
  std::size_t count = 100'000;
  std::size_t people = 500;
  std::int64_t first_id = 1;                  // of the MsgIds; the next ones follow
};

// The same plan makes requests of the same sizes, with the same ids.
std::vector<std::string> make_requests(const platform_account& account, const request_plan& plan);

// The text of a reply: its signature checked, decrypted, parsed. Fails when it is no encrypted reply to a subscriber.
result<std::string> open_reply(const platform_account& account, std::string_view body);

}  // namespace depeche::bench
