// Drafts (wechat-protocol 8.6): articles in the account's draft box, for every kind of account. A draft is used up when it is
// mass-sent or published.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <vector>

namespace depeche::wechat {

struct draft_article {
  std::string title;
  std::string author;
  std::string digest;          // empty: the platform takes the first 54 characters; single articles only
  std::string content;         // HTML with images from upload_article_image only; plain text for a picture post
  std::string source_url;      // "read original"
  std::string thumb_media_id;  // permanent; required unless it is a picture post
  bool open_comments = false;
  bool only_fans_comment = false;
  std::vector<std::string> image_media_ids;  // permanent; not empty: a picture post, whose first image is the cover
  std::string url;             // read only: a temporary preview
};

// What the platform would refuse, before it is sent: empty when nothing.
std::string fault_of(const draft_article& article);

// The draft's media id. A lost answer is unknown: the draft may be there.
task<api_result<std::string>> add_draft(api_client& api, std::vector<draft_article> articles);
task<api_result<std::vector<draft_article>>> get_draft(api_client& api, std::string media_id);
// index: from 0.
task<api_result<void>> update_draft(api_client& api, std::string media_id, int index, draft_article article);
task<api_result<void>> delete_draft(api_client& api, std::string media_id);
task<api_result<std::int64_t>> count_drafts(api_client& api);

struct stored_draft {
  std::string media_id;
  std::int64_t updated = 0;  // unix seconds
  std::vector<draft_article> articles;
};
struct draft_page {
  std::int64_t total = 0;
  std::vector<stored_draft> drafts;
};
// count: 1 to 20.
task<api_result<draft_page>> list_drafts(api_client& api, int offset, int count, bool with_content);

}  // namespace depeche::wechat
