// Any text as an encrypted push; any bytes as the decrypted block of one (sealed here, so that the checks behind the cipher are
// reached); and any message encrypted and opened again.
#include "wechat/message_crypto.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include <string>

namespace {

std::string base64_of_sealed(const depeche::wechat::aes_key& key, std::string block) {
  block.resize((block.size() + 15) / 16 * 16);
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), nullptr, key.bytes.data(), key.bytes.data());
  EVP_CIPHER_CTX_set_padding(context, 0);
  auto* const bytes = reinterpret_cast<unsigned char*>(block.data());
  int written = 0;
  EVP_EncryptUpdate(context, bytes, &written, bytes, static_cast<int>(block.size()));
  EVP_CIPHER_CTX_free(context);
  std::string out((block.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(block.size()));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche::wechat;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const aes_key key = parse_aes_key("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").value();
  static depeche::seeded_random random(1);
  const std::string_view id = "wx0123456789abcdef";
  (void)parse_aes_key(input).has_value();
  (void)decrypt_message(key, id, input).has_value();
  (void)decrypt_message(key, id, base64_of_sealed(key, std::string(input))).has_value();
  (void)decrypt_message(key, "", base64_of_sealed(key, std::string(input))).has_value();
  if (decrypt_message(key, id, encrypt_message(key, id, input, random)).value() != input) std::abort();
  return 0;
}
