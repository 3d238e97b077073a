// An account's pictures at the platform: fetched, converted and uploaded once, whatever digest shows them.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "picture/drawn_cover.hpp"
#include "store/media_store.hpp"
#include "wechat/api_client.hpp"

#include <functional>
#include <string>
#include <vector>

namespace depeche {

struct picture_parts {
  media_store* media = nullptr;  // null: there are no drafts
  asio::any_io_executor pool;    // for decoding and drawing
  // The bytes at an address, through the address guard.
  std::function<task<result<std::string>>(std::string url)> fetch;
  std::vector<std::string> fonts;  // for drawn covers, in order of preference
};

// Loop thread only.
class picture_desk {
 public:
  picture_desk(std::string account, const clock& time, wechat::api_client& api, picture_parts parts)
      : account_(std::move(account)), clock_(time), api_(api), with_(std::move(parts)) {}

  struct uploaded {
    std::string address;  // for the text of an article
    std::string cover;    // media id
  };
  // Either may be empty: what can't be had is logged, and no reason to hold an issue back.
  task<uploaded> of_article(std::string url);
  // The media id of a cover that is drawn. Fails when the platform doesn't take it.
  task<wechat::api_result<std::string>> drawn(cover_words words);
  // The platform doesn't know this cover any more.
  task<> forget(std::string cover);

 private:
  task<wechat::api_result<std::string>> keep_shown(std::string jpeg);
  task<wechat::api_result<std::string>> keep_cover(std::string jpeg);
  task<wechat::api_result<std::string>> in_library(std::string name);

  std::string account_;
  const clock& clock_;
  wechat::api_client& api_;
  picture_parts with_;
};

}  // namespace depeche
