#include "wechat/message.hpp"

namespace depeche::wechat {

// A subscribe may carry other keys than a scene's (a payment's, for one): only the prefix makes it one. A scan's key is bare.
std::string_view inbound_message::scene() const {
  constexpr std::string_view prefix = "qrscene_";
  const std::string_view key = event_key;
  if (event == "scan") return key;
  if (event == "subscribe" && key.starts_with(prefix)) return key.substr(prefix.size());
  return {};
}

}  // namespace depeche::wechat
