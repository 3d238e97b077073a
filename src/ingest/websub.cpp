#include "ingest/websub.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/link.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace depeche {
namespace {

using namespace std::chrono_literals;

std::string form_pair(std::string_view name, std::string_view value) { return std::string(name) + "=" + percent_encode(value); }

// The parameter of one link-value, `name="value"`; relations are lists of words.
bool has_relation(std::string_view parameters, std::string_view relation) {
  // The comma before the next link.
  parameters = trim(parameters);
  while (parameters.ends_with(',')) parameters = trim(parameters.substr(0, parameters.size() - 1));
  for (const auto part : split(parameters, ';')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos || !ascii_iequal(trim(part.substr(0, equals)), "rel")) continue;
    auto value = trim(part.substr(equals + 1));
    if (value.starts_with('"')) value.remove_prefix(1);
    if (value.ends_with('"')) value.remove_suffix(1);
    for (const auto word : split(value, ' '))
      if (ascii_iequal(word, relation)) return true;
  }
  return false;
}

}  // namespace

std::string linked_address(const http_headers& headers, std::string_view relation, std::string_view base) {
  for (const auto& header : headers) {
    if (!ascii_iequal(header.name, "Link")) continue;
    const std::string_view all = header.value;
    for (auto open = all.find('<'); open != std::string_view::npos;) {
      const auto close = all.find('>', open);
      if (close == std::string_view::npos) break;
      const auto next = all.find('<', close);
      if (has_relation(all.substr(close + 1, std::min(next, all.size()) - close - 1), relation))
        return absolute_link(base, all.substr(open + 1, close - open - 1));
      open = next;
    }
  }
  return {};
}

bool is_signed(std::string_view header, std::string_view secret, std::string_view body) {
  const auto equals = header.find('=');
  if (equals == std::string_view::npos || secret.empty()) return false;
  const auto method = ascii_lower(trim(header.substr(0, equals)));
  const EVP_MD* digest = method == "sha1"     ? EVP_sha1()
                         : method == "sha256" ? EVP_sha256()
                         : method == "sha384" ? EVP_sha384()
                         : method == "sha512" ? EVP_sha512()
                                              : nullptr;
  const auto given = from_hex(trim(header.substr(equals + 1)));
  if (digest == nullptr || !given) return false;
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(body.data());
  if (HMAC(digest, secret.data(), static_cast<int>(secret.size()), data, body.size(), out.data(), &size) == nullptr) return false;
  return equal_constant_time(*given, std::string_view(reinterpret_cast<const char*>(out.data()), size));
}

task<result<void>> websub::keep_up(std::string source, std::string hub, std::string topic) {
  auto known = co_await leases_.of_source(source);
  if (known.has_error()) co_return known.error();
  const auto now = time_.now();
  hub_lease lease;
  if (*known) lease = **known;
  if (hub.empty()) {
    hub = lease.hub;
    topic = lease.topic;
  }
  if (hub.empty() || topic.empty()) co_return result<void>();
  const bool same = lease.hub == hub && lease.topic == topic;
  if (same && (lease.until > now + websub_renewal || lease.asked + websub_retry > now)) co_return result<void>();
  const auto target = parse_url(hub);
  if (target.has_error()) co_return target.error();
  if (!same) {
    // Another hub must not know what the one before was told.
    lease = hub_lease();
    lease.source = source;
    lease.hub = hub;
    lease.topic = topic;
    lease.token = random_word(random_, 32);
    lease.secret = random_word(random_, 43);
  }
  lease.asked = now;
  // Kept first: the hub may come back before it has answered.
  const auto kept = co_await leases_.keep(lease);
  if (kept.has_error()) co_return kept.error();
  client_request request;
  request.method = "POST";
  request.target = *target;
  request.limit = 20s;
  request.max_body = 64 * 1024;
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = "hub.mode=subscribe&" + form_pair("hub.topic", topic) + "&" +
                 form_pair("hub.callback", public_url_ + std::string(websub_path) + lease.token) + "&" + form_pair("hub.secret", lease.secret) +
                 "&hub.lease_seconds=" + std::to_string(std::chrono::seconds(websub_lease).count());
  const auto answer = co_await client_.exchange(std::move(request));
  if (answer.has_error()) co_return answer.error();
  if (answer->status / 100 != 2)
    co_return fail(errc::http_status, "the hub answered with status " + std::to_string(answer->status), hub, "the feed is polled as before");
  co_return result<void>();
}

task<std::optional<std::string>> websub::confirm(std::string token, std::string mode, std::string topic, std::string seconds,
                                                 std::string challenge) {
  auto known = co_await leases_.of_token(std::move(token));
  if (known.has_error() || !*known) co_return std::nullopt;
  auto lease = **known;
  if (lease.topic != topic) co_return std::nullopt;
  if (mode == "denied") {
    lease.until = timestamp{};
    log_warning("websub", "source " + printable(lease.source, 60) + ": the hub refuses the subscription; polled as before");
    co_await leases_.keep(lease);
    co_return std::string();
  }
  // We never leave a hub: whoever asks whether we want to is no friend.
  if (mode != "subscribe" || challenge.empty() || challenge.size() > 2000) co_return std::nullopt;
  const auto now = time_.now();
  // Only what was asked for lately is confirmed; a hub that checks again within its lease is told what it knows.
  if (lease.asked + websub_retry < now && lease.until < now) co_return std::nullopt;
  std::int64_t granted = 0;
  std::from_chars(seconds.data(), seconds.data() + seconds.size(), granted);
  const auto longest = std::chrono::seconds(longest_websub_lease).count();
  lease.until = now + std::chrono::seconds(std::clamp<std::int64_t>(granted, 0, longest));
  const auto kept = co_await leases_.keep(lease);
  if (kept.has_error()) co_return std::nullopt;
  co_return challenge;
}

task<result<std::string>> websub::source_of(std::string token, std::string signature, std::string_view body) {
  auto known = co_await leases_.of_token(std::move(token));
  if (known.has_error()) co_return known.error();
  if (!*known) co_return fail(errc::not_found, "no subscription has this address");
  if (!is_signed(signature, (*known)->secret, body)) co_return fail(errc::signature_mismatch, "not signed with our secret", (*known)->hub);
  co_return (*known)->source;
}

}  // namespace depeche
