// /cgi-bin/material/...: permanent media (wechat-protocol 9). The old news material lives on as drafts, as on the platform.
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/multipart.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t most_images = 100'000, most_others = 1'000;

api_answer add(const account& of, media_shelf& media, const api_call& call) {
  const auto form = read_form(header_value(call.http.headers, "Content-Type"), call.http.body);
  auto type = call.parameter("type");
  if (type.empty()) type = field_of(form, "type");
  if (type != "image" && type != "voice" && type != "video" && type != "thumb") return refuse(40004);
  const auto* file = file_of(form, "media");
  if (file == nullptr) return refuse(41005);
  auto checked = check_permanent(type, file->file_name, file->bytes);
  if (checked.errcode != 0) return refuse(checked.errcode);
  medium one{.type = type, .content_type = std::move(checked.content_type), .file_name = file->file_name,
             .bytes = std::string(file->bytes), .permanent = true};
  if (type == "video") {
    auto words = field_of(form, "description");
    if (words.empty()) words = call.parameter("description");  // where some libraries put it
    const auto about = parse_json(words);
    one.title = text_at(about, "title");
    one.introduction = text_at(about, "introduction");
    if (one.title.empty()) return refuse(47001);
  }
  const auto kept_already = static_cast<std::int64_t>(media.permanent(type).size());
  if (kept_already >= (type == "image" ? most_images : most_others)) return refuse(45001, "material count out of limit");
  if (!media.has_room(one.bytes)) return refuse(45001, shelf_is_full);
  const auto& kept = media.keep(std::move(one));
  json answer{{"media_id", kept.media_id}, {"item", json::array()}};
  if (type == "image" || type == "thumb") answer["url"] = media_url(of, kept);
  return answer_json(answer);
}

api_answer get(const account& of, const media_shelf& media, const draft_box& drafts, const api_call& call) {
  const auto id = text_at(call.body, "media_id");
  if (const auto* draft = drafts.find(id)) return answer_json({{"news_item", articles_json(of, media, *draft, true)}});
  const auto* found = media.find_permanent(id);
  if (found == nullptr) return refuse(40007);
  if (found->type == "video")
    return answer_json({{"title", found->title}, {"description", found->introduction}, {"down_url", media_url(of, *found)}});
  return answer_bytes(*found);
}

api_answer remove(media_shelf& media, draft_box& drafts, const api_call& call) {
  const auto id = text_at(call.body, "media_id");
  return media.remove_permanent(id) || drafts.remove(id) ? answer_ok() : refuse(40007);
}

api_answer count(const media_shelf& media, const draft_box& drafts) {
  return answer_json({{"voice_count", media.permanent("voice").size()},
                      {"video_count", media.permanent("video").size()},
                      {"image_count", media.permanent("image").size()},
                      {"news_count", drafts.listed().size()}});
}

api_answer list(const account& of, const media_shelf& media, const draft_box& drafts, const api_call& call) {
  const auto type = text_at(call.body, "type");
  const auto offset = number_at(call.body, "offset").value_or(0);
  const auto most = number_at(call.body, "count").value_or(0);
  if (offset < 0 || most < 1 || most > 20) return refuse(40035);
  if (type == "news") return list_drafts(of, media, drafts, offset, most, false);
  if (type != "image" && type != "voice" && type != "video") return refuse(40004);
  const auto all = media.permanent(type);
  json items = json::array();
  for (auto at = static_cast<std::size_t>(offset); at < all.size() && items.size() < static_cast<std::size_t>(most); ++at) {
    json item{{"media_id", all[at]->media_id}, {"name", all[at]->title.empty() ? all[at]->file_name : all[at]->title},
              {"update_time", to_unix_seconds(all[at]->at)}, {"tags", json::array()}};
    if (type == "image") item["url"] = media_url(of, *all[at]);
    items.push_back(std::move(item));
  }
  return answer_json({{"total_count", all.size()}, {"item_count", items.size()}, {"item", std::move(items)}});
}

}  // namespace

std::vector<endpoint> material_endpoints(const account& of, media_shelf& media, draft_box& drafts) {
  const auto take = [&of, &media](const api_call& call) { return add(of, media, call); };
  const auto give = [&of, &media, &drafts](const api_call& call) { return get(of, media, drafts, call); };
  const auto drop = [&media, &drafts](const api_call& call) { return remove(media, drafts, call); };
  const auto counts = [&media, &drafts](const api_call&) { return count(media, drafts); };
  const auto batch = [&of, &media, &drafts](const api_call& call) { return list(of, media, drafts, call); };
  return {
      {"POST", "/cgi-bin/material/add_material", capability::any, true, api_body::raw, 5'000, 100, take},
      {"POST", "/cgi-bin/material/get_material", capability::any, true, api_body::json, 10'000, 1'000, give},
      {"POST", "/cgi-bin/material/del_material", capability::any, true, api_body::json, 10'000, 1'000, drop},
      {"GET", "/cgi-bin/material/get_materialcount", capability::any, true, api_body::none, 5'000, 1'000, counts},
      {"POST", "/cgi-bin/material/batchget_material", capability::any, true, api_body::json, 5'000, 1'000, batch},
  };
}

}  // namespace depeche::sandbox
