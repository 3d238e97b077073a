// Certificates and the TLS settings of both sides: TLS 1.2 and up, modern ciphers, session resumption on the server.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace depeche {

// Shared ownership of an SSL_CTX; a reload swaps it, connections keep the one they began with.
using tls_context = std::shared_ptr<ssl_ctx_st>;

// Fails (tls_failed) with the file's name and what is wrong: missing, unreadable, not PEM, key does not match, expired.
result<tls_context> make_server_context(const std::string& certificate_file, const std::string& key_file);
// Trusts the system's CAs and those in ca_file.
result<tls_context> make_client_context(const std::string& ca_file);

// Makes a self-signed certificate (EC P-256) for the names and addresses given, valid for `days`, as two PEM files (the key with
// mode 0600). It is its own CA file for clients. Fails with io_failed.
result<void> write_self_signed_certificate(const std::string& certificate_file, const std::string& key_file,
                                           const std::string& common_name, const std::vector<std::string>& subject_names,
                                           int days);

}  // namespace depeche
