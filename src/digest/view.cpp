#include "digest/view.hpp"

namespace depeche {

view& view::set(std::string name, view part) {
  if (!std::holds_alternative<object>(value_)) value_ = object{};
  std::get<object>(value_).insert_or_assign(std::move(name), std::move(part));
  return *this;
}

}  // namespace depeche
