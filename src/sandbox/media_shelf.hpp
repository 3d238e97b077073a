// Temporary media: uploaded by the bot, shown on phones, gone after three days (wechat-protocol 9).
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace depeche::sandbox {

struct medium {
  std::string type;          // "image", "voice", "video", "thumb"
  std::string content_type;  // "image/png"
  std::string bytes;
  timestamp until{};
};

class media_shelf {
 public:
  media_shelf(const clock& time, random_source& random) : clock_(time), random_(random) {}

  std::string keep(medium one);  // its media_id
  // Null when unknown or expired.
  const medium* find(std::string_view media_id) const;

 private:
  const clock& clock_;
  random_source& random_;
  std::unordered_map<std::string, medium> media_;
  std::size_t bytes_ = 0;
};

// "image/png", "image/jpeg", "image/gif" by the first bytes; empty for anything else.
std::string_view image_type(std::string_view bytes);

struct form_part {
  std::string file_name;
  std::string_view bytes;
};
// The part `name` with a filename of a multipart/form-data body (RFC 7578); bytes is a view into `body`, null data() when there
// is none.
form_part find_file_part(std::string_view content_type, std::string_view body, std::string_view name);

}  // namespace depeche::sandbox
