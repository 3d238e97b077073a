// The QR codes of the account: its own, and those with a scene that were made through the API (wechat-protocol 7).
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace depeche::sandbox {

struct scene_code {
  std::string scene;   // integer scenes as decimal digits
  bool is_text = true;  // made with scene_str
  std::string ticket;
  std::string url;     // what the code says
  std::optional<timestamp> expires;  // nothing: permanent
};

class code_book {
 public:
  code_book(const clock& time, random_source& random) : clock_(time), random_(random) {}

  // A permanent code of the same scene is made once.
  const scene_code& make(std::string scene, bool is_text, std::optional<timestamp> expires);

  const scene_code* by_ticket(std::string_view ticket) const;
  const scene_code* by_url(std::string_view url) const;
  // Of those of the scene, the one that lives longest; of such, the newest.
  const scene_code* by_scene(std::string_view scene) const;
  bool is_expired(const scene_code& code) const { return code.expires && clock_.now() >= *code.expires; }
  const std::deque<scene_code>& all() const { return codes_; }
  std::size_t permanent() const { return permanent_.size(); }

 private:
  using index = std::unordered_map<std::string, std::size_t>;
  const scene_code* find(const index& in, std::string_view key) const;

  const clock& clock_;
  random_source& random_;
  std::deque<scene_code> codes_;
  index by_ticket_, by_url_, by_scene_;
  index permanent_;  // by kind of scene and scene
};

}  // namespace depeche::sandbox
