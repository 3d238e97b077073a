#include "sandbox/code_book.hpp"

#include "base/encode.hpp"

namespace depeche::sandbox {

const scene_code& code_book::make(std::string scene, bool is_text, std::optional<timestamp> expires) {
  if (!expires)
    if (const auto* known = by_scene(scene); known && !known->expires && known->is_text == is_text) return *known;
  scene_code& made = codes_.emplace_back();
  made.scene = std::move(scene);
  made.is_text = is_text;
  made.url = "http://weixin.qq.com/q/02" + random_word(random_, 20);
  // As on the platform: base64 of some bytes around the URL.
  made.ticket = to_base64(std::string("\x81\x01\xfc\x3c\0\0\0\0\0\0\0\0\x01\x2e", 14) + made.url + random_.bytes(10));
  made.expires = expires;
  if (!expires) ++permanent_;
  const std::size_t place = codes_.size() - 1;
  by_ticket_[made.ticket] = place;
  by_url_[made.url] = place;
  by_scene_[made.scene] = place;
  return made;
}

const scene_code* code_book::find(const index& in, std::string_view key) const {
  const auto found = in.find(std::string(key));
  return found == in.end() ? nullptr : &codes_[found->second];
}

const scene_code* code_book::by_ticket(std::string_view ticket) const { return find(by_ticket_, ticket); }
const scene_code* code_book::by_url(std::string_view url) const { return find(by_url_, url); }
const scene_code* code_book::by_scene(std::string_view scene) const { return find(by_scene_, scene); }

}  // namespace depeche::sandbox
