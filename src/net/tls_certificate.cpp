// Self-signed certificates: for the demo, the sandbox and tests, where no authority is asked.
#include "net/tls_context.hpp"
#include "net/tls_error.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace depeche {

namespace {

struct free_openssl {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, free_openssl>;

error crypto_failure(const char* what) {
  return fail(errc::io_failed, std::string(what) + ": " + take_tls_errors("OpenSSL gives no reason"));
}

bool add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

result<std::string> alternative_names(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) {
    // The list is OpenSSL's own notation: a comma in a name would end it.
    if (name.empty() || name.find_first_of(", \t\r\n@;\\") != std::string::npos) {
      return fail(errc::io_failed, "not a host name or address: \"" + name + "\"");
    }
    boost::system::error_code ec;
    boost::asio::ip::make_address(name, ec);
    list += (list.empty() ? "" : ",") + std::string(ec ? "DNS:" : "IP:") + name;
  }
  return list;
}

result<owned<X509>> sign_itself(EVP_PKEY* key, const std::string& common_name, const std::string& names, int days) {
  owned<X509> certificate(X509_new());
  X509* c = certificate.get();
  unsigned char serial[16];
  if (c == nullptr || RAND_bytes(serial, sizeof serial) != 1) return crypto_failure("cannot make a certificate");
  serial[0] &= 0x7f;
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(BN_bin2bn(serial, sizeof serial, nullptr), BN_free);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(c));
  X509_set_version(c, 2);
  // An hour back: the other side's clock may be slow.
  X509_gmtime_adj(X509_getm_notBefore(c), -3600);
  X509_time_adj_ex(X509_getm_notAfter(c), days, 0, nullptr);
  X509_set_pubkey(c, key);
  X509_NAME* subject = X509_get_subject_name(c);
  std::string shown = common_name.substr(0, 64);  // the standard's limit
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(shown.data()),
                             static_cast<int>(shown.size()), -1, 0);
  X509_set_issuer_name(c, subject);
  const bool extended = add_extension(c, NID_basic_constraints, "critical,CA:TRUE") &&
                        add_extension(c, NID_key_usage, "critical,digitalSignature,keyCertSign") &&
                        add_extension(c, NID_ext_key_usage, "serverAuth") &&
                        add_extension(c, NID_subject_key_identifier, "hash") &&
                        (names.empty() || add_extension(c, NID_subject_alt_name, names));
  if (!extended || X509_sign(c, key, EVP_sha256()) == 0) return crypto_failure("cannot make a certificate");
  return certificate;
}

// Written beside and renamed, so that a reader never sees half a file.
result<void> write_file(const std::string& file, BIO* content, mode_t mode) {
  char* text = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(content, &text));
  const std::string beside = file + ".new";
  const auto give_up = [&](const char* what) {
    auto e = fail(errc::io_failed, std::string(what) + " (" + std::strerror(errno) + ")", file, "check the folder's permissions");
    ::unlink(beside.c_str());
    return e;
  };
  ::unlink(beside.c_str());
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return give_up("cannot create the file");
  const bool written = ::write(fd, text, size) == static_cast<ssize_t>(size) && ::fsync(fd) == 0;
  if (!written) {
    auto e = give_up("cannot write the file");
    ::close(fd);
    return e;
  }
  ::close(fd);
  if (::rename(beside.c_str(), file.c_str()) != 0) return give_up("cannot write the file");
  return {};
}

}  // namespace

result<void> write_self_signed_certificate(const std::string& certificate_file, const std::string& key_file,
                                           const std::string& common_name, const std::vector<std::string>& subject_names,
                                           int days) {
  auto names = alternative_names(subject_names);
  if (!names) return names.error();
  const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  if (!key) return crypto_failure("cannot make a key");
  auto certificate = sign_itself(key.get(), common_name, *names, days);
  if (!certificate) return certificate.error();
  const owned<BIO> key_text(BIO_new(BIO_s_mem()));
  const owned<BIO> certificate_text(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_text.get(), certificate->get()) != 1) {
    return crypto_failure("cannot write PEM");
  }
  if (auto written = write_file(key_file, key_text.get(), 0600); !written) return written.error();
  return write_file(certificate_file, certificate_text.get(), 0644);
}

}  // namespace depeche
