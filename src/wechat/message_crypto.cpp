#include "wechat/message_crypto.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"

#include <openssl/crypto.h>
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

// A thread's context for one direction. It keeps the schedule of the key that it was given last: an account's key is the same for
// every callback.
class cipher {
 public:
  explicit cipher(direction way) : way_(way), context_(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
    static EVP_CIPHER* const kind = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
    if (kind == nullptr || context_ == nullptr) throw std::runtime_error("OpenSSL gives no AES-256-CBC");
    begin(kind, aes_key{});
    // OpenSSL knows padding to 16 only, and would fail on pad values above.
    EVP_CIPHER_CTX_set_padding(context_.get(), 0);
  }

  // In place; whole cipher blocks. False when OpenSSL refuses.
  bool run(const aes_key& key, std::string& block) {
    // The first 16 bytes of the key are the IV. A decryption may go on from whatever was decrypted before: that spoils the first
    // block only, which holds the random bytes that nobody reads.
    if (!same(key)) begin(nullptr, key);
    else if (way_ == direction::encrypt) set(nullptr, nullptr, key.bytes.data());
    int written = 0;
    return EVP_CipherUpdate(context_.get(), bytes_of(block), &written, bytes_of(block), static_cast<int>(block.size())) == 1 &&
           static_cast<std::size_t>(written) == block.size();
  }

 private:
  bool same(const aes_key& key) const { return CRYPTO_memcmp(key_.bytes.data(), key.bytes.data(), key.bytes.size()) == 0; }
  void begin(const EVP_CIPHER* kind, const aes_key& key) {
    set(kind, key.bytes.data(), key.bytes.data());
    key_ = key;
  }
  void set(const EVP_CIPHER* kind, const unsigned char* key, const unsigned char* iv) {
    if (EVP_CipherInit_ex2(context_.get(), kind, key, iv, static_cast<int>(way_), nullptr) != 1)
      throw std::runtime_error("OpenSSL refuses an AES key");
  }

  direction way_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
  aes_key key_;
};

// The platform always pads: what is only lenient for keys is wrong here.
std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > max_block_bytes) return std::nullopt;
  return from_base64_lenient(text);
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
  thread_local cipher decrypting(direction::decrypt);
  if (whole && decrypting.run(key, *block)) {
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
  thread_local cipher encrypting(direction::encrypt);
  if (!encrypting.run(key, block)) throw std::runtime_error("OpenSSL does not encrypt");
  return to_base64(block);
}

}  // namespace depeche::wechat
