// The account's tags (wechat-protocol 6). Who has which is kept with the people; counts are taken when asked for.
#pragma once

#include "sandbox/crowd.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct tag {
  std::int32_t id = 0;
  std::string name;
};

class tag_book {
 public:
  // What the platform has from the start; 0 to 2 cannot be changed.
  tag_book() : tags_{{2, "星标组"}} {}

  // These give 0 or the platform's code.
  int create(std::string_view name, std::int32_t& id);  // 45056, 45157, 45158
  int rename(std::int64_t id, std::string_view name);   // 45058, 45159, 45157, 45158
  int remove(std::int64_t id, crowd& people);           // 45058, 45159, 45057
  const tag* find(std::int64_t id) const;
  const std::vector<tag>& all() const { return tags_; }

 private:
  int check_name(std::string_view name, std::int64_t except) const;

  std::vector<tag> tags_;
  std::int32_t next_id_ = 100;
};

bool has_tag(const phone& person, std::int64_t id);
std::int64_t count_tagged(const crowd& people, std::int64_t id);

}  // namespace depeche::sandbox
