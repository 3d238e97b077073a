#include "sandbox/code_book.hpp"

#include "base/encode.hpp"

namespace depeche::sandbox {

namespace {

// The scene 7 and the scene "7" are two.
std::string name_of(std::string_view scene, bool is_text) { return (is_text ? "text " : "number ") + std::string(scene); }

bool ends_before(const scene_code& a, const scene_code& b) { return a.expires && (!b.expires || *a.expires < *b.expires); }

}  // namespace

const scene_code& code_book::make(std::string scene, bool is_text, std::optional<timestamp> expires) {
  if (!expires)
    if (const auto* known = find(permanent_, name_of(scene, is_text))) return *known;
  scene_code& made = codes_.emplace_back();
  made.scene = std::move(scene);
  made.is_text = is_text;
  made.url = "http://weixin.qq.com/q/02" + random_word(random_, 20);
  // As on the platform: base64 of some bytes around the URL.
  made.ticket = to_base64(std::string("\x81\x01\xfc\x3c\0\0\0\0\0\0\0\0\x01\x2e", 14) + made.url + random_.bytes(10));
  made.expires = expires;
  const std::size_t place = codes_.size() - 1;
  if (!expires) permanent_[name_of(made.scene, is_text)] = place;
  by_ticket_[made.ticket] = place;
  by_url_[made.url] = place;
  const auto [known, is_first] = by_scene_.try_emplace(made.scene, place);
  if (!is_first && !ends_before(made, codes_[known->second])) known->second = place;
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
