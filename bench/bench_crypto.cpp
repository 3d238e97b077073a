// What the platform's own work on a callback costs us: verify, decrypt, parse, then write, encrypt and sign the reply; beside the bare
// OpenSSL calls on the same bytes (two SHA-1, AES-256-CBC both ways, base64 both ways).
//   bench_crypto [ROUNDS]
#include "base/random.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"
#include "wechat/signature.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>

using namespace depeche;

namespace {

constexpr const char* token = "sandboxtoken";
constexpr const char* app_id = "wx0123456789abcdef";
constexpr const char* nonce = "1234567890";
constexpr const char* at = "1795435200";
const std::string reply_text(220, 'r');

struct callback {
  std::string body, signature, encrypt;
};

callback make_callback(const wechat::aes_key& key, random_source& random) {
  wechat::inbound_message m;
  m.to_user = "gh_0123456789ab";
  m.from_user = "oBenchmark_00000000000000001";
  m.create_time = 1'795'435'200;
  m.msg_type = "text";
  m.msg_id = 23456789012345678;
  m.content = std::string(120, 'w');  // makes the body 700 bytes
  callback c;
  c.encrypt = wechat::encrypt_message(key, app_id, wechat::write_push(m), random);
  c.signature = wechat::message_signature(token, at, nonce, c.encrypt);
  c.body = wechat::write_envelope(m.to_user, c.encrypt);
  return c;
}

// The journey without network and store. Returns the reply's size, so that nothing is left out.
std::size_t answer(const callback& c, const wechat::aes_key& key, random_source& random) {
  const auto envelope = wechat::parse_envelope(c.body).value();
  if (!wechat::signature_matches(wechat::message_signature(token, at, nonce, envelope.encrypt), c.signature))
    throw std::runtime_error("wrongly signed");
  const auto message = wechat::parse_message(wechat::decrypt_message(key, app_id, envelope.encrypt).value()).value();
  const std::string clear = wechat::write_text_reply(message, reply_text, message.create_time);
  const std::string sealed = wechat::encrypt_message(key, app_id, clear, random);
  return wechat::write_encrypted(sealed, wechat::message_signature(token, at, nonce, sealed), at, nonce).size();
}

class bare_openssl {
 public:
  bare_openssl(const callback& c, const wechat::aes_key& key)
      : key_(key), base64_(c.encrypt), block_(c.encrypt.size() / 4 * 3, '\0'), reply_(576, 'r'), reply_base64_(1024, '\0') {}

  std::size_t run() {
    std::size_t n = digest(base64_);
    EVP_DecodeBlock(bytes(block_), bytes(base64_), static_cast<int>(base64_.size()));
    n += cipher(decrypt_.get(), 0, block_, block_.size() / 16 * 16);
    n += cipher(encrypt_.get(), 1, reply_, reply_.size());
    EVP_EncodeBlock(bytes(reply_base64_), bytes(reply_), static_cast<int>(reply_.size()));
    return n + digest(reply_base64_);
  }

 private:
  static unsigned char* bytes(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }
  std::size_t digest(const std::string& text) {
    unsigned char out[20];
    EVP_DigestInit_ex2(sha_.get(), sha1_, nullptr);
    EVP_DigestUpdate(sha_.get(), text.data(), text.size());
    EVP_DigestFinal_ex(sha_.get(), out, nullptr);
    return out[0];
  }
  std::size_t cipher(EVP_CIPHER_CTX* context, int encrypts, std::string& block, std::size_t size) {
    const bool first = EVP_CIPHER_CTX_get0_cipher(context) == nullptr;
    EVP_CipherInit_ex2(context, first ? aes_ : nullptr, key_.bytes.data(), key_.bytes.data(), encrypts, nullptr);
    EVP_CIPHER_CTX_set_padding(context, 0);
    int written = 0;
    EVP_CipherUpdate(context, bytes(block), &written, bytes(block), static_cast<int>(size));
    return static_cast<std::size_t>(written);
  }

  using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
  wechat::aes_key key_;
  std::string base64_, block_, reply_, reply_base64_;
  EVP_MD* sha1_ = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  EVP_CIPHER* aes_ = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> sha_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  cipher_context decrypt_{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free}, encrypt_{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
};

// Microseconds of CPU a round, the best of five.
template <class Work>
double cost(std::size_t rounds, Work work) {
  double best = 1e9;
  for (int attempt = 0; attempt < 5; ++attempt) {
    std::size_t n = 0;
    const std::clock_t start = std::clock();
    for (std::size_t i = 0; i < rounds; ++i) n += work();
    const double us = static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / static_cast<double>(rounds);
    if (n == 0) throw std::runtime_error("nothing was done");
    best = std::min(best, us);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rounds = argc > 1 ? std::stoul(argv[1]) : 50'000;
  secure_random random;
  const auto key = wechat::parse_aes_key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").value();
  const auto push = make_callback(key, random);
  bare_openssl bare(push, key);
  const double ours = cost(rounds, [&] { return answer(push, key, random); });
  const double theirs = cost(rounds, [&] { return bare.run(); });
  const double chance = cost(rounds, [&] { return random.bytes(16).size(); });
  std::printf("{\"body_bytes\": %zu, \"ours_us\": %.2f, \"openssl_us\": %.2f, \"random_us\": %.2f}\n", push.body.size(), ours, theirs, chance);
  return 0;
}
