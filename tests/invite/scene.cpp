#include "invite/scene.hpp"

#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("a scene's name is 1 to 64 bytes of printable ASCII without blanks") {
  CHECK(check_scene("metro-line-2").value() == "metro-line-2");
  CHECK(check_scene("A").value() == "A");
  CHECK(check_scene("paris/rer_b:quai@4?x=1&y=2").has_value());
  CHECK(check_scene(std::string(64, 'z')).has_value());
  for (const std::string_view bad : {"", "two words", "tab\there", "地铁", "été", "line\n", "\x7F"}) {
    const auto checked = check_scene(bad);
    REQUIRE(checked.has_error());
    CHECK(checked.error() == errc::invalid_argument);
    CHECK_FALSE(checked.error().remedy.empty());
  }
  CHECK(check_scene(std::string(65, 'z')).has_error());
  CHECK(check_scene(std::string_view("a\0b", 3)).has_error());
}

TEST_CASE("nobody can make a scene that passes for an invitation") {
  CHECK(check_scene("desk-abc").error() == errc::invalid_argument);
  CHECK(check_scene("desk").has_value());
  CHECK(check_scene("Desk-abc").has_value());
}

TEST_CASE("an invitation's secret comes back from its scene, and from no other") {
  CHECK(invitation_scene("s3cret") == "desk-s3cret");
  CHECK(invitation_secret(invitation_scene("s3cret")) == "s3cret");
  CHECK(invitation_secret("metro-line-2").empty());
  CHECK(invitation_secret("").empty());
  CHECK(invitation_secret("desk-").empty());
}
