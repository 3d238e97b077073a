// The subscriber's side of WebSub (W3C): a feed that names a hub is subscribed to there; the hub then sends what is new at once. What a
// hub sends counts only when it is signed with our secret. Polling goes on, more slowly, so that a silent hub loses nothing.
#pragma once

#include "base/random.hpp"
#include "net/https_client.hpp"
#include "store/websub_store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace depeche {

inline constexpr std::string_view websub_path = "/websub/";
inline constexpr std::chrono::hours websub_lease{24 * 10};     // asked for
inline constexpr std::chrono::hours longest_websub_lease{24 * 30};
inline constexpr std::chrono::hours websub_renewal{24};        // before its end
inline constexpr std::chrono::hours websub_retry{6};           // when a hub did not come back to verify

// The address that a Link header gives for a relation ("hub", "self"), made absolute; empty for none.
std::string linked_address(const http_headers& headers, std::string_view relation, std::string_view base);

// X-Hub-Signature: "sha1=...", "sha256=...", "sha384=...", "sha512=...", in hexadecimal.
bool is_signed(std::string_view header, std::string_view secret, std::string_view body);

class websub {
 public:
  // `public_url` without a slash at the end: hubs come to it.
  websub(https_client& client, websub_store& leases, random_source& random, const clock& time, std::string public_url)
      : client_(client), leases_(leases), random_(random), time_(time), public_url_(std::move(public_url)) {}

  // Subscribes when there is no lease, when hub or topic changed, or when the lease ends soon. An empty hub: only renews what is known.
  // Fails like the client, and with http_status when the hub does not accept.
  task<result<void>> keep_up(std::string source, std::string hub, std::string topic);

  // The hub asks whether we meant it. What to answer with status 200; nothing: 404.
  task<std::optional<std::string>> confirm(std::string token, std::string mode, std::string topic, std::string seconds, std::string challenge);

  // The source that a body is of. Fails with not_found for an unknown token and with signature_mismatch for anything not signed by us.
  task<result<std::string>> source_of(std::string token, std::string signature, std::string_view body);

 private:
  https_client& client_;
  websub_store& leases_;
  random_source& random_;
  const clock& time_;
  std::string public_url_;
};

}  // namespace depeche
