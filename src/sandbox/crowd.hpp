// The people with their phones: who follows, what their chat shows, and how many customer messages each may still get.
#pragma once

#include "base/random.hpp"
#include "sandbox/bell.hpp"
#include "sandbox/phone.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

class crowd {
 public:
  crowd(const clock& time, random_source& random, changes& noted) : clock_(time), random_(random), changes_(noted) {}

  // Without a name it is "Phone" and its number.
  phone& add(std::string name, std::string language, bool quiet);
  phone* find(std::int64_t id);
  phone* find_openid(std::string_view openid);
  phone* find_name(std::string_view name);  // a person by the name of the phone: where the platform wants a WeChat name
  const std::deque<phone>& all() const { return phones_; }
  template <class Condition>
  std::size_t count(Condition holds) const {
    return static_cast<std::size_t>(std::count_if(phones_.begin(), phones_.end(), holds));
  }
  template <class Act>
  void each(Act act) {
    for (auto& one : phones_) act(one);
  }
  std::size_t followers() const { return followers_; }

  // Puts a message on the phone, numbered and dated.
  const chat_message& show(phone& on, chat_message message);
  void touch(phone& p) { p.changed = changes_.note(); }
  // What all phones on the shelf show has changed: their menu.
  void touch_shelf();

  void follow(phone& p, std::string scene, bool scene_is_text = true);
  void unfollow(phone& p);
  void grant_words(phone& p);
  void grant_act(phone& p);

  // Takes one from the allowance. 0, or the platform's code: 45015 no window open, 45047 count used up.
  int take_allowance(phone& p);

 private:
  std::size_t slot_of(std::string_view openid) const;
  void index(const phone& p);

  const clock& clock_;
  random_source& random_;
  changes& changes_;
  std::deque<phone> phones_;
  std::set<std::string, std::less<>> languages_;
  // Ids by openid, open addressing, never more than half full: eight bytes a person where a map of strings takes a hundred.
  std::vector<std::uint32_t> slots_;
  std::size_t followers_ = 0;
  std::uint64_t next_number_ = 1;
};

// "fr" -> "fr", "zh" -> "zh_CN"; anything unknown is kept, cut to 16 characters.
std::string platform_language(std::string_view language);

}  // namespace depeche::sandbox
