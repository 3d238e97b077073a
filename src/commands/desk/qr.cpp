// "/qr NAME": a subscribe code of its own for a poster, made at the platform once and drawn here.
#include "commands/command.hpp"
#include "invite/qr_code.hpp"
#include "invite/scene.hpp"

namespace depeche {

task<answer> desk_qr(command_parts& with, command_call call) {
  answer reply;
  if (call.argument.empty()) {
    reply.text = say(phrase::qr_usage, call.language);
    co_return reply;
  }
  const auto checked = check_scene(call.argument);
  if (checked.has_error()) {
    reply.text = say(phrase::qr_bad_scene, call.language, to_line(checked.error()));
    co_return reply;
  }
  const std::string scene = *checked;
  auto made = co_await with.code_for(call.who.account, scene);
  if (made.has_error()) {
    reply.text = say(phrase::qr_unavailable, call.language, to_line(made.error()));
    co_return reply;
  }
  if (const auto drawn = qr_code::encode(made->url); drawn.has_value()) reply.picture = draw_png(*drawn, 10);
  const std::string site = with.sites.of(call.who.account);
  const std::string page = site + "/s/" + scene;
  const std::string image = site + "/qr/" + scene;
  reply.text = say(phrase::qr_made, call.language, scene, page, image + ".png", image + ".svg");
  co_return reply;
}

}  // namespace depeche
