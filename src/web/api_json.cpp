#include "web/api_json.hpp"

#include "base/localisation.hpp"
#include "digest/render.hpp"

#include <nlohmann/json.hpp>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }
json time_or_null(const std::optional<timestamp>& t) { return t ? json(iso_time(*t)) : json(nullptr); }

const char* word_for(keep_outcome outcome) {
  switch (outcome) {
    case keep_outcome::added: return "added";
    case keep_outcome::corrected: return "corrected";
    case keep_outcome::unchanged: break;
  }
  return "unchanged";
}

}  // namespace

json article_json(const article& a, const std::string& public_url, bool whole) {
  json out = {{"id", number(a.id)},
              {"page", article_url(public_url, a.id)},
              {"source", a.source},
              {"url", text_or_null(a.url)},
              {"title", a.title},
              {"author", text_or_null(a.author)},
              {"language", text_or_null(a.language)},
              {"translated_from", text_or_null(a.translated_from)},
              {"translation_of", number(a.translation_of) == 0 ? json(nullptr) : json(number(a.translation_of))},
              {"published", time_or_null(a.published)},
              {"updated", time_or_null(a.updated)},
              {"first_seen", iso_time(a.first_seen)},
              {"summary", text_or_null(a.summary)},
              {"image", text_or_null(a.image)},
              {"categories", a.categories}};
  if (!whole) return out;
  out["text"] = a.text;
  out["html"] = text_or_null(a.html);
  return out;
}

json revisions_json(const std::vector<article_revision>& revisions) {
  json out = json::array();
  for (const article_revision& r : revisions)
    out.push_back({{"replaced_at", iso_time(r.replaced_at)}, {"title", r.title}, {"text", r.text}, {"updated", time_or_null(r.updated)}});
  return out;
}

json taken_json(const taken_article& taken, const std::string& public_url) {
  return {{"outcome", word_for(taken.outcome)}, {"article", article_json(taken.what, public_url, false)}};
}

json error_json(const error& why) {
  json out = {{"code", name(why.code)}, {"what", why.what}};
  if (!why.where.empty()) out["where"] = why.where;
  if (!why.remedy.empty()) out["remedy"] = why.remedy;
  return {{"error", std::move(out)}};
}

int status_of(const error& why) {
  switch (why.code) {
    case errc::invalid_argument: return 400;
    case errc::not_allowed: return 401;
    case errc::not_found: return 404;
    case errc::already_exists: return 409;
    case errc::too_large: return 413;
    // The address that was given is what failed, not this server.
    case errc::page_unrecognised:
    case errc::feed_unrecognised:
    case errc::address_refused:
    case errc::http_status:
    case errc::http_malformed: return 422;
    case errc::timed_out:
    case errc::connect_failed:
    case errc::connection_lost:
    case errc::tls_failed: return 502;
    default: return 500;
  }
}

http_response api_answer(int status, const json& body) {
  http_response response = json_response(status, body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

http_response api_failure(const error& why) {
  error told = why;
  const int status = status_of(why);
  // What is wrong inside is for the log.
  if (status == 500) told = fail(why.code, "something went wrong on our side", {}, "try again in a moment");
  http_response response = api_answer(status, error_json(told));
  if (status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

}  // namespace depeche
