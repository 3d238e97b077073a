#include "wechat/signature.hpp"

#include "base/encode.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <stdexcept>

namespace depeche::wechat {
namespace {

using digest_context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

// Every callback is hashed once or twice: the algorithm is looked up once, and a thread's context keeps its memory.
EVP_MD_CTX* fresh_sha1() {
  static const EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  thread_local const digest_context context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  if (kind == nullptr || context == nullptr || EVP_DigestInit_ex2(context.get(), kind, nullptr) != 1)
    throw std::runtime_error("OpenSSL gives no SHA-1");
  return context.get();
}

std::string sorted_sha1(std::span<std::string_view> parts) {
  std::sort(parts.begin(), parts.end());  // char_traits compares bytes as unsigned, as the platform does
  EVP_MD_CTX* const context = fresh_sha1();
  for (const std::string_view part : parts) EVP_DigestUpdate(context, part.data(), part.size());
  std::array<unsigned char, 20> digest{};
  EVP_DigestFinal_ex(context, digest.data(), nullptr);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

std::string url_signature(std::string_view token, std::string_view timestamp, std::string_view nonce) {
  std::array parts{token, timestamp, nonce};
  return sorted_sha1(parts);
}

std::string message_signature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                              std::string_view encrypt) {
  std::array parts{token, timestamp, nonce, encrypt};
  return sorted_sha1(parts);
}

bool signature_matches(std::string_view expected, std::string_view received) {
  if (expected.empty() || received.size() != expected.size()) return false;
  std::string lower(received);  // what was received is no secret: only the comparison must not tell
  for (char& c : lower)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return equal_constant_time(expected, lower);
}

}  // namespace depeche::wechat
