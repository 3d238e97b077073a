// What the tests of the platform's calls look at again and again.
#pragma once

#include "support/catch.hpp"
#include "wechat/platform_fixture.hpp"

#include <string_view>

namespace platform_test {

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// That a send whose answer was lost is told as unknown, and was sent once.
template <class Result>
void check_unknown(platform_fixture& f, const Result& lost, std::size_t calls_before) {
  REQUIRE(lost.has_error());
  CHECK(lost.error().action == depeche::wechat::api_action::unknown);
  CHECK(f.calls() == calls_before + 1);
}

}  // namespace platform_test
