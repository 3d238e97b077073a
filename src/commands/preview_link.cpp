#include "commands/preview_link.hpp"

#include "base/encode.hpp"

#include <openssl/hmac.h>

#include <array>
#include <charconv>

namespace depeche {
namespace {

constexpr auto good_for = std::chrono::hours{24};
constexpr std::string_view secret_name = "preview secret";
constexpr std::size_t signature_bytes = 18;

// Of the edition and the end, so that a link opens nothing else and no longer. Names have no line breaks.
std::string signature(const std::string& secret, const edition& e, const std::string& until) {
  const std::string what = e.account + "\n" + e.name + "\n" + until;
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(what.data());
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), data, what.size(), out.data(), &size);
  return to_base64url(std::string_view(reinterpret_cast<const char*>(out.data()), signature_bytes));
}

}  // namespace

task<result<std::string>> preview_links::secret() {
  const std::string name(secret_name);
  auto kept = co_await settings_.get(name);
  if (kept.has_error()) co_return kept.error();
  if (*kept) co_return std::move(**kept);
  const auto written = co_await settings_.set(name, random_word(random_, 43));
  if (written.has_error()) co_return written.error();
  // Read back: another process may have been first.
  kept = co_await settings_.get(name);
  if (kept.has_error()) co_return kept.error();
  co_return std::move(**kept);
}

task<result<std::string>> preview_links::path_to(const edition& e) {
  const edition of = e;
  auto key = co_await secret();
  if (key.has_error()) co_return key.error();
  const std::string until = std::to_string(to_unix_seconds(clock_.now() + good_for));
  co_return "/preview/" + until + "-" + signature(*key, of, until);
}

task<result<bool>> preview_links::opens(std::string token, const edition& e) {
  const edition of = e;
  const std::string until = token.substr(0, token.find('-'));
  std::int64_t end = 0;
  const auto read = std::from_chars(until.data(), until.data() + until.size(), end);
  if (read.ec != std::errc{} || read.ptr != until.data() + until.size() || token.size() > 100) co_return false;
  if (end <= to_unix_seconds(clock_.now())) co_return false;
  auto key = co_await secret();
  if (key.has_error()) co_return key.error();
  co_return equal_constant_time(token, until + "-" + signature(*key, of, until));
}

}  // namespace depeche
