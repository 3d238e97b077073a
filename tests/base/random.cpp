// The bytes of the secure generator come from a stock that a thread fetches ahead.
#include "base/random.hpp"
#include "support/catch.hpp"

#include <set>
#include <thread>

using namespace depeche;

TEST_CASE("secure bytes never come twice, across refills and orders of every size") {
  secure_random random;
  std::set<std::string> seen;
  for (int round = 0; round < 500; ++round)
    for (const std::size_t n : {16U, 33U, 64U, 65U, 600U}) {
      const std::string bytes = random.bytes(n);
      REQUIRE(bytes.size() == n);
      CHECK(seen.insert(bytes.substr(0, 16)).second);
      CHECK(bytes.substr(n - 8) != std::string(8, '\0'));
    }
  CHECK(random.bytes(0).empty());
}

TEST_CASE("two threads are given different bytes") {
  secure_random random;
  std::string other;
  std::thread([&] { other = random.bytes(32); }).join();
  CHECK(random.bytes(32) != other);
}
