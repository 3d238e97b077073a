// The codes that pages show, kept for a while: a page must not wait for the platform at every view, and while the platform fails
// it must not be asked at every view either.
#pragma once

#include "async/single_flight.hpp"
#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/scene_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace depeche {

// Loop thread only.
class subscribe_codes {
 public:
  using finder = std::function<task<result<scene_code>>(std::string account, std::string scene)>;
  subscribe_codes(std::string account, const clock& time, finder find)
      : account_(std::move(account)), clock_(time), find_(std::move(find)) {}

  // The scene's code, or nothing when none can be had now; answers within three seconds.
  task<std::optional<scene_code>> get(std::string scene);

 private:
  struct remembered {
    std::optional<scene_code> code;
    timestamp since;
    timestamp until;
  };
  task<result<scene_code>> ask(std::string scene);
  void remember(const std::string& scene, std::optional<scene_code> code);

  std::string account_;
  const clock& clock_;
  finder find_;
  std::map<std::string, remembered> known_;
  std::map<std::string, std::shared_ptr<single_flight<scene_code>>> flights_;
};

}  // namespace depeche
