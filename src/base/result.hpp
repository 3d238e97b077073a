// How failures that depend on input travel: as values. An environment that is broken (no memory, a failed lock) throws;
// our own bugs assert. One enum for the whole program, so that a log line, a metric and an exit code can name the cause.
#pragma once

#include <boost/system/result.hpp>

#include <source_location>
#include <string>
#include <string_view>

namespace depeche {

enum class errc {
  // Ours to explain to a person.
  bad_usage = 1,       // a command line that makes no sense: exit 2
  bad_config,          // a setting is missing, of the wrong type or impossible: exit 3
  not_found,           // the named thing does not exist
  already_exists,      // the named thing exists and may not be replaced
  not_allowed,         // the person or the account may not do this
  invalid_argument,    // a value outside its stated range
  // The world outside.
  io_failed,           // a file could not be read or written
  connect_failed,      // no connection: refused, unreachable, name unknown
  tls_failed,          // handshake or certificate refused
  timed_out,           // the stated time limit passed; for a send, the outcome is unknown
  connection_lost,     // the peer went away in the middle; for a send, the outcome is unknown
  address_refused,     // the address guard forbids this target
  too_large,           // over the stated size limit
  http_malformed,      // the peer does not speak HTTP as it should
  http_status,         // an HTTP status that is not a success; the detail names it
  cancelled,           // we are stopping
  // The callback's journey.
  signature_mismatch,  // not signed with our token: never answer with details
  stale_timestamp,     // signed, but too old or from the future: a replay
  replayed,            // signature and nonce were used for another body
  decrypt_failed,      // not encrypted with our key, or for another account
  xml_malformed,       // not the XML that the platform sends
  // The platform's API.
  platform_error,      // answered with an errcode; see wechat/errcode
  token_unavailable,   // no access token can be had now
  // Articles.
  feed_unrecognised,   // neither RSS, RDF, Atom nor JSON Feed
  page_unrecognised,   // no article found in a page
  template_malformed,  // a template that cannot be rendered; the detail names the line
  // What is kept.
  database_failed,     // SQLite refused; the detail carries its words
  database_newer,      // the schema is newer than this program
};

// The stable name of a code, for logs and metrics ("signature_mismatch").
std::string_view name(errc code);

// One failure. `what` and `where` and `remedy` make the one line a person sees: "depeche: what: where: what to do".
// Any may be empty but `what`.
struct error {
  errc code{};
  std::string what;
  std::string where;
  std::string remedy;
  std::source_location at = std::source_location::current();

  friend bool operator==(const error& e, errc c) { return e.code == c; }
};

// "what: where: remedy", leaving out empty parts; line breaks become spaces.
std::string to_line(const error& e);

template <class T>
using result = boost::system::result<T, error>;

// The exception that result::value() throws, and that code may throw where the environment is broken.
class failure : public std::exception {
 public:
  explicit failure(error e);
  const char* what() const noexcept override { return line_.c_str(); }
  const error& reason() const { return error_; }

 private:
  error error_;
  std::string line_;
};

[[noreturn]] void throw_exception_from_error(const error& e, const boost::source_location&);

inline error fail(errc code, std::string what, std::string where = {}, std::string remedy = {},
                  std::source_location at = std::source_location::current()) {
  return error{code, std::move(what), std::move(where), std::move(remedy), at};
}

}  // namespace depeche
