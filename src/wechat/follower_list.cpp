#include "wechat/follower_list.hpp"

#include "wechat/json_read.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {

follower_page read_follower_page(std::string_view answer, std::string_view after) {
  const nlohmann::json got = read_json(answer);
  follower_page page;
  page.total = number_at(got, "total");
  page.openids = texts_at(member(got, "data"), "openid");
  page.next = text_at(got, "next_openid");
  if (page.openids.empty() || page.next == after) page.next.clear();
  return page;
}

}  // namespace depeche::wechat
