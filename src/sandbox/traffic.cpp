#include "sandbox/traffic.hpp"

namespace depeche::sandbox {

void traffic::call(std::string_view path, int errcode, std::string_view note) {
  auto found = calls_.find(path);
  if (found == calls_.end()) found = calls_.emplace(path, path_count{}).first;
  ++found->second.calls;
  if (errcode != 0) ++found->second.errors[errcode];
  keep(true, std::string(path), note.empty() ? std::to_string(errcode) : std::string(note));
}

void traffic::pushed(std::string_view what, std::string_view outcome) {
  keep(false, std::string(what), std::string(outcome));
}

void traffic::keep(bool from_bot, std::string what, std::string outcome) {
  constexpr std::size_t kept = 100;
  if (lines_.size() >= kept) lines_.pop_front();
  lines_.push_back(traffic_line{next_++, clock_.now(), from_bot, std::move(what), std::move(outcome)});
}

}  // namespace depeche::sandbox
