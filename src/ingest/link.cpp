#include "ingest/link.hpp"

#include "base/text.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <cctype>

namespace depeche {
namespace {

// The scheme in front of the first colon; empty for a relative reference.
std::string scheme_of(std::string_view reference) {
  const auto end = reference.find_first_of(":/?#");
  if (end == std::string_view::npos || reference[end] != ':' || end == 0) return {};
  const auto scheme = reference.substr(0, end);
  const bool valid = std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  });
  return valid ? ascii_lower(scheme) : std::string("invalid");
}

bool needs_encoding(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7F || c == '"' || c == '<' || c == '>'; });
}

}  // namespace

std::string absolute_link(std::string_view base, std::string_view reference) {
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
