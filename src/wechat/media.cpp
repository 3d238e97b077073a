#include "wechat/media.hpp"

#include "base/encode.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"
#include "wechat/limits.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

constexpr std::size_t mega = 1024 * 1024;
constexpr std::string_view temporary_path = "/cgi-bin/media/upload";
constexpr std::string_view article_path = "/cgi-bin/media/uploadimg";
constexpr std::string_view material_path = "/cgi-bin/material/add_material";

std::string_view name_of(media_kind kind) {
  switch (kind) {
    case media_kind::image: return "image";
    case media_kind::voice: return "voice";
    case media_kind::video: return "video";
    case media_kind::thumb: return "thumb";
  }
  return "";
}

// By the first bytes, since the platform looks at the file and not at its name. Empty when it is none of those that it takes.
std::string_view type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("GIF8")) return "image/gif";
  if (bytes.starts_with("#!AMR")) return "audio/amr";
  if (bytes.starts_with("ID3") || bytes.starts_with("\xFF\xFB") || bytes.starts_with("\xFF\xF3")) return "audio/mpeg";
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return "video/mp4";
  return {};
}

struct rule {
  std::string_view types;  // beginnings or whole names, parted by blanks
  std::size_t max_bytes;
  const char* in_words;
};

rule rule_of(media_kind kind) {
  switch (kind) {
    case media_kind::image: return {"image/png image/jpeg image/gif", limits::library_image_bytes, "a PNG, JPEG or GIF under 2 MB"};
    case media_kind::voice: return {"audio/amr audio/mpeg", 2 * mega, "an AMR or MP3 of at most 2 MB"};
    case media_kind::video: return {"video/mp4", 10 * mega, "an MP4 of at most 10 MB"};
    case media_kind::thumb: return {"image/jpeg", limits::thumb_bytes, "a JPEG of at most 64 KB"};
  }
  return {};
}

constexpr rule still_image{"image/png image/jpeg", limits::library_image_bytes, "a PNG or JPEG under 2 MB"};
constexpr rule article_image{"image/png image/jpeg", limits::article_image_bytes, "a PNG or JPEG under 1 MB"};

// One file to one of the upload calls: the answer's JSON.
task<api_result<std::string>> send(api_client& api, std::string_view path, std::string query, rule allowed, std::string bytes,
                                   std::string filename, repeatable repeat) {
  const std::string_view type = type_of(bytes);
  if (type.empty() || allowed.types.find(type) == std::string_view::npos || bytes.size() > allowed.max_bytes)
    co_return own_failure(api_action::fix_request, "the file is not " + std::string(allowed.in_words), path);
  co_return co_await api.upload(std::string(path), std::move(query), std::move(filename), std::string(type), std::move(bytes),
                                repeat);
}

// Temporary media end by themselves, and pictures of articles are not counted: one too many does no harm.
task<api_result<std::string>> temporary(api_client& api, media_kind kind, rule allowed, std::string bytes, std::string filename) {
  std::string query = "type=" + std::string(name_of(kind));
  auto answer =
      co_await send(api, temporary_path, std::move(query), allowed, std::move(bytes), std::move(filename), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const nlohmann::json got = read_json(*answer);
  std::string id = text_at(got, "media_id");
  if (id.empty()) id = text_at(got, "thumb_media_id");
  if (id.empty()) co_return own_failure(api_action::retry, "the platform's answer holds no media_id", temporary_path);
  co_return id;
}

stored_media stored(std::string answer) {
  stored_media out;
  const nlohmann::json got = read_json(answer);
  if (!got.is_object()) {
    out.content_type = type_of(answer);
    out.bytes = std::move(answer);
    return out;
  }
  out.video_url = text_at(got, "video_url");
  if (out.video_url.empty()) out.video_url = text_at(got, "down_url");
  out.title = text_at(got, "title");
  out.description = text_at(got, "description");
  return out;
}

api_result<stored_media> read_stored(api_result<std::string> answer, std::string_view path) {
  if (answer.has_error()) return answer.error();
  stored_media out = stored(std::move(*answer));
  if (out.bytes.empty() && out.video_url.empty())
    return own_failure(api_action::fix_request, "the platform answered with neither a file nor a video's address", path);
  return out;
}

}  // namespace

