#include "commands/conversation.hpp"

namespace depeche {

conversation& conversations::with(subscriber_id who) {
  const auto found = places_.find(number(who));
  if (found != places_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return recent_.front().talk;
  }
  if (recent_.size() >= most_) {
    places_.erase(number(recent_.back().who));
    recent_.pop_back();
  }
  recent_.push_front(entry{who, {}});
  places_[number(who)] = recent_.begin();
  return recent_.front().talk;
}

}  // namespace depeche
