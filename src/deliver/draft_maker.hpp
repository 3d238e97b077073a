// Puts a digest into the account's draft box: pictures first, then the articles. A draft is used up when it is sent, so each push has
// its own, once.
#pragma once

#include "deliver/picture_desk.hpp"
#include "digest/template_file.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "store/ledger_store.hpp"
#include "wechat/draft.hpp"

#include <string>
#include <vector>

namespace depeche {

// Loop thread only.
class draft_maker {
 public:
  draft_maker(std::string account, const template_set& templates, const clock& time, std::string public_url, wechat::api_client& api,
              picture_parts pictures)
      : templates_(templates), clock_(time), public_url_(std::move(public_url)), api_(api), media_(*pictures.media),
        pictures_(std::move(account), time, api, std::move(pictures)) {}

  // The media id of the push's draft: the one that was made before, also when its answer was lost, or a new one.
  task<wechat::api_result<std::string>> for_push(const push& p, const edition& e, const digest& d);
  // What "read original" of its first article leads to; empty when there is nothing.
  std::string source_of(const edition& e, const digest& d) const;
  // One that stays in the box for a person to send in the console: the issue's own that is there already, or a new one.
  struct kept_draft {
    std::string media_id;
    bool was_there = false;
  };
  task<wechat::api_result<kept_draft>> to_keep(const edition& e, const digest& d);
  // One that belongs to no push; whoever asked deletes it.
  task<wechat::api_result<std::string>> for_preview(const edition& e, const digest& d);

 private:
  task<wechat::api_result<std::vector<wechat::draft_article>>> articles_of(const edition& e, const digest& d);
  task<wechat::api_result<std::string>> add(std::vector<wechat::draft_article> articles);
  task<wechat::api_result<std::string>> in_box(const std::vector<wechat::draft_article>& articles, timestamp since);

  const template_set& templates_;
  const clock& clock_;
  std::string public_url_;
  wechat::api_client& api_;
  media_store& media_;
  picture_desk pictures_;
};

}  // namespace depeche
