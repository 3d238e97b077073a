#include "app/scene_codes.hpp"

#include "wechat/qr_ticket.hpp"

namespace depeche {
namespace {

bool has_ended(const scene_code& code, timestamp now) { return code.expires && *code.expires <= now; }

scene_code code_of(std::string account, std::string scene, const wechat::qr_ticket& made, timestamp now) {
  scene_code code;
  code.account = std::move(account);
  code.scene = std::move(scene);
  code.ticket = made.ticket;
  code.url = made.url;
  code.created = now;
  return code;
}

}  // namespace

scene_codes::scene_codes(scene_store& scenes, const clock& time, std::map<std::string, account> accounts)
    : scenes_(scenes), clock_(time), accounts_(std::move(accounts)) {}

result<scene_codes::account> scene_codes::able(const std::string& name) const {
  const auto found = accounts_.find(name);
  if (found == accounts_.end()) return fail(errc::not_found, "no such account", name);
  if (!found->second.profile.may_make_scene_codes())
    return fail(errc::not_allowed, "codes with a scene are for verified service accounts", name,
                "use the account's own QR code, or a keyword that people send");
  return found->second;
}

task<result<scene_code>> scene_codes::find(std::string account, std::string scene) {
  auto kept = co_await scenes_.find(std::move(account), scene);
  if (kept.has_error()) co_return kept.error();
  if (!*kept) co_return fail(errc::not_found, "no such code", scene);
  if (has_ended(**kept, clock_.now())) co_return fail(errc::not_found, "the code has ended", scene, "depeche codes create makes it anew");
  co_return **kept;
}

task<result<scene_code>> scene_codes::find_or_make(std::string account, std::string scene) {
  auto kept = co_await scenes_.find(account, scene);
  if (kept.has_error()) co_return kept.error();
  if (*kept && has_ended(**kept, clock_.now())) {
    const auto lifetime = std::chrono::duration_cast<std::chrono::seconds>(*(*kept)->expires - (*kept)->created);
    co_return co_await make_lasting(std::move(account), std::move(scene), lifetime);
  }
  if (*kept) co_return **kept;
  const auto who = able(account);
  if (who.has_error()) co_return who.error();
  const auto there = co_await scenes_.count(account, clock_.now());
  if (there.has_error()) co_return there.error();
  if (there->permanent >= most_permanent_codes)
    co_return fail(errc::not_allowed, "all 100,000 permanent codes of the account are used", scene,
                   "make a temporary one: depeche codes create SCENE --days 30");
  const auto made = co_await wechat::create_permanent_code(*who->api, scene);
  if (made.has_error()) co_return fail(errc::platform_error, made.error().to_line());
  const scene_code code = code_of(std::move(account), std::move(scene), *made, clock_.now());
  auto saved = co_await scenes_.save(code);
  if (saved.has_error()) co_return saved.error();
  co_return code;
}

task<result<scene_code>> scene_codes::make_lasting(std::string account, std::string scene, std::chrono::seconds lifetime) {
  auto kept = co_await scenes_.find(account, scene);
  if (kept.has_error()) co_return kept.error();
  if (*kept && !(*kept)->expires) co_return **kept;
  auto made = co_await make_temporary(std::move(account), std::move(scene), lifetime);
  if (made.has_error()) co_return made.error();
  auto saved = co_await scenes_.save(*made);
  if (saved.has_error()) co_return saved.error();
  co_return *made;
}

task<result<scene_code>> scene_codes::make_temporary(std::string account, std::string scene, std::chrono::seconds lifetime) {
  const auto who = able(account);
  if (who.has_error()) co_return who.error();
  const auto made = co_await wechat::create_temporary_code(*who->api, scene, lifetime);
  if (made.has_error()) co_return fail(errc::platform_error, made.error().to_line());
  scene_code code = code_of(std::move(account), std::move(scene), *made, clock_.now());
  code.expires = code.created + lifetime;
  co_return code;
}

}  // namespace depeche
