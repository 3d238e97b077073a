// Media (wechat-protocol 9): temporary ones are kept three days, permanent ones fill the account's library; pictures within
// articles are neither. What the platform would refuse by type or size is refused before it is sent.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <vector>

namespace depeche::wechat {

enum class media_kind { image, voice, video, thumb };

// Images: PNG, JPEG or GIF under 2 MB; voices: MP3 or AMR up to 2 MB; videos: MP4 up to 10 MB; thumbs: JPEG up to 64 KB.
// Returns the media id.
task<api_result<std::string>> upload_media(api_client& api, media_kind kind, std::string bytes, std::string filename);
// PNG or JPEG, under 2 MB; returns the media id.
task<api_result<std::string>> upload_image(api_client& api, std::string bytes, std::string filename);

// A picture for the text of an article: PNG or JPEG under 1 MB. Returns its address, the only kind that articles may show.
task<api_result<std::string>> upload_article_image(api_client& api, std::string bytes, std::string filename);

struct material {
  std::string media_id;
  std::string url;  // of images
};
// Images and thumbs, as covers of articles need them; 100,000 at most in all. A lost answer is unknown: it may be there.
task<api_result<material>> add_material(api_client& api, media_kind kind, std::string bytes, std::string filename);
// What comes back of media: a file, or where a film can be fetched. What the library's articles hold, draft.hpp reads.
struct stored_media {
  std::string bytes;
  std::string content_type;  // by the first bytes: "image/png"; empty when it is of no kind that we know
  std::string video_url;     // of a video, which has no bytes here
  std::string title;         // of a permanent video
  std::string description;
};
// One that was uploaded, or that a follower sent in the last three days.
task<api_result<stored_media>> get_media(api_client& api, std::string media_id);
task<api_result<stored_media>> get_material(api_client& api, std::string media_id);

struct material_counts {
  std::int64_t voices = 0, videos = 0, images = 0, articles = 0;
};
task<api_result<material_counts>> count_material(api_client& api);

struct material_entry {
  std::string media_id;
  std::string name;
  std::int64_t updated = 0;  // unix seconds
  std::string url;           // of images
};
struct material_page {
  std::int64_t total = 0;  // of this kind
  std::vector<material_entry> entries;
};
// Images, voices or videos, the newest first; `count` from 1 to 20.
task<api_result<material_page>> list_material(api_client& api, media_kind kind, std::int64_t offset, int count);

task<api_result<void>> delete_material(api_client& api, std::string media_id);

}  // namespace depeche::wechat
