#include "sandbox/media_shelf.hpp"

#include "base/text.hpp"

namespace depeche::sandbox {

using namespace std::chrono_literals;

std::string media_shelf::keep(medium one) {
  constexpr std::size_t most_bytes = 256 * 1024 * 1024;
  if (bytes_ + one.bytes.size() > most_bytes) {
    media_.clear();
    bytes_ = 0;
  }
  bytes_ += one.bytes.size();
  one.until = clock_.now() + 72h;
  auto id = random_word(random_, 64);
  media_.emplace(id, std::move(one));
  return id;
}

const medium* media_shelf::find(std::string_view media_id) const {
  const auto found = media_.find(std::string(media_id));
  return found == media_.end() || clock_.now() >= found->second.until ? nullptr : &found->second;
}

std::string_view image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  return {};
}

namespace {

// The value of a parameter in a header, quoted or bare: boundary=x; name="media".
std::string parameter_of(std::string_view header, std::string_view name) {
  for (const auto raw : split(header, ';')) {
    const auto piece = trim(raw);
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos || !ascii_iequal(trim(piece.substr(0, equals)), name)) continue;
    auto value = trim(piece.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

}  // namespace

form_part find_file_part(std::string_view content_type, std::string_view body, std::string_view name) {
  if (!ascii_lower(content_type).starts_with("multipart/form-data")) return {};
  const auto boundary = parameter_of(content_type, "boundary");
  if (boundary.empty() || boundary.size() > 70) return {};
  const std::string line = "--" + boundary;
  auto at = body.find(line);
  while (at != std::string_view::npos) {
    const auto head = body.find("\r\n", at + line.size());
    const auto blank = head == std::string_view::npos ? head : body.find("\r\n\r\n", head);
    const auto end = blank == std::string_view::npos ? blank : body.find("\r\n" + line, blank + 4);
    if (end == std::string_view::npos) return {};
    for (const auto header : split(body.substr(head, blank - head), '\n')) {
      if (!ascii_lower(trim(header)).starts_with("content-disposition:")) continue;
      form_part part{parameter_of(header, "filename"), body.substr(blank + 4, end - blank - 4)};
      if (parameter_of(header, "name") == name && !part.file_name.empty()) return part;
    }
    at = end + 2;
  }
  return {};
}

}  // namespace depeche::sandbox
