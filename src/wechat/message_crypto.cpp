#include "wechat/message_crypto.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>

namespace depeche::wechat {
namespace {

constexpr std::size_t prefix_bytes = 16 + 4;  // random, length
constexpr std::size_t pad_block = 32;
constexpr std::size_t cipher_block = 16;
constexpr std::size_t max_block_bytes = 16 * 1024 * 1024;  // far above any message; keeps OpenSSL's int lengths safe

unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

enum class direction : int { decrypt = 0, encrypt = 1 };

// A thread's context per direction. The cipher is given once: giving it again would free and rebuild the context's inside.
EVP_CIPHER_CTX* context_for(direction way, const aes_key& key) {
  using owner = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  thread_local const owner contexts[2] = {{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free},
                                          {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free}};
  EVP_CIPHER_CTX* const context = contexts[static_cast<int>(way)].get();
  if (cipher == nullptr || context == nullptr) throw std::runtime_error("OpenSSL gives no AES-256-CBC");
  const bool first = EVP_CIPHER_CTX_get0_cipher(context) == nullptr;
  const unsigned char* const k = key.bytes.data();  // the first 16 bytes of the key are the IV
  if (EVP_CipherInit_ex2(context, first ? cipher : nullptr, k, k, static_cast<int>(way), nullptr) != 1)
    throw std::runtime_error("OpenSSL refuses an AES key");
  // OpenSSL knows padding to 16 only, and would fail on pad values above.
  if (first) EVP_CIPHER_CTX_set_padding(context, 0);
  return context;
}

bool transform(direction way, const aes_key& key, std::string& block) {
  int written = 0;
  return EVP_CipherUpdate(context_for(way, key), bytes_of(block), &written, bytes_of(block), static_cast<int>(block.size())) ==
             1 &&
         static_cast<std::size_t>(written) == block.size();
}

// EVP_DecodeBlock is fast but lax: it skips blanks at the ends, reads any '=' as zero bits and counts the padding as bytes.
std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > max_block_bytes) return std::nullopt;
  const std::size_t first_pad = text.find('=');
  const std::size_t padding = first_pad == std::string_view::npos ? 0 : text.size() - first_pad;
  if (padding > 2 || (padding == 2 && text.back() != '=')) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(bytes_of(out), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0 || static_cast<std::size_t>(size) != out.size()) return std::nullopt;
  out.resize(out.size() - padding);
  return out;
}

// Where the message ends in a decrypted block, or nothing. All checks are made, whichever fails first.
std::optional<std::size_t> message_end(std::string_view block, std::string_view app_id) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(block[i])); };
  const std::uint32_t pad = at(block.size() - 1);
  bool good = pad >= 1 && pad <= pad_block;
  std::uint32_t differing = 0;
  for (std::uint32_t i = 0; i < pad_block; ++i)
    differing |= static_cast<std::uint32_t>(i < pad) & static_cast<std::uint32_t>(at(block.size() - 1 - i) != pad);
  good = good && differing == 0 && pad + prefix_bytes <= block.size();
  const std::size_t content = good ? block.size() - pad - prefix_bytes : 0;
  const std::size_t claimed = std::size_t{at(16)} << 24 | at(17) << 16 | at(18) << 8 | at(19);
  good = good && claimed <= content;
  const std::size_t length = good ? claimed : 0;
  good = equal_constant_time(block.substr(prefix_bytes + length, content - length), app_id) && good;
  if (!good) return std::nullopt;
  return prefix_bytes + length;
}

}  // namespace

result<aes_key> parse_aes_key(std::string_view encoding_aes_key) {
  if (encoding_aes_key.size() != 43)
    return fail(errc::bad_config, "the EncodingAESKey has " + std::to_string(encoding_aes_key.size()) + " characters", {},
                "copy all 43 from the platform's console");
  const auto bytes = from_base64_lenient(encoding_aes_key);
  if (!bytes || bytes->size() != 32)
    return fail(errc::bad_config, "the EncodingAESKey holds a character other than a-z, A-Z, 0-9, + and /", {},
                "copy it again from the platform's console");
  aes_key key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i) key.bytes[i] = static_cast<unsigned char>((*bytes)[i]);
  return key;
}

result<std::string> decrypt_message(const aes_key& key, std::string_view app_id, std::string_view base64) {
  auto block = decode_base64(base64);
  const bool whole = block && block->size() >= pad_block && block->size() % cipher_block == 0;
  if (whole && transform(direction::decrypt, key, *block)) {
    if (const auto end = message_end(*block, app_id)) {
      block->resize(*end);
      block->erase(0, prefix_bytes);
      return std::move(*block);
    }
  }
  // The peer learns only that it failed; the operator may want to know on which side of the cipher.
  log_debug("wechat", whole ? "a push does not open: wrong key, or the app id of another account"
                            : "a push does not open: not base64 of whole AES blocks");
  return fail(errc::decrypt_failed, "the message could not be decrypted");
}

std::string encrypt_message(const aes_key& key, std::string_view app_id, std::string_view message, random_source& random) {
  const std::size_t bare = prefix_bytes + message.size() + app_id.size();
  if (message.size() > max_block_bytes / 2) throw std::length_error("a message too long to encrypt");
  const std::size_t pad = pad_block - bare % pad_block;
  std::string block = random.bytes(16);
  block.reserve(bare + pad);
  for (const int shift : {24, 16, 8, 0}) block += static_cast<char>(static_cast<unsigned char>(message.size() >> shift & 0xFF));
  block += message;
  block += app_id;
  block.append(pad, static_cast<char>(pad));
  if (!transform(direction::encrypt, key, block)) throw std::runtime_error("OpenSSL does not encrypt");
  std::string out((block.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(bytes_of(out), bytes_of(block), static_cast<int>(block.size()));
  return out;
}

}  // namespace depeche::wechat
