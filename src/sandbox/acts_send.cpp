// Messages that are no text: what a person sends from the phone's own apps.
#include "base/encode.hpp"
#include "sandbox/acts.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

// A dot of one pixel, for who gives no picture.
constexpr std::string_view dot =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

// A number or text, as it stands in the body.
std::string value_or(const json& of, std::string_view key, std::string_view otherwise) {
  const auto& value = child_at(of, key);
  if (value.is_number()) return value.dump();
  const auto text = text_at(of, key);
  return text.empty() ? std::string(otherwise) : text;
}

}  // namespace

const medium& acts::make_medium(std::string_view type, const json& about) {
  constexpr std::size_t most_bytes = 2 * 1024 * 1024;
  medium one;
  one.type = type;
  auto given = from_base64_lenient(text_at(about, "base64"));
  one.bytes = given && !given->empty() && given->size() <= most_bytes ? std::move(*given)
              : type == "image" || type == "thumb"                  ? from_base64_lenient(dot).value_or("")
              : type == "voice"                                     ? std::string("#!AMR\n")
                                                                    : std::string("\0\0\0\x18" "ftypmp42", 12);
  one.content_type = type == "voice" ? "audio/amr" : type == "video" ? "video/mp4" : check_permanent("image", {}, one.bytes).content_type;
  if (one.content_type.empty()) one.content_type = "image/png";
  one.file_name = type == "voice" ? "voice.amr" : type == "video" ? "video.mp4" : "picture.png";
  return with_.media.keep(std::move(one));
}

acts::outcome acts::send(phone& who, std::string_view type, const json& about) {
  if (!who.following) return fail(errc::not_allowed, "this phone does not follow the account", "phone", "let it follow or scan first");
  std::vector<push_field> fields;
  auto kind = message_kind::text;
  std::string shown, media_id;
  if (type == "image") {
    const auto& picture = make_medium("image", about);
    kind = message_kind::image;
    media_id = picture.media_id;
    fields = {push_field::text("PicUrl", media_url(with_.of, picture)), push_field::text("MediaId", media_id)};
  } else if (type == "voice") {
    kind = message_kind::voice;
    media_id = make_medium("voice", about).media_id;
    fields = {push_field::text("MediaId", media_id), push_field::text("Format", value_or(about, "format", "amr"))};
    if (about.contains("recognition")) fields.push_back(push_field::text("Recognition", text_at(about, "recognition")));
    shown = "[voice] " + text_at(about, "recognition");
  } else if (type == "video" || type == "shortvideo") {
    kind = message_kind::video;
    media_id = make_medium("video", about).media_id;
    fields = {push_field::text("MediaId", media_id), push_field::text("ThumbMediaId", make_medium("thumb", json::object()).media_id)};
    shown = "[video]";
  } else if (type == "location") {
    kind = message_kind::location;
    shown = value_or(about, "label", "Paris");
    fields = {push_field{"Location_X", value_or(about, "x", "48.856600"), true, {}}, push_field{"Location_Y", value_or(about, "y", "2.352200"), true, {}},
              push_field{"Scale", value_or(about, "scale", "15"), true, {}}, push_field::text("Label", shown)};
    for (auto& one : fields)  // numbers are bare; what is no number is no harm in CDATA
      one.bare = one.value.find_first_not_of("0123456789.-") == std::string::npos;
  } else if (type == "link") {
    kind = message_kind::link;
    shown = value_or(about, "title", "Dépêche");
    fields = {push_field::text("Title", shown), push_field::text("Description", text_at(about, "description")),
              push_field::text("Url", value_or(about, "url", "https://example.org/"))};
  } else if (type == "file") {
    kind = message_kind::file;
    shown = value_or(about, "title", "report.pdf");
    fields = {push_field::text("Title", shown), push_field::text("Description", text_at(about, "description")),
              push_field::text("FileKey", value_or(about, "key", "key")), push_field::text("FileMd5", value_or(about, "md5", "d41d8cd98f00b204e9800998ecf8427e")),
              push_field::text("FileTotalLen", value_or(about, "length", "1024"))};
  } else if (type == "miniprogrampage") {
    kind = message_kind::card;
    shown = value_or(about, "title", "Dépêche");
    fields = {push_field::text("Title", shown), push_field::text("AppId", value_or(about, "appid", "wx0123456789abcdef")),
              push_field::text("PagePath", value_or(about, "path", "pages/index")), push_field::text("ThumbUrl", media_url(with_.of, make_medium("thumb", json::object()))),
              push_field::text("ThumbMediaId", make_medium("thumb", json::object()).media_id)};
  } else {
    return fail(errc::invalid_argument, "unknown type '" + std::string(type.substr(0, 40)) + "'", "type",
                "use image, voice, video, shortvideo, location, link, file or miniprogrampage");
  }
  note(who, kind, sender::person, std::move(shown), std::move(media_id));
  with_.people.grant_words(who);
  return deliver(who, message(who, std::string(type), std::move(fields)), true);
}

}  // namespace depeche::sandbox
