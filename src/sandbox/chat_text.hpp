// What a phone makes of a text: plain runs, links, and words that a tap makes the person say. All other markup shows literally.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct chat_part {
  std::string text;
  std::string url;      // of a link: http or https only
  std::string say;      // of <a href="weixin://bizmsgmenu?msgmenucontent=...">: what a tap says
  std::string menu_id;  // ... and its msgmenuid
};

std::vector<chat_part> read_chat_text(std::string_view content);
std::string plain_text(const std::vector<chat_part>& parts);

}  // namespace depeche::sandbox
