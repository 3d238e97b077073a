// Secret addresses of previews: whoever has one sees an edition as it would go out, for a day. Nothing is stored for a link: it carries its
// end and a signature by a secret of this database.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "news/edition.hpp"
#include "store/setting_store.hpp"

#include <optional>
#include <string>

namespace depeche {

// Loop thread only.
class preview_links {
 public:
  preview_links(setting_store& settings, random_source& random, const clock& time) : settings_(settings), random_(random), clock_(time) {}

  // "/preview/TOKEN", good for a day.
  task<result<std::string>> path_to(const edition& e);
  // Whether the token opens this edition now.
  task<result<bool>> opens(std::string token, const edition& e);

 private:
  task<result<std::string>> secret();

  setting_store& settings_;
  random_source& random_;
  const clock& clock_;
};

}  // namespace depeche
