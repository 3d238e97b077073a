#include "app/invitation.hpp"

#include "invite/scene.hpp"

namespace depeche {

task<result<scene_code>> make_invitation(desk_store& desk, scene_codes& codes, random_source& random, const clock& time,
                                         std::string account, role given) {
  const std::string secret = random_word(random, 24);
  const timestamp expires = time.now() + invitation_lifetime;
  auto kept = co_await desk.invite(account, secret, given, expires);
  if (kept.has_error()) co_return kept.error();
  std::string scene = invitation_scene(secret);
  auto made = co_await codes.make_temporary(account, scene, invitation_lifetime);
  if (made.has_error() && made.error().code == errc::not_allowed) {
    scene_code by_word;
    by_word.account = std::move(account);
    by_word.scene = std::move(scene);
    by_word.expires = expires;
    co_return by_word;
  }
  co_return made;
}

}  // namespace depeche
