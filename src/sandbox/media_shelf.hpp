// Media: temporary ones, gone after three days; permanent material; and the pictures of articles (wechat-protocol 9).
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche::sandbox {

struct medium {
  std::string media_id{};
  std::string type{};          // "image", "voice", "video", "thumb"
  std::string content_type{};  // "image/png"
  std::string file_name{};
  std::string bytes{};
  timestamp at{};
  bool permanent = false;
  std::string title{}, introduction{};  // of a permanent video
};

// Holds 128 MB of each kind in memory: the oldest temporary ones go when there are more; of permanent ones there is then no more room.
class media_shelf {
 public:
  media_shelf(const clock& time, random_source& random) : clock_(time), random_(random) {}

  // Ask before a permanent one is kept.
  bool has_room(std::string_view bytes) const;
  const medium& keep(medium one);  // gives it its media_id
  // Null when unknown or expired.
  const medium* find(std::string_view media_id) const;
  const medium* find_permanent(std::string_view media_id) const;
  bool remove_permanent(std::string_view media_id);
  // Permanent ones of a type, newest first.
  std::vector<const medium*> permanent(std::string_view type) const;

 private:
  void drop_oldest_temporary();

  const clock& clock_;
  random_source& random_;
  std::unordered_map<std::string, medium> media_;
  std::deque<std::string> permanent_;  // their ids, newest first
  std::deque<std::string> temporary_;  // likewise, oldest first
  std::size_t permanent_bytes_ = 0, temporary_bytes_ = 0;
};

// What an upload of this type may be: 0 or the platform's code, and its content type.
struct media_check {
  int errcode = 0;
  std::string content_type;
};
media_check check_temporary(std::string_view type, std::string_view file_name, std::string_view bytes);
media_check check_permanent(std::string_view type, std::string_view file_name, std::string_view bytes);
media_check check_article_image(std::string_view bytes);

}  // namespace depeche::sandbox
