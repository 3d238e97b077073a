// A scene's landing page and its code as a picture. Only scenes that were made by the desk exist here: a visitor must not be able to
// spend the account's codes, and a one-time invitation to the desk is never shown.
#include "base/localisation.hpp"
#include "invite/qr_code.hpp"
#include "invite/scene.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {
namespace {

task<bool> is_public(site_context& site, std::string scene) {
  if (check_scene(scene).has_error() || !invitation_secret(scene).empty()) co_return false;
  if (scene == site_scene) co_return true;
  const auto known = co_await site.parts.scenes.find(site.parts.account, scene);
  co_return known.value().has_value();
}

http_response unavailable(const http_request& request) {
  auto answer = file_response(request, "text/plain; charset=utf-8", "The code cannot be had from the platform now.\n", "no-store");
  answer.status = 503;
  answer.headers.push_back({"Retry-After", "60"});
  return answer;
}

}  // namespace

task<http_response> scene_page(site_context& site, http_request request) {
  const std::string scene = request.params["scene"];
  const bool shown = co_await is_public(site, scene);
  if (!shown) co_return problem_page(site, request, 404);
  const auto code = co_await site.codes.get(scene);

  page_words words;
  words.language = site.preferred_language(header_value(request.headers, "Accept-Language"));
  words.script = script_wanted(site, request, words.language);
  view page = frame_view(site, words);
  page.set("card", invitation_view(site, scene, code.has_value())).set("scene", scene);
  auto answer = page_response(request, 200, filled(site, words, "page_scene", page));
  answer.headers.push_back({"Vary", "Accept-Language"});
  co_return answer;
}

task<http_response> scene_picture(site_context& site, http_request request) {
  const std::string& picture = request.params["picture"];
  const bool png = picture.ends_with(".png");
  if (!png && !picture.ends_with(".svg")) co_return problem_page(site, request, 404);
  const std::string scene = picture.substr(0, picture.size() - 4);
  const bool shown = co_await is_public(site, scene);
  if (!shown) co_return problem_page(site, request, 404);
  const auto code = co_await site.codes.get(scene);
  if (!code) co_return unavailable(request);
  const auto drawn = qr_code::encode(code->url);
  if (drawn.has_error()) co_return unavailable(request);
  if (png) co_return file_response(request, "image/png", draw_png(*drawn), "public, max-age=300");
  co_return file_response(request, "image/svg+xml", draw_svg(*drawn, site.parts.title), "public, max-age=300");
}

}  // namespace depeche
