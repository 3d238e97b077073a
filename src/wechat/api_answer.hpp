// One answer of the platform's API, read: absent errcode is success, numbers may come as strings, the id for its support
// ("rid: ...") is cut out of errmsg. What is no JSON object counts as a failure of the platform's side.
#pragma once

#include "net/https_client.hpp"
#include "wechat/errcode.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::wechat {

// The JSON text of a success, UTF-8 repaired. A transport that failed before the request left is not_sent; otherwise, and for
// answers that cannot be read, `when_unknown` says what the call's failure means: retry, or unknown when it may have acted.
api_result<std::string> read_api_answer(result<client_response> answer, std::string_view path, api_action when_unknown);

// The request target of an API path below the configured base.
std::string api_path(const url& base, std::string_view path);

// An address in a message of the platform ("invalid ip 1.2.3.4 ipv6 ..., not in whitelist"); empty when there is none.
std::string_view address_in(std::string_view errmsg);

// Single members of an answer, at its top level. Nothing when absent or of another kind.
std::optional<std::string> text_member(std::string_view json, std::string_view name);
std::optional<std::int64_t> number_member(std::string_view json, std::string_view name);  // 12 and "12" alike

}  // namespace depeche::wechat
