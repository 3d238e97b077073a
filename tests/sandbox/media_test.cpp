// Media: what may be uploaded as what, and what is kept when there is much of it.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using nlohmann::json;

namespace {

json upload(world& w, const std::string& target, const std::string& file_name, const std::string& bytes) {
  const auto body = "--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + file_name + "\"\r\n\r\n" + bytes + "\r\n--B--\r\n";
  return w.json_of(w.ask("POST", target + "access_token=" + w.token(), body, {{"Content-Type", "multipart/form-data; boundary=B"}}));
}

int code_of(const json& answer) { return answer.value("errcode", 0); }

std::string picture_of(std::size_t megabytes) { return "\xff\xd8\xff\xe0" + std::string(megabytes * 1024 * 1024, 'x'); }

}  // namespace

TEST_CASE("many temporary media push out the oldest of their kind, never what is permanent") {
  world w;
  const json permanent = upload(w, "/cgi-bin/material/add_material?type=image&", "cover.jpg", picture_of(1));
  const auto article = [&] {
    return w.call("/cgi-bin/draft/add", {{"articles", {{{"title", "t"}, {"content", "<p>c</p>"}, {"thumb_media_id", permanent["media_id"]}}}}});
  };
  const std::string film(9 * 1024 * 1024, 'x');
  std::vector<json> films;
  for (int i = 0; i < 16; ++i) films.push_back(upload(w, "/cgi-bin/media/upload?type=video&", "a.mp4", film)["media_id"]);
  const auto asked = [&](const json& id) { return w.ask("GET", "/cgi-bin/media/get?access_token=" + w.token() + "&media_id=" + id.get<std::string>()).body; };
  CHECK(asked(films[0]).find("40007") != std::string::npos);
  CHECK(asked(films[1]).find("40007") != std::string::npos);
  CHECK(asked(films[2]).find("video_url") != std::string::npos);
  CHECK(asked(films[15]).find("video_url") != std::string::npos);
  CHECK(w.fetch("/cgi-bin/material/get_materialcount")["image_count"] == 1);
  CHECK(article().contains("media_id"));
}

TEST_CASE("permanent media are refused when there is no room left, and taken when some went") {
  world w;
  const auto picture = picture_of(9);
  json answer, first;
  int kept = 0;
  for (; kept < 40 && code_of(answer = upload(w, "/cgi-bin/material/add_material?type=image&", "a.jpg", picture)) == 0; ++kept)
    if (kept == 0) first = answer["media_id"];
  CHECK(kept == 14);
  CHECK(code_of(answer) == 45001);
  CHECK(code_of(w.call("/cgi-bin/material/del_material", {{"media_id", first}})) == 0);
  CHECK(code_of(upload(w, "/cgi-bin/material/add_material?type=image&", "a.jpg", picture)) == 0);
}

TEST_CASE("a temporary voice is amr or mp3, a permanent one may be wav and wma too") {
  world w;
  for (const auto& [name, temporary, permanent] : {std::tuple{"a.amr", 0, 0}, {"a.MP3", 0, 0}, {"a.wav", 40005, 0}, {"a.wma", 40005, 0},
                                                   {"a.speex", 40005, 40005}, {"a.ogg", 40005, 40005}}) {
    INFO(name);
    CHECK(code_of(upload(w, "/cgi-bin/media/upload?type=voice&", name, "sound")) == temporary);
    CHECK(code_of(upload(w, "/cgi-bin/material/add_material?type=voice&", name, "sound")) == permanent);
  }
  CHECK(code_of(upload(w, "/cgi-bin/media/upload?type=voice&", "a.amr", std::string(2 * 1024 * 1024 + 1, 'x'))) == 45001);
}
