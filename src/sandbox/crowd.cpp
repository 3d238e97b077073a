#include "sandbox/crowd.hpp"

#include <functional>

namespace depeche::sandbox {

using namespace std::chrono_literals;

std::string platform_language(std::string_view language) {
  if (language.empty()) return "zh_CN";
  if (language == "zh") return "zh_CN";
  return std::string(language.substr(0, 16));
}

phone& crowd::add(std::string name, std::string language, bool quiet) {
  phone& made = phones_.emplace_back();
  made.id = static_cast<std::uint32_t>(phones_.size());
  const std::string openid = "o" + random_word(random_, phone::openid_size - 1);
  std::copy(openid.begin(), openid.end(), made.openid_characters.begin());
  if (!name.empty()) made.own().name = std::move(name);
  made.language = *languages_.insert(platform_language(language)).first;
  made.quiet = quiet;
  index(made);
  touch(made);
  return made;
}

// Where the openid stands, or the free place where it would.
std::size_t crowd::slot_of(std::string_view openid) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(openid) & mask;
  while (slots_[at] != 0 && phones_[slots_[at] - 1].openid() != openid) at = (at + 1) & mask;
  return at;
}

void crowd::index(const phone& p) {
  constexpr std::size_t fewest = 64;  // a power of two, as every later size
  if (phones_.size() * 2 > slots_.size()) {
    slots_.assign(std::max(fewest, slots_.size() * 2), 0);
    for (const auto& one : phones_)
      if (one.id != p.id) slots_[slot_of(one.openid())] = one.id;
  }
  slots_[slot_of(p.openid())] = p.id;
}

phone* crowd::find(std::int64_t id) {
  if (id < 1 || static_cast<std::uint64_t>(id) > phones_.size()) return nullptr;
  return &phones_[static_cast<std::size_t>(id - 1)];
}

phone* crowd::find_openid(std::string_view openid) { return slots_.empty() ? nullptr : find(slots_[slot_of(openid)]); }

phone* crowd::find_name(std::string_view name) {
  for (auto& one : phones_)
    if (one.name() == name) return &one;
  return nullptr;
}

const chat_message& crowd::show(phone& on, chat_message message) {
  message.number = next_number_++;
  message.at = clock_.now();
  if (!message.content) message.content = std::make_shared<const std::string>();
  auto& kept = on.own().messages;
  if (kept.size() >= kept_messages) kept.erase(kept.begin());
  if (message.from == sender::account) ++on.received;
  if (message.from != sender::notice) on.last_exchange = message.at;
  kept.push_back(std::move(message));
  touch(on);
  return kept.back();
}

void crowd::touch_shelf() {
  for (auto& one : phones_)
    if (!one.quiet) touch(one);
}

void crowd::follow(phone& p, std::string scene, bool scene_is_text) {
  if (!p.following) ++followers_;
  p.following = true;
  p.followed_at = clock_.now();
  if (!scene.empty() || p.owned() != nullptr) {
    p.own().scene = std::move(scene);
    p.own().scene_is_text = scene_is_text;
  }
  grant_act(p);
}

void crowd::unfollow(phone& p) {
  if (p.following) --followers_;
  p.following = false;
  p.by_words = p.by_act = grant{};
  if (auto* extras = p.owned()) {
    extras->tags.clear();
    extras->remark.clear();
    extras->kf_account.clear();
  }
  touch(p);
}

void crowd::grant_words(phone& p) {
  p.by_words = grant{5, clock_.now() + 48h};
  touch(p);
}

void crowd::grant_act(phone& p) {
  p.by_act = grant{3, clock_.now() + 1min};
  touch(p);
}

int crowd::take_allowance(phone& p) {
  const auto now = clock_.now();
  bool open = false;
  // The minute's grant first: it would lapse unused.
  for (grant* from : {&p.by_act, &p.by_words}) {
    if (now >= from->until) continue;
    open = true;
    if (from->left == 0) continue;
    --from->left;
    return 0;
  }
  return open ? 45047 : 45015;
}

}  // namespace depeche::sandbox
