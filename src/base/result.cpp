#include "base/result.hpp"

#include <algorithm>

namespace depeche {

std::string_view name(errc code) {
  switch (code) {
    case errc::bad_usage: return "bad_usage";
    case errc::bad_config: return "bad_config";
    case errc::not_found: return "not_found";
    case errc::already_exists: return "already_exists";
    case errc::not_allowed: return "not_allowed";
    case errc::invalid_argument: return "invalid_argument";
    case errc::io_failed: return "io_failed";
    case errc::connect_failed: return "connect_failed";
    case errc::tls_failed: return "tls_failed";
    case errc::timed_out: return "timed_out";
    case errc::connection_lost: return "connection_lost";
    case errc::address_refused: return "address_refused";
    case errc::too_large: return "too_large";
    case errc::http_malformed: return "http_malformed";
    case errc::http_status: return "http_status";
    case errc::cancelled: return "cancelled";
    case errc::signature_mismatch: return "signature_mismatch";
    case errc::stale_timestamp: return "stale_timestamp";
    case errc::replayed: return "replayed";
    case errc::decrypt_failed: return "decrypt_failed";
    case errc::xml_malformed: return "xml_malformed";
    case errc::platform_error: return "platform_error";
    case errc::token_unavailable: return "token_unavailable";
    case errc::feed_unrecognised: return "feed_unrecognised";
    case errc::page_unrecognised: return "page_unrecognised";
    case errc::template_malformed: return "template_malformed";
    case errc::database_failed: return "database_failed";
    case errc::database_newer: return "database_newer";
  }
  return "unknown";
}

std::string to_line(const error& e) {
  std::string line = e.what;
  for (const std::string* part : {&e.where, &e.remedy}) {
    if (part->empty()) continue;
    line += ": ";
    line += *part;
  }
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

failure::failure(error e) : error_(std::move(e)), line_(to_line(error_)) {}

void throw_exception_from_error(const error& e, const boost::source_location&) { throw failure(e); }

}  // namespace depeche
