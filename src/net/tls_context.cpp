#include "net/tls_context.hpp"

#include "net/tls_error.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>

namespace depeche {

namespace {

// TLS 1.2 with forward secrecy and authenticated encryption only; TLS 1.3's own list is good as it is.
constexpr const char* ciphers_tls12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

struct free_openssl {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, free_openssl>;

result<std::string> read_pem_file(const std::string& file, const char* what) {
  if (file.empty()) return fail(errc::tls_failed, std::string("no ") + what + " file given");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || text.str().empty()) {
    const std::string why = in ? "is empty" : std::string("cannot be read (") + std::strerror(errno) + ")";
    return fail(errc::tls_failed, std::string("the ") + what + " file " + why, file, "check the path and its permissions");
  }
  return text.str();
}

owned<BIO> over(const std::string& text) {
  return owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

result<tls_context> new_context(const SSL_METHOD* method) {
  tls_context context(SSL_CTX_new(method), [](SSL_CTX* c) { SSL_CTX_free(c); });
  if (!context) return fail(errc::tls_failed, "OpenSSL gives no context: " + take_tls_errors("no reason given"));
  SSL_CTX* c = context.get();
  SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(c, ciphers_tls12);
  SSL_CTX_set_options(c, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // An idle connection holds no record buffers; a write may be resumed from a buffer that has moved.
  SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // One system call takes a record's header and body.
  SSL_CTX_set_read_ahead(c, 1);
  return context;
}

// A password prompt on the terminal would stop the server.
int no_password(char*, int, int, void*) { return -1; }

result<void> use_certificate_chain(SSL_CTX* context, const std::string& file) {
  auto text = read_pem_file(file, "certificate");
  if (!text) return text.error();
  const auto bio = over(*text);
  const owned<X509> leaf(PEM_read_bio_X509_AUX(bio.get(), nullptr, no_password, nullptr));
  if (!leaf) {
    return fail(errc::tls_failed, "no PEM certificate in the file (" + take_tls_errors("nothing found") + ")", file,
                "give the full chain in PEM, beginning with \"-----BEGIN CERTIFICATE-----\"");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(leaf.get())) < 0) {
    return fail(errc::tls_failed, "the certificate has expired", file, "renew it");
  }
  if (SSL_CTX_use_certificate(context, leaf.get()) != 1) {
    return fail(errc::tls_failed, "the certificate is not usable: " + take_tls_errors("no reason given"), file);
  }
  SSL_CTX_clear_chain_certs(context);
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)) SSL_CTX_add0_chain_cert(context, next);
  take_tls_errors("");
  return {};
}

result<void> use_private_key(SSL_CTX* context, const std::string& file, const std::string& certificate_file) {
  auto text = read_pem_file(file, "private key");
  if (!text) return text.error();
  const auto bio = over(*text);
  const owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (!key) {
    return fail(errc::tls_failed, "no PEM private key in the file (" + take_tls_errors("nothing found") + ")", file,
                "give the key in PEM, without a password");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    take_tls_errors("");
    return fail(errc::tls_failed, "the private key does not belong to the certificate " + certificate_file, file,
                "give the key that the certificate was made with");
  }
  return {};
}

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in, unsigned in_length, void*) {
  static constexpr unsigned char offered[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_length, offered, sizeof offered - 1, in, in_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// A folder in which a certificate is found by its subject's hash: "5ad8a5d6.0" (openssl-rehash(1)).
bool is_hashed(const std::filesystem::path& folder) {
  std::error_code unreadable;
  for (std::filesystem::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end; entry.increment(unreadable)) {
    const std::string name = entry->path().filename().string();
    if (name.size() == 10 && name.ends_with(".0") && name.find_first_not_of("0123456789abcdef") == 8) return true;
  }
  return false;
}

// The system's bundle holds 140 authorities: 20 ms and a megabyte for each context, of which a bot meets two or three. Where they lie
// in a hashed folder as well, as on Debian, each is read when a server names it. SSL_CERT_FILE and SSL_CERT_DIR hold as OpenSSL says.
void trust_the_systems(SSL_CTX* context) {
  const char* const own_file = std::getenv(X509_get_default_cert_file_env());
  const char* const own_folder = std::getenv(X509_get_default_cert_dir_env());
  if (own_file == nullptr && is_hashed(own_folder != nullptr ? own_folder : X509_get_default_cert_dir()))
    SSL_CTX_set_default_verify_dir(context);
  else
    SSL_CTX_set_default_verify_paths(context);
}

struct free_store {
  void operator()(X509_STORE* s) const { X509_STORE_free(s); }
};

// Contexts that trust nobody else share one store: a bundle is read once.
void trust_only_the_systems(SSL_CTX* context) {
  static std::mutex guard;
  static std::unique_ptr<X509_STORE, free_store> shared;
  static std::string shared_for;
  std::lock_guard lock(guard);
  std::string wanted;
  for (const char* const name : {X509_get_default_cert_file_env(), X509_get_default_cert_dir_env()}) {
    const char* const value = std::getenv(name);
    wanted += (value != nullptr ? value : "") + std::string(1, '\n');
  }
  if (shared && shared_for == wanted) {
    SSL_CTX_set1_cert_store(context, shared.get());
    return;
  }
  trust_the_systems(context);
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  X509_STORE_up_ref(store);
  shared.reset(store);
  shared_for = std::move(wanted);
}

}  // namespace

result<tls_context> make_server_context(const std::string& certificate_file, const std::string& key_file) {
  auto context = new_context(TLS_server_method());
  if (!context) return context;
  SSL_CTX* c = context->get();
  if (auto used = use_certificate_chain(c, certificate_file); !used) return used.error();
  if (auto used = use_private_key(c, key_file, certificate_file); !used) return used.error();
  SSL_CTX_set1_groups_list(c, "X25519:P-256:P-384");
  SSL_CTX_set_alpn_select_cb(c, choose_http11, nullptr);
  // Resumption by tickets: the server keeps nothing per session.
  static constexpr unsigned char id[] = "depeche";
  SSL_CTX_set_session_id_context(c, id, sizeof id - 1);
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(c, 1);
  return context;
}

result<tls_context> make_client_context(const std::string& ca_file) {
  auto context = new_context(TLS_client_method());
  if (!context) return context;
  SSL_CTX* c = context->get();
  SSL_CTX_set_verify(c, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
  if (ca_file.empty()) trust_only_the_systems(c);
  else trust_the_systems(c);
  static constexpr unsigned char offered[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(c, offered, sizeof offered - 1);
  if (!ca_file.empty()) {
    auto text = read_pem_file(ca_file, "CA");
    if (!text) return text.error();
    const auto bio = over(*text);
    int count = 0;
    while (X509* ca = PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)) {
      const owned<X509> own(ca);
      if (X509_STORE_add_cert(SSL_CTX_get_cert_store(c), ca) == 1) ++count;
    }
    const std::string why = take_tls_errors("nothing found");
    if (count == 0) {
      return fail(errc::tls_failed, "no PEM certificate in the CA file (" + why + ")", ca_file,
                  "give CA certificates in PEM, beginning with \"-----BEGIN CERTIFICATE-----\"");
    }
  }
  take_tls_errors("");
  return context;
}

}  // namespace depeche
