// Links as documents write them: relative, blank-ridden, or hostile.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// `reference` made absolute against `base`. An absolute http(s) reference stays as written where it may. Without a usable base a
// relative reference stays relative. Empty for anything but http and https (javascript:, data:), and for what is over long.
std::string absolute_link(std::string_view base, std::string_view reference);

// A feed's address as old readers and pages write it ("feed://host/path", "feed:https://host/path") by its own scheme; others as they are.
std::string web_address(std::string_view written);

}  // namespace depeche
