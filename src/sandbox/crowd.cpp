#include "sandbox/crowd.hpp"

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
  made.openid = "o" + random_word(random_, 27);
  made.name = std::move(name);
  made.language = platform_language(language);
  made.quiet = quiet;
  by_openid_.emplace(made.openid, made.id);
  touch(made);
  return made;
}

phone* crowd::find(std::int64_t id) {
  if (id < 1 || static_cast<std::uint64_t>(id) > phones_.size()) return nullptr;
  return &phones_[static_cast<std::size_t>(id - 1)];
}

phone* crowd::find_openid(std::string_view openid) {
  const auto found = by_openid_.find(std::string(openid));
  return found == by_openid_.end() ? nullptr : find(found->second);
}

phone* crowd::find_name(std::string_view name) {
  for (auto& one : phones_)
    if (one.name == name) return &one;
  return nullptr;
}

const chat_message& crowd::show(phone& on, chat_message message) {
  message.number = next_number_++;
  message.at = clock_.now();
  if (!message.content) message.content = std::make_shared<const std::string>();
  if (on.messages.size() >= kept_messages) on.messages.erase(on.messages.begin());
  if (message.from == sender::account) ++on.received;
  if (message.from != sender::notice) on.last_exchange = message.at;
  on.messages.push_back(std::move(message));
  touch(on);
  return on.messages.back();
}

void crowd::follow(phone& p, std::string scene) {
  if (!p.following) ++followers_;
  p.following = true;
  p.followed_at = clock_.now();
  p.scene = std::move(scene);
  grant_act(p);
}

void crowd::unfollow(phone& p) {
  if (p.following) --followers_;
  p.following = false;
  p.by_words = p.by_act = grant{};
  p.tags.clear();
  p.remark.clear();
  p.kf_account.clear();
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
