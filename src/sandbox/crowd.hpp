// The people with their phones: who follows, what their chat shows, and how many customer messages each may still get.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sandbox/bell.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace depeche::sandbox {

enum class sender { account, person, notice };
enum class message_kind { text, image, voice, video, music, menu, news, article, template_message, notice, card, location, link, file, event };

// One entry of a news message, or an article of a mass message.
struct chat_card {
  std::string title, description, url, picture;
};

struct chat_message {
  std::uint64_t number = 0;  // grows over all phones
  sender from = sender::account;
  message_kind kind = message_kind::text;
  std::string_view way;                        // "reply", "custom", "mass", "preview", "template", "notice"; empty for a person's own
  std::shared_ptr<const std::string> content;  // as it was sent; shared by all receivers of a mass message
  std::string media_id;                        // of an image, a voice or a video
  std::string url;                             // where a tap leads
  std::shared_ptr<const std::vector<chat_card>> cards;  // of news and articles; shared likewise
  std::int64_t job = 0;                        // the mass job it came with
  std::vector<std::pair<std::string, std::string>> menu;  // id and words of each item
  timestamp at{};
};

// So many customer messages, until then (wechat-protocol 8.1).
struct grant {
  int left = 0;
  timestamp until{};
};

struct phone {
  std::uint32_t id = 0;
  std::string openid;
  std::string name;
  std::string language;  // as the platform writes it: "fr", "en", "zh_CN"
  bool quiet = false;    // made in a batch: not on the page's shelf
  bool following = false;
  bool receives = true;  // false: 48002
  timestamp followed_at{};
  std::string scene;     // of the code that made them follow
  grant by_words;        // the person wrote: 5 in 48 hours
  grant by_act;          // followed, scanned, tapped a menu button: 3 in a minute
  std::chrono::year_month mass_month{};
  int mass_received = 0;  // in mass_month
  std::string remark;
  std::vector<std::int32_t> tags;
  bool blacklisted = false;
  std::map<std::string, int> consents;  // notices still allowed, by template; "once TEMPLATE/SCENE" for one-off messages
  timestamp last_exchange{};            // a message went either way
  timestamp typing_until{};
  std::string kf_account;               // the human agent who talks with them
  std::vector<chat_message> messages;  // the newest kept_messages
  std::int64_t last_event = 0;  // unix seconds: no two events of one person share a CreateTime
  std::uint64_t received = 0;  // from the account, kept or not
  std::uint64_t changed = 0;
};

inline constexpr std::size_t kept_messages = 200;

class crowd {
 public:
  crowd(const clock& time, random_source& random, changes& noted) : clock_(time), random_(random), changes_(noted) {}

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

  void follow(phone& p, std::string scene);
  void unfollow(phone& p);
  void grant_words(phone& p);
  void grant_act(phone& p);

  // Takes one from the allowance. 0, or the platform's code: 45015 no window open, 45047 count used up.
  int take_allowance(phone& p);

 private:
  const clock& clock_;
  random_source& random_;
  changes& changes_;
  std::deque<phone> phones_;
  std::unordered_map<std::string, std::uint32_t> by_openid_;
  std::size_t followers_ = 0;
  std::uint64_t next_number_ = 1;
};

// "fr" -> "fr", "zh" -> "zh_CN"; anything unknown is kept, cut to 16 characters.
std::string platform_language(std::string_view language);

}  // namespace depeche::sandbox
