// One person's phone, as small as a crowd of a million wants it: what everybody has stands in the row, the rest is made when it is
// needed, and most never need it.
#pragma once

#include "base/clock.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
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

// What few of a crowd have.
struct phone_extras {
  std::string name;        // empty: "Phone 17"
  std::string scene;       // of the code that made them follow
  bool scene_is_text = true;
  std::string remark;
  std::string kf_account;  // the human agent who talks with them
  std::vector<std::int32_t> tags;
  std::map<std::string, int> consents;  // notices still allowed, by template; "once TEMPLATE/SCENE" for one-off messages
  std::vector<chat_message> messages;   // the newest kept_messages
  timestamp typing_until{};
};

struct phone {
  static constexpr std::size_t openid_size = 28;

  std::array<char, openid_size> openid_characters{};
  std::uint32_t id = 0;
  std::string_view language;  // as the platform writes it: "fr", "en", "zh_CN"; kept by the crowd
  timestamp followed_at{};
  grant by_words;  // the person wrote: 5 in 48 hours
  grant by_act;    // followed, scanned, tapped a menu button: 3 in a minute
  timestamp last_exchange{};    // a message went either way
  std::int64_t last_event = 0;  // unix seconds: no two events of one person share a CreateTime
  std::uint64_t changed = 0;
  std::uint32_t received = 0;   // messages from the account, kept or not
  std::chrono::year_month mass_month{};
  std::int16_t mass_received = 0;  // in mass_month
  bool quiet : 1 = false;          // made in a batch: not on the page's shelf
  bool following : 1 = false;
  bool receives : 1 = true;        // false: 48002
  bool blacklisted : 1 = false;

  std::string_view openid() const { return {openid_characters.data(), openid_size}; }
  std::string name() const {
    const std::string& given = extra().name;
    return given.empty() ? "Phone " + std::to_string(id) : given;
  }
  const phone_extras& extra() const {
    static const phone_extras none;
    return extras_ ? *extras_ : none;
  }
  phone_extras& own() {
    if (!extras_) extras_ = std::make_unique<phone_extras>();
    return *extras_;
  }
  // For what is only taken away: nothing is made for it.
  phone_extras* owned() { return extras_.get(); }

 private:
  std::unique_ptr<phone_extras> extras_;
};

inline constexpr std::size_t kept_messages = 200;

}  // namespace depeche::sandbox
