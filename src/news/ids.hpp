// Ids of what is kept, each a type of its own, so that one can't be passed for another. 0 means "not stored yet".
#pragma once

#include <cstdint>

namespace depeche {

enum class article_id : std::int64_t {};
enum class digest_id : std::int64_t {};
enum class subscriber_id : std::int64_t {};
enum class push_id : std::int64_t {};

template <class Id>
constexpr std::int64_t number(Id id) {
  return static_cast<std::int64_t>(id);
}

}  // namespace depeche
