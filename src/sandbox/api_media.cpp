// /cgi-bin/media/upload and media/get (wechat-protocol 9).
#include "sandbox/endpoints.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

constexpr std::size_t megabyte = 1024 * 1024;

std::size_t size_limit(std::string_view type) {
  if (type == "image" || type == "video") return 10 * megabyte;
  if (type == "voice") return 2 * megabyte;
  return type == "thumb" ? 64 * 1024 : 0;
}

api_answer upload(media_shelf& media, const clock& time, const api_call& call) {
  const auto type = call.parameter("type");
  const auto limit = size_limit(type);
  if (limit == 0) return refuse(40004);
  const auto part = find_file_part(header_value(call.http.headers, "Content-Type"), call.http.body, "media");
  if (part.bytes.empty()) return refuse(41005);
  if (part.bytes.size() > limit) return refuse(45001);
  std::string content_type = "application/octet-stream";
  if (type == "image" || type == "thumb") {
    content_type = image_type(part.bytes);
    if (content_type.empty() || (type == "thumb" && content_type != "image/jpeg")) return refuse(40005);
  }
  const auto id = media.keep({type, std::move(content_type), std::string(part.bytes), {}});
  return answer_json({{"type", type}, {type == "thumb" ? "thumb_media_id" : "media_id", id}, {"created_at", to_unix_seconds(time.now())}});
}

api_answer get(const media_shelf& media, const api_call& call) {
  const auto* found = media.find(call.parameter("media_id"));
  if (found == nullptr) return refuse(40007);
  api_answer bytes;
  bytes.content_type = found->content_type;
  bytes.body = found->bytes;
  bytes.headers.push_back({"Content-disposition", "attachment; filename=\"media\""});
  return bytes;
}

}  // namespace

std::vector<endpoint> media_endpoints(media_shelf& media, const clock& time) {
  const auto take = [&media, &time](const api_call& call) { return upload(media, time, call); };
  const auto give = [&media](const api_call& call) { return get(media, call); };
  return {
      {"POST", "/cgi-bin/media/upload", capability::any, true, api_body::raw, 100'000, 500, take},
      {"GET", "/cgi-bin/media/get", capability::any, true, api_body::none, 200'000, 1'000, give},
  };
}

}  // namespace depeche::sandbox
