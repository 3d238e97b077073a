#include "sandbox/multipart.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace depeche::sandbox {
namespace {

// The value of a parameter in a header, quoted or bare: boundary=x; name="a;b". A backslash in quotes hides the next character.
std::string parameter_of(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at < header.size()) {
    const auto equals = header.find('=', at);
    if (equals == std::string_view::npos) return {};
    const bool wanted = ascii_iequal(trim(header.substr(at + 1, equals - at - 1)), name);
    std::string value;
    at = equals + 1;
    if (at < header.size() && header[at] == '"') {
      for (++at; at < header.size() && header[at] != '"'; ++at) {
        if (header[at] == '\\' && at + 1 < header.size() && (header[at + 1] == '"' || header[at + 1] == '\\')) ++at;
        value += header[at];
      }
      at = header.find(';', at);
    } else {
      const auto end = header.find(';', at);
      value = trim(header.substr(at, end == std::string_view::npos ? end : end - at));
      at = end;
    }
    if (wanted) return value;
  }
  return {};
}

}  // namespace

std::vector<form_part> read_form(std::string_view content_type, std::string_view body) {
  constexpr std::size_t most_parts = 100;
  std::vector<form_part> parts;
  if (!ascii_lower(content_type).starts_with("multipart/form-data")) return parts;
  auto boundary = parameter_of(content_type, "boundary");
  // Some client libraries leave it out of the header: the body begins with it.
  if (boundary.empty() && body.starts_with("--")) boundary = body.substr(2, std::min(body.find("\r\n"), body.size()) - 2);
  if (boundary.empty() || boundary.size() > 200) return parts;
  const std::string line = "--" + boundary;
  auto at = body.find(line);
  while (at != std::string_view::npos && parts.size() < most_parts) {
    const auto head = body.find("\r\n", at + line.size());
    const auto blank = head == std::string_view::npos ? head : body.find("\r\n\r\n", head);
    const auto end = blank == std::string_view::npos ? blank : body.find("\r\n" + line, blank + 4);
    if (end == std::string_view::npos) break;
    for (const auto header : split(body.substr(head, blank - head), '\n')) {
      if (!ascii_lower(trim(header)).starts_with("content-disposition:")) continue;
      parts.push_back({parameter_of(trim(header), "name"), parameter_of(trim(header), "filename"), body.substr(blank + 4, end - blank - 4)});
      break;
    }
    at = end + 2;
  }
  return parts;
}

const form_part* file_of(const std::vector<form_part>& form, std::string_view name) {
  for (const auto& part : form)
    if (part.name == name && !part.file_name.empty()) return &part;
  return nullptr;
}

std::string field_of(const std::vector<form_part>& form, std::string_view name) {
  for (const auto& part : form)
    if (part.name == name && part.file_name.empty()) return std::string(part.bytes);
  return {};
}

}  // namespace depeche::sandbox
