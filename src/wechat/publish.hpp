// Publishing a draft as a permanent page (wechat-protocol 8.7). The event that reports its end may be another than documented:
// poll.
#pragma once

#include "wechat/api_client.hpp"
#include "wechat/draft.hpp"
#include "wechat/push_content.hpp"

namespace depeche::wechat {

struct publish_receipt {
  std::string publish_id;
  std::int64_t msg_data_id = 0;
};
// A lost answer is unknown: the draft may be on its way out.
task<api_result<publish_receipt>> submit_publish(api_client& api, std::string media_id);
// As PUBLISHJOBFINISH tells it.
task<api_result<publish_finished>> publish_state(api_client& api, std::string publish_id);
struct published_issue {
  std::string article_id;
  std::vector<draft_article> articles;  // without their texts; `url` is where readers find each
};
// The newest first; count: 1 to 20.
task<api_result<std::vector<published_issue>>> list_published(api_client& api, int offset, int count);
// article: from 1, 0 for all of it.
task<api_result<void>> delete_published(api_client& api, std::string article_id, int article);

}  // namespace depeche::wechat
