#include "commands/audience_words.hpp"

#include "base/text.hpp"
#include "commands/phrases.hpp"

#include <algorithm>
#include <array>

namespace depeche {
namespace {

struct reason_words {
  std::string_view reason;  // as deliver/reach has it
  std::string_view fr, en, zh;
};

constexpr std::array reasons = {
    reason_words{"opted out", "envoi refusé", "opted out", "已退订"},
    reason_words{"does not follow", "plus abonné", "no longer following", "已取消关注"},
    reason_words{"messages used up", "messages épuisés", "messages used up", "消息次数已用完"},
    reason_words{"window closed", "rien écrit depuis 48 h", "nothing written for 48 h", "48小时内没有互动"},
    reason_words{"the account may not send customer messages", "pas de messages pour ce compte", "no messages from this account",
                 "账号无权发送消息"},
    reason_words{"the account may not mass send", "pas d’envoi groupé pour ce compte", "no mass send from this account", "账号无权群发"},
    reason_words{"got all of it already", "a déjà tout reçu", "got all of it already", "已全部收到过"},
    // Says nothing about the reader, and stands on every service account.
    reason_words{"mass send is kept for the desk on service accounts", "", "", ""},
};

std::string reason_in(std::string_view language, std::string_view reason) {
  std::vector<std::string> parts;
  for (std::string_view one : split(reason, ';')) {
    one = trim(one);
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const reason_words& r) { return r.reason == one; });
    const std::string_view words = known == reasons.end() ? one : language == "fr" ? known->fr : language == "zh" ? known->zh : known->en;
    if (!words.empty()) parts.emplace_back(words);
  }
  return parts.empty() ? std::string(reason) : join(parts, ", ");
}

}  // namespace

std::string audience_lines(const audience& a, const std::string& language) {
  std::vector<std::string> lines;
  if (a.customer_message > 0) lines.push_back(say(phrase::audience_customer, language, a.customer_message));
  if (a.mass_send > 0) lines.push_back(say(phrase::audience_mass, language, a.mass_send));
  for (const auto& [reason, count] : a.skipped) lines.push_back(say(phrase::audience_skipped, language, reason_in(language, reason), count));
  return join(lines, "\n");
}

}  // namespace depeche
