#include "sandbox/media_shelf.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kilobyte = 1024, megabyte = 1024 * kilobyte;
constexpr std::size_t most_voice = 2 * megabyte;
constexpr std::size_t most_bytes = 128 * megabyte;  // of each kind

bool is_image(std::string_view type) { return type == "image" || type == "thumb"; }

// By the first bytes; empty for anything else.
std::string_view image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.starts_with("BM")) return "image/bmp";
  return {};
}

// Sounds and films are not looked into: their name says what they are.
std::string_view type_of_name(std::string_view file_name) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {{".amr", "audio/amr"},      {".mp3", "audio/mpeg"},
                                                                     {".wma", "audio/x-ms-wma"}, {".wav", "audio/wav"},
                                                                     {".mp4", "video/mp4"}};
  const auto lower = ascii_lower(file_name);
  for (const auto& [suffix, type] : types)
    if (lower.ends_with(suffix)) return type;
  return {};
}

media_check check(std::string_view type, std::string_view file_name, std::string_view bytes, std::size_t most) {
  if (bytes.empty()) return {44002, {}};
  if (bytes.size() > most) return {is_image(type) ? 40009 : 45001, {}};
  const auto content_type = is_image(type) ? image_type(bytes) : type_of_name(file_name);
  const std::string_view wanted = is_image(type) ? "image/" : type == "voice" ? "audio/" : "video/";
  if (!content_type.starts_with(wanted)) return {40005, {}};
  if (type == "thumb" && content_type != "image/jpeg") return {40005, {}};
  return {0, std::string(content_type)};
}

}  // namespace

bool media_shelf::has_room(std::string_view bytes) const { return permanent_bytes_ + bytes.size() <= most_bytes; }

const medium& media_shelf::keep(medium one) {
  one.at = clock_.now();
  one.media_id = random_word(random_, 64);
  if (one.permanent) {
    permanent_bytes_ += one.bytes.size();
    permanent_.push_front(one.media_id);
  } else {
    temporary_bytes_ += one.bytes.size();
    while (temporary_bytes_ > most_bytes && !temporary_.empty()) drop_oldest_temporary();
    temporary_.push_back(one.media_id);
  }
  auto id = one.media_id;
  return media_.emplace(std::move(id), std::move(one)).first->second;
}

void media_shelf::drop_oldest_temporary() {
  const auto oldest = media_.find(temporary_.front());
  temporary_bytes_ -= oldest->second.bytes.size();
  media_.erase(oldest);
  temporary_.pop_front();
}

const medium* media_shelf::find(std::string_view media_id) const {
  const auto found = media_.find(std::string(media_id));
  if (found == media_.end()) return nullptr;
  return found->second.permanent || clock_.now() < found->second.at + 72h ? &found->second : nullptr;
}

const medium* media_shelf::find_permanent(std::string_view media_id) const {
  const auto* found = find(media_id);
  return found != nullptr && found->permanent ? found : nullptr;
}

bool media_shelf::remove_permanent(std::string_view media_id) {
  const auto* found = find_permanent(media_id);
  if (found == nullptr) return false;
  permanent_bytes_ -= found->bytes.size();
  const auto id = found->media_id;
  media_.erase(id);
  std::erase(permanent_, id);
  return true;
}

std::vector<const medium*> media_shelf::permanent(std::string_view type) const {
  std::vector<const medium*> list;
  for (const auto& id : permanent_)
    if (const auto& one = media_.at(id); one.type == type) list.push_back(&one);
  return list;
}

media_check check_temporary(std::string_view type, std::string_view file_name, std::string_view bytes) {
  if (type == "image") {
    auto checked = check(type, file_name, bytes, 10 * megabyte);
    return checked.content_type == "image/bmp" ? media_check{40005, {}} : checked;
  }
  if (type == "voice") {
    auto checked = check(type, file_name, bytes, most_voice);
    const bool plays = checked.content_type == "audio/amr" || checked.content_type == "audio/mpeg";
    return checked.errcode != 0 || plays ? checked : media_check{40005, {}};
  }
  if (type == "video") return check(type, file_name, bytes, 10 * megabyte);
  if (type == "thumb") return check(type, file_name, bytes, 64 * kilobyte);
  return {40004, {}};
}

media_check check_permanent(std::string_view type, std::string_view file_name, std::string_view bytes) {
  if (type == "image") return check(type, file_name, bytes, 10 * megabyte);
  if (type == "voice") return check(type, file_name, bytes, most_voice);
  return check_temporary(type, file_name, bytes);
}

media_check check_article_image(std::string_view bytes) {
  if (bytes.size() >= megabyte) return {40009, {}};
  auto checked = check("image", {}, bytes, megabyte);
  return checked.content_type == "image/png" || checked.content_type == "image/jpeg" ? checked : media_check{40005, {}};
}

}  // namespace depeche::sandbox
