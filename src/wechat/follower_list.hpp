// A page of openids as user/get, user/tag/get and the blacklist give it.
#pragma once

#include "wechat/user.hpp"

#include <string_view>

namespace depeche::wechat {

// `after` is the openid that was asked behind: a page that leads back to it is the last.
follower_page read_follower_page(std::string_view answer, std::string_view after);

}  // namespace depeche::wechat