task<api_result<std::string>> upload_media(api_client& api, media_kind kind, std::string bytes, std::string filename) {
  const rule allowed = rule_of(kind);
  co_return co_await temporary(api, kind, allowed, std::move(bytes), std::move(filename));
}

task<api_result<std::string>> upload_image(api_client& api, std::string bytes, std::string filename) {
  co_return co_await temporary(api, media_kind::image, still_image, std::move(bytes), std::move(filename));
}

task<api_result<std::string>> upload_article_image(api_client& api, std::string bytes, std::string filename) {
  auto answer =
      co_await send(api, article_path, std::string(), article_image, std::move(bytes), std::move(filename), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  auto address = text_at(read_json(*answer), "url");
  if (address.empty()) co_return own_failure(api_action::retry, "the platform's answer holds no url", article_path);
  co_return address;
}

task<api_result<material>> add_material(api_client& api, media_kind kind, std::string bytes, std::string filename) {
  if (kind != media_kind::image && kind != media_kind::thumb)
    co_return own_failure(api_action::fix_request, "only images and thumbs are added to the library", material_path);
  const rule allowed = rule_of(kind);
  std::string query = "type=" + std::string(name_of(kind));
  auto answer =
      co_await send(api, material_path, std::move(query), allowed, std::move(bytes), std::move(filename), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  const nlohmann::json got = read_json(*answer);
  material out;
  out.media_id = text_at(got, "media_id");
  out.url = text_at(got, "url");
  if (out.media_id.empty()) co_return own_failure(api_action::unknown, "the platform's answer holds no media_id", material_path);
  co_return out;
}

task<api_result<stored_media>> get_media(api_client& api, std::string media_id) {
  constexpr std::string_view path = "/cgi-bin/media/get";
  auto answer = co_await api.download(std::string(path), "media_id=" + percent_encode(media_id));
  co_return read_stored(std::move(answer), path);
}

task<api_result<stored_media>> get_material(api_client& api, std::string media_id) {
  constexpr std::string_view path = "/cgi-bin/material/get_material";
  const nlohmann::json body{{"media_id", media_id}};
  auto answer = co_await api.download_by_post(std::string(path), json_text(body));
  co_return read_stored(std::move(answer), path);
}

task<api_result<material_counts>> count_material(api_client& api) {
  auto answer = co_await api.get("/cgi-bin/material/get_materialcount");
  if (answer.has_error()) co_return answer.error();
  const nlohmann::json got = read_json(*answer);
  material_counts out;
  out.voices = number_at(got, "voice_count");
  out.videos = number_at(got, "video_count");
  out.images = number_at(got, "image_count");
  out.articles = number_at(got, "news_count");
  co_return out;
}

task<api_result<material_page>> list_material(api_client& api, media_kind kind, std::int64_t offset, int count) {
  constexpr std::string_view path = "/cgi-bin/material/batchget_material";
  if (kind == media_kind::thumb || offset < 0 || count < 1 || count > 20)
    co_return own_failure(api_action::fix_request, "images, voices and videos are listed, 1 to 20 at a time", path);
  const nlohmann::json body{{"type", name_of(kind)}, {"offset", offset}, {"count", count}};
  auto answer = co_await api.post(std::string(path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const nlohmann::json got = read_json(*answer);
  material_page out;
  out.total = number_at(got, "total_count");
  for (const nlohmann::json& one : list_at(got, "item")) {
    material_entry entry;
    entry.media_id = text_at(one, "media_id");
    entry.name = text_at(one, "name");
    entry.updated = number_at(one, "update_time");
    entry.url = text_at(one, "url");
    out.entries.push_back(std::move(entry));
  }
  co_return out;
}

task<api_result<void>> delete_material(api_client& api, std::string media_id) {
  const nlohmann::json body{{"media_id", media_id}};
  auto answer = co_await api.post("/cgi-bin/material/del_material", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace depeche::wechat
