#include "ingest/link.hpp"

#include "base/text.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace depeche {
namespace {

// The scheme in front of the first colon; empty for a relative reference.
std::string scheme_of(std::string_view reference) {
  const auto end = reference.find_first_of(":/?#");
  if (end == std::string_view::npos || reference[end] != ':' || end == 0) return {};
  const auto scheme = reference.substr(0, end);
  const bool valid = std::all_of(scheme.begin(), scheme.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.'; });
  return valid ? ascii_lower(scheme) : std::string("invalid");
}

bool needs_encoding(std::string_view s) {
  return std::any_of(s.begin(), s.end(),
                     [](unsigned char c) { return c <= 0x20 || c >= 0x7F || c == '"' || c == '<' || c == '>'; });
}

// What stands for itself behind a host name (RFC 3986: unreserved, sub-delims, ":", "@", "/", "?").
constexpr auto plain_bytes = [] {
  std::array<bool, 256> all{};
  for (unsigned char c = '0'; c <= '9'; ++c) all[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) all[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) all[c] = true;
  for (const char c : std::string_view("-._~!$&'()*+,;=:@/?")) all[static_cast<unsigned char>(c)] = true;
  return all;
}();

bool is_plain(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](unsigned char c) { return plain_bytes[c]; });
}

// "https://example.org" of a URL with nothing unusual before its path; empty when it takes a closer look.
std::string_view plain_origin(std::string_view url) {
  const std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : url.size();
  const auto end = std::min(url.find_first_of("/?", host), url.size());
  const auto name = url.substr(host, end - host);
  if (name.empty() || name.size() > 253 || name.front() == '.' || name.front() == '-' ||
      name.find("..") != std::string_view::npos)
    return {};
  const auto usual = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return std::all_of(name.begin(), name.end(), usual) ? url.substr(0, end) : std::string_view{};
}

// Nearly all links, whose answer needs no taking apart: an address as it should be, or a path on the base's host. Empty for the
// others.
std::string usual_link(std::string_view base, std::string_view reference) {
  if (reference.empty() || reference.size() > 4096 || !is_plain(reference)) return {};
  if (reference.front() != '/') return plain_origin(reference).empty() ? std::string{} : std::string(reference);
  const auto path = reference.substr(0, reference.find('?'));
  if (path.find("//") != std::string_view::npos || path.find("/.") != std::string_view::npos) return {};
  const auto origin = base.size() <= 4096 && is_plain(base) ? plain_origin(base) : std::string_view{};
  return origin.empty() ? std::string{} : std::string(origin).append(reference);
}

}  // namespace

std::string web_address(std::string_view written) {
  const std::string_view address = trim(written);
  if (!ascii_lower(address.substr(0, 5)).starts_with("feed:")) return std::string(address);
  const std::string_view rest = address.substr(5);
  return rest.starts_with("//") ? "http:" + std::string(rest) : std::string(rest);
}

std::string absolute_link(std::string_view base, std::string_view reference) {
  // Escaped once or twice more than it should.
  std::string plain;
  for (int times = 0; times < 2 && reference.find("&amp;") != std::string_view::npos; ++times) {
    plain = replace_all(reference, "&amp;", "&");
    reference = plain;
  }
  if (auto usual = usual_link(base, trim(reference)); !usual.empty()) return usual;
  // Browsers drop line breaks and tabs inside of references; so do attackers' filters not.
  std::string cleaned;
  for (const char c : trim(reference))
    if (static_cast<unsigned char>(c) >= 0x20) cleaned += c;
  if (cleaned.empty() || cleaned.size() > 8192) return {};
  const auto scheme = scheme_of(cleaned);
  if (scheme == "http" || scheme == "https") {
    const auto parsed = parse_url(cleaned);
    if (parsed.has_error()) return {};
    return needs_encoding(cleaned) ? parsed->text() : cleaned;
  }
  if (!scheme.empty()) return {};
  const auto from = parse_url(base);
  if (from.has_error()) return needs_encoding(cleaned) ? std::string{} : cleaned;
  const auto resolved = resolve_url(*from, cleaned);
  return resolved.has_error() ? std::string{} : resolved->text();
}

}  // namespace depeche
