// /cgi-bin/media/...: temporary media, and the pictures of articles (wechat-protocol 9).
#include "base/encode.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/multipart.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

std::vector<form_part> form_of(const api_call& call) { return read_form(header_value(call.http.headers, "Content-Type"), call.http.body); }

// The type stands in the query; some libraries write it as a field of the form.
std::string type_of(const api_call& call, const std::vector<form_part>& form) {
  auto type = call.parameter("type");
  return type.empty() ? field_of(form, "type") : type;
}

api_answer upload(media_shelf& media, const api_call& call) {
  const auto form = form_of(call);
  const auto type = type_of(call, form);
  if (type != "image" && type != "voice" && type != "video" && type != "thumb") return refuse(40004);
  const auto* file = file_of(form, "media");
  if (file == nullptr) return refuse(41005);
  auto checked = check_temporary(type, file->file_name, file->bytes);
  if (checked.errcode != 0) return refuse(checked.errcode);
  const auto& kept = media.keep({.type = type, .content_type = std::move(checked.content_type), .file_name = file->file_name,
                                 .bytes = std::string(file->bytes)});
  json answer{{"type", type}, {"media_id", kept.media_id}, {"created_at", to_unix_seconds(kept.at)}, {"item", json::array()}};
  if (type == "thumb") answer["thumb_media_id"] = kept.media_id;  // named so on the platform; libraries look for either
  return answer_json(answer);
}

api_answer get(const account& of, const media_shelf& media, const api_call& call) {
  const auto* found = media.find(call.either("media_id"));
  if (found == nullptr) return refuse(40007);
  if (found->type == "video") return answer_json({{"video_url", media_url(of, *found)}});
  return answer_bytes(*found);
}

api_answer upload_image(const account& of, media_shelf& media, const api_call& call) {
  const auto form = form_of(call);
  const auto* file = file_of(form, "media");
  if (file == nullptr) return refuse(41005);
  auto checked = check_article_image(file->bytes);
  if (checked.errcode != 0) return refuse(checked.errcode);
  if (!media.has_room(file->bytes)) return refuse(45001, shelf_is_full);
  const auto& kept = media.keep({.type = "article image", .content_type = std::move(checked.content_type), .file_name = file->file_name,
                                 .bytes = std::string(file->bytes), .permanent = true});
  return answer_json({{"url", media_url(of, kept)}});
}

// A film for mass sending: its temporary id becomes another, with title and description.
api_answer upload_video(media_shelf& media, const api_call& call) {
  const auto* film = media.find(text_at(call.body, "media_id"));
  if (film == nullptr || film->type != "video") return refuse(40007);
  auto copy = *film;
  copy.permanent = false;  // the id that is given lives three days, whatever the film's
  copy.title = text_at(call.body, "title");
  copy.introduction = text_at(call.body, "description");
  const auto& kept = media.keep(std::move(copy));
  return answer_json({{"type", "video"}, {"media_id", kept.media_id}, {"created_at", to_unix_seconds(kept.at)}});
}

}  // namespace

std::string media_url(const account& of, const medium& one) {
  const std::string host = of.base_url.empty() ? "http://mmbiz.qpic.cn" : of.base_url;
  const std::string_view format = one.content_type == "image/png" ? "png" : one.content_type == "image/gif" ? "gif" : "jpg";
  if (one.type == "video") return host + "/mmbiz_mp4/" + percent_encode(one.media_id) + "/0";
  return host + "/mmbiz_" + std::string(format) + "/" + percent_encode(one.media_id) + "/0?wx_fmt=" + (format == "jpg" ? "jpeg" : std::string(format));
}

api_answer answer_bytes(const medium& one) {
  api_answer bytes;
  bytes.content_type = one.content_type;
  bytes.body = one.bytes;
  std::string name;
  for (const char c : one.file_name)
    if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) name += c;
  bytes.headers.push_back({"Content-disposition", "attachment; filename=\"" + (name.empty() ? "media" : name) + "\""});
  return bytes;
}

std::vector<endpoint> media_endpoints(const account& of, media_shelf& media) {
  const auto take = [&media](const api_call& call) { return upload(media, call); };
  const auto give = [&of, &media](const api_call& call) { return get(of, media, call); };
  const auto image = [&of, &media](const api_call& call) { return upload_image(of, media, call); };
  const auto video = [&media](const api_call& call) { return upload_video(media, call); };
  return {
      {"POST", "/cgi-bin/media/upload", capability::any, true, api_body::raw, 100'000, 500, take},
      {"GET", "/cgi-bin/media/get", capability::any, true, api_body::perhaps_json, 200'000, 1'000, give},
      {"GET", "/cgi-bin/media/get/jssdk", capability::any, true, api_body::perhaps_json, 200'000, 1'000, give},
      {"POST", "/cgi-bin/media/uploadimg", capability::any, true, api_body::raw, 100'000, 500, image},
      {"POST", "/cgi-bin/media/uploadvideo", capability::mass_messages, true, api_body::json, 100'000, 500, video},
  };
}

void add_pictures(router& routes, const media_shelf& media) {
  const auto show = [&media](http_request request) -> task<http_response> {
    const auto* found = media.find(request.params["id"]);
    if (found == nullptr) co_return text_response(404, "no such picture\n");
    http_response bytes;
    bytes.content_type = found->content_type;
    bytes.headers.push_back({"X-Content-Type-Options", "nosniff"});
    bytes.body = found->bytes;
    co_return bytes;
  };
  for (const auto* folder : {"/mmbiz_png/", "/mmbiz_jpg/", "/mmbiz_gif/", "/mmbiz_mp4/"}) routes.add("GET", std::string(folder) + "{id}/0", show);
}

}  // namespace depeche::sandbox
