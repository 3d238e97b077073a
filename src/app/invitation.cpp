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
  co_return co_await codes.make_temporary(std::move(account), std::move(scene), invitation_lifetime);
}

}  // namespace depeche
