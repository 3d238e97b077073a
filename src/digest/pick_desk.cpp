#include "digest/pick_desk.hpp"

#include "base/localisation.hpp"

namespace depeche {

digest_day pick_desk::day_of(const edition& e) const { return {e.account, e.name, local_day(time_.now(), is_zone(e.zone) ? std::string_view(e.zone) : std::string_view("UTC"))}; }

task<result<picked>> pick_desk::keep(const edition& e, editor_pick p) {
  p.at = time_.now();
  editor_pick kept = p;
  digest_day day = day_of(e);
  const auto added = co_await picks_.add(std::move(day), std::move(p));
  if (added.has_error()) co_return added.error();
  auto made = co_await board_.refresh(e);
  if (made.has_error()) co_return made.error();
  co_return picked{std::move(*made), std::move(kept)};
}

task<result<picked>> pick_desk::place(const edition& e, article_id id, std::size_t place, std::string who) {
  if (place > e.items) co_return fail(errc::invalid_argument, "the edition has " + std::to_string(e.items) + " items", std::to_string(place), "name a place among them");
  const auto found = co_await articles_.find(id);
  if (found.has_error()) co_return found.error();
  if (!*found) co_return fail(errc::not_found, "no such article", std::to_string(number(id)));
  if (!is_readable_in(**found, e)) co_return not_readable_in(**found, e);
  if (!board_.may_show(e, **found)) co_return fail(errc::not_allowed, "the article is held", std::to_string(number(id)), "/held says why, /release lets it out");
  editor_pick p;
  p.article = id;
  p.place = place;
  p.title = (*found)->title;
  p.by = std::move(who);
  co_return co_await keep(e, std::move(p));
}

task<result<picked>> pick_desk::remove(const edition& e, article_id id, std::string who) {
  const auto found = co_await articles_.find(id);
  if (found.has_error()) co_return found.error();
  editor_pick p;
  p.article = id;
  p.kind = pick_kind::removed;
  if (*found) p.title = (*found)->title;
  p.by = std::move(who);
  co_return co_await keep(e, std::move(p));
}

task<result<picked>> pick_desk::undo(const edition& e) {
  digest_day day = day_of(e);
  auto taken = co_await picks_.undo(std::move(day));
  if (taken.has_error()) co_return taken.error();
  auto made = co_await board_.refresh(e);
  if (made.has_error()) co_return made.error();
  co_return picked{std::move(*made), std::move(*taken)};
}

task<result<std::vector<editor_pick>>> pick_desk::list(const edition& e) {
  digest_day day = day_of(e);
  co_return co_await picks_.list(std::move(day));
}

}  // namespace depeche
