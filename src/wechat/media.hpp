// Media (wechat-protocol 9): temporary ones are kept three days, permanent ones fill the account's library; pictures within
// articles are neither. What the platform would refuse by type or size is refused before it is sent.
#pragma once

#include "wechat/api_client.hpp"

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
task<api_result<void>> delete_material(api_client& api, std::string media_id);

}  // namespace depeche::wechat
