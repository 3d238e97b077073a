#include "deliver/picture_desk.hpp"

#include "async/on_pool.hpp"
#include "base/encode.hpp"
#include "base/log.hpp"
#include "picture/platform_picture.hpp"
#include "picture/write_jpeg.hpp"
#include "wechat/limits.hpp"
#include "wechat/media.hpp"

namespace depeche {
namespace {

using wechat::api_action;

constexpr std::size_t cover_bytes = 256 * 1024;  // far below the platform's limit: phones load it in a list

// A store in trouble: later again, nothing has been sent.
wechat::api_failure store_failure(const error& why) { return wechat::own_failure(api_action::not_sent, to_line(why), "the database"); }

void log_missing(const std::string& url, const std::string& why) { log_warning("pictures", printable(url) + " is left out: " + why); }

}  // namespace

task<picture_desk::uploaded> picture_desk::of_article(std::string url) {
  uploaded out;
  auto bytes = co_await with_.fetch(url);
  if (bytes.has_error()) {
    log_missing(url, to_line(bytes.error()));
    co_return out;
  }
  auto convert = [given = std::move(*bytes)] { return make_platform_picture(given, wechat::limits::article_image_bytes); };
  auto made = co_await on_pool(with_.pool, std::move(convert));
  if (made.has_error()) {
    log_missing(url, to_line(made.error()));
    co_return out;
  }
  auto address = co_await keep_shown(std::move(made->shown));
  if (address.has_value()) out.address = std::move(*address);
  else log_missing(url, address.error().to_line());
  auto cover = co_await keep_cover(std::move(made->cover));
  if (cover.has_value()) out.cover = std::move(*cover);
  else log_missing(url, cover.error().to_line());
  co_return out;
}

task<wechat::api_result<std::string>> picture_desk::drawn(cover_words words) {
  auto draw = [words = std::move(words), fonts = with_.fonts] { return write_jpeg_within(draw_cover(words, fonts), cover_bytes); };
  auto jpeg = co_await on_pool(with_.pool, std::move(draw));
  co_return co_await keep_cover(std::move(jpeg));
}

task<wechat::api_result<std::string>> picture_desk::keep_shown(std::string jpeg) {
  const std::string hash = sha256(jpeg), kind = "shown";
  auto known = co_await with_.media->find(account_, kind, hash);
  if (known.has_error()) co_return store_failure(known.error());
  if (*known) co_return std::move(**known);
  std::string name = "depeche-" + to_hex(hash).substr(0, 16) + ".jpg";
  // One too many does no harm: such pictures are not counted.
  auto address = co_await wechat::upload_article_image(api_, std::move(jpeg), std::move(name));
  if (address.has_error()) co_return address.error();
  const auto kept = co_await with_.media->keep(account_, kind, hash, *address, clock_.now());
  if (kept.has_error()) co_return store_failure(kept.error());
  co_return address;
}

// Permanent material is counted and stays: the intent is kept before it is sent, and one whose answer was lost is looked for by name.
task<wechat::api_result<std::string>> picture_desk::keep_cover(std::string jpeg) {
  const std::string hash = sha256(jpeg), kind = "cover";
  const std::string name = "depeche-" + to_hex(hash).substr(0, 16) + ".jpg";
  auto known = co_await with_.media->find(account_, kind, hash);
  if (known.has_error()) co_return store_failure(known.error());
  if (*known && !(*known)->empty()) co_return std::move(**known);
  std::string media_id;
  if (*known) {
    auto there = co_await in_library(name);
    if (there.has_error()) co_return there.error();
    media_id = std::move(*there);
  }
  if (media_id.empty()) {
    const auto intended = co_await with_.media->keep(account_, kind, hash, std::string{}, clock_.now());
    if (intended.has_error()) co_return store_failure(intended.error());
    auto made = co_await wechat::add_material(api_, wechat::media_kind::image, std::move(jpeg), name);
    if (made.has_error()) co_return made.error();
    media_id = std::move(made->media_id);
  }
  const auto kept = co_await with_.media->keep(account_, kind, hash, media_id, clock_.now());
  if (kept.has_error()) co_return store_failure(kept.error());
  co_return media_id;
}

// Among the newest images; empty when it is not there. When nobody can tell it fails: a second one would be uploaded.
task<wechat::api_result<std::string>> picture_desk::in_library(std::string name) {
  const auto page = co_await wechat::list_material(api_, wechat::media_kind::image, 0, 20);
  if (page.has_error()) co_return page.error();
  for (const auto& one : page->entries)
    if (one.name == name) co_return one.media_id;
  co_return std::string{};
}

task<> picture_desk::forget(std::string cover) {
  const auto gone = co_await with_.media->forget(account_, std::move(cover));
  if (gone.has_error()) log_warning("pictures", to_line(gone.error()));
}

}  // namespace depeche
