#include "web/article_api.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "web/api_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace depeche {

// What the handlers share.
struct api_desk {
  explicit api_desk(article_api_parts p) : parts(std::move(p)) {}
  article_api_parts parts;
  std::set<std::string, std::less<>> at_work;  // Idempotency-Keys whose first request is running
};

namespace {

using json = nlohmann::ordered_json;
using desk_pointer = std::shared_ptr<api_desk>;

constexpr std::size_t longest_key = 200;
constexpr std::size_t most_listed = 100;

bool may_enter(const api_desk& desk, const http_request& request) {
  std::string_view given = header_value(request.headers, "Authorization");
  constexpr std::string_view scheme = "bearer ";
  if (given.size() <= scheme.size() || !ascii_iequal(given.substr(0, scheme.size()), scheme)) return false;
  given = trim(given.substr(scheme.size()));
  // Digests are compared, so that not even a token's length shows.
  const std::string mark = sha256(given);
  bool known = false;
  for (const std::string& token : desk.parts.tokens) known = equal_constant_time(mark, sha256(token)) || known;
  return known;
}

using operation = task<http_response> (*)(desk_pointer, http_request);

task<http_response> guarded(desk_pointer desk, operation run, http_request request) {
  if (!may_enter(*desk, request)) {
    log_warning("api", "refused " + request.method + " from " + request.peer);
    co_return api_failure(fail(errc::not_allowed, "no token, or a wrong one", "Authorization", "send \"Authorization: Bearer TOKEN\" with the token of [api]"));
  }
  std::string problem;
  try {
    co_return co_await run(desk, std::move(request));
  } catch (const failure& e) {
    problem = e.what();
  }
  log_error("api", problem);
  co_return api_failure(fail(errc::database_failed, problem));
}

std::optional<std::int64_t> id_in(const http_request& request) {
  const auto found = request.params.find("id");
  if (found == request.params.end()) return std::nullopt;
  std::int64_t id = 0;
  const std::string& text = found->second;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (bad != std::errc{} || end != text.data() + text.size() || id <= 0) return std::nullopt;
  return id;
}

error no_such(const http_request& request) { return fail(errc::not_found, "there is no such article", printable(request.path)); }

result<void> check_sources(const api_desk& desk, const std::vector<handed_in>& given) {
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (std::find(desk.parts.sources.begin(), desk.parts.sources.end(), given[i].source) != desk.parts.sources.end()) continue;
    const std::string place = given.size() > 1 ? fmt::format("[{}].source", i) : "source";
    return fail(errc::invalid_argument, fmt::format("there is no source \"{}\"", printable(given[i].source, 60)), place,
                "leave it out, or name one of the settings: " + join(desk.parts.sources, ", "));
  }
  return {};
}

// One article answers for itself, a list with an answer each.
task<http_response> take_all(desk_pointer desk, std::string body) {
  const bool list = trim(body).starts_with('[');
  auto given = read_article_json(body);
  if (given.has_error()) co_return api_failure(given.error());
  if (auto good = check_sources(*desk, *given); good.has_error()) co_return api_failure(good.error());
  json answers = json::array();
  int status = 200;
  for (handed_in& one : *given) {
    auto taken = co_await desk->parts.door.take(std::move(one));
    if (!list && taken.has_error()) co_return api_failure(taken.error());
    if (taken.has_error()) answers.push_back(error_json(taken.error()));
    else answers.push_back(taken_json(*taken, desk->parts.public_url));
    if (!list) status = taken->outcome == keep_outcome::added ? 201 : 200;
  }
  if (list) status = 207;
  const json& out = list ? answers : answers.front();
  co_return api_answer(status, out);
}

std::string media_type(const http_request& request) {
  const std::string_view given = header_value(request.headers, "Content-Type");
  return ascii_lower(trim(given.substr(0, given.find(';'))));
}

// Whoever repeats a request under its key gets the first answer; failures that may pass are not remembered.
task<http_response> post_articles(desk_pointer desk, http_request request) {
  if (media_type(request) != "application/json")
    co_return api_answer(415, error_json(fail(errc::invalid_argument, "not JSON", "Content-Type", "send application/json")));
  const std::string key(header_value(request.headers, "Idempotency-Key"));
  if (key.empty()) co_return co_await take_all(desk, std::move(request.body));
  if (key.size() > longest_key || !is_utf8(key))
    co_return api_failure(fail(errc::invalid_argument, fmt::format("longer than {} bytes, or no UTF-8", longest_key), "Idempotency-Key"));
  if (!desk->at_work.insert(key).second)
    co_return api_failure(fail(errc::already_exists, "the first request with this key is still running", "Idempotency-Key", "ask again in a moment"));
  struct leaving {
    api_desk& desk;
    const std::string& key;
    ~leaving() { desk.at_work.erase(key); }
  } at_end{*desk, key};
  const std::string mark = sha256(request.body);
  auto before = co_await desk->parts.answers.find(key, desk->parts.time.now());
  const auto known = before.value();
  if (known && known->request != mark)
    co_return api_answer(422, error_json(fail(errc::already_exists, "this key came with another request", "Idempotency-Key", "take a new key for a new request")));
  if (known) {
    http_response again = json_response(known->status, known->body);
    again.headers.push_back({"Idempotent-Replay", "true"});
    co_return again;
  }
  http_response response = co_await take_all(desk, std::move(request.body));
  if (response.status >= 300) co_return response;
  api_answer_row row;
  row.request = mark;
  row.status = response.status;
  row.body = response.body;
  auto kept = co_await desk->parts.answers.keep(key, std::move(row), desk->parts.time.now());
  kept.value();
  co_return response;
}

struct listing {
  article_filter wanted;
  bool whole = false;
};

result<listing> read_listing(const http_request& request) {
  listing out;
  for (const std::string_view pair : split(request.query, '&')) {
    const std::string_view name = pair.substr(0, pair.find('='));
    static constexpr std::string_view known[] = {"", "source", "language", "since", "until", "before", "limit", "text"};
    if (std::find(std::begin(known), std::end(known), name) == std::end(known))
      return fail(errc::invalid_argument, "unknown parameter", printable(name, 40), "see docs/api.md");
  }
  const auto value = [&](const char* name) { return query_value(request.query, name).value_or(""); };
  out.wanted.source = value("source");
  out.wanted.language = value("language");
  out.whole = value("text") == "1";
  for (const char* name : {"since", "until"}) {
    const std::string written = value(name);
    if (written.empty()) continue;
    const auto read = parse_iso_time(written);
    if (read.has_error()) return fail(errc::invalid_argument, "not a time", name, "write it as 2026-11-23T11:09:00Z");
    (std::string_view(name) == "since" ? out.wanted.from : out.wanted.to) = *read;
  }
  for (const char* name : {"before", "limit"}) {
    const std::string written = value(name);
    if (written.empty()) continue;
    std::int64_t n = 0;
    const auto [end, bad] = std::from_chars(written.data(), written.data() + written.size(), n);
    const bool is_limit = std::string_view(name) == "limit";
    if (bad != std::errc{} || end != written.data() + written.size() || n < 1 || (is_limit && n > static_cast<std::int64_t>(most_listed)))
      return fail(errc::invalid_argument, is_limit ? fmt::format("not a number from 1 to {}", most_listed) : "not an article's id", name);
    if (is_limit) out.wanted.limit = static_cast<std::size_t>(n);
    else out.wanted.before = article_id{n};
  }
  return out;
}

task<http_response> list_articles(desk_pointer desk, http_request request) {
  const auto asked = read_listing(request);
  if (asked.has_error()) co_return api_failure(asked.error());
  article_filter wanted = asked->wanted;
  auto found = co_await desk->parts.articles.list(std::move(wanted));
  const auto articles = found.value();
  json list = json::array();
  for (const article& a : articles) list.push_back(article_json(a, desk->parts.public_url, asked->whole));
  json out = {{"articles", std::move(list)}, {"next_before", nullptr}};
  if (articles.size() == asked->wanted.limit) out["next_before"] = number(articles.back().id);
  co_return api_answer(200, out);
}

task<http_response> show_article(desk_pointer desk, http_request request) {
  const auto id = id_in(request);
  if (!id) co_return api_failure(no_such(request));
  auto found = co_await desk->parts.articles.find(article_id{*id});
  const auto known = found.value();
  if (!known) co_return api_failure(no_such(request));
  auto replaced = co_await desk->parts.articles.revisions(article_id{*id});
  json out = article_json(*known, desk->parts.public_url, true);
  out["revisions"] = revisions_json(replaced.value());
  co_return api_answer(200, out);
}

task<http_response> drop_article(desk_pointer desk, http_request request) {
  const auto id = id_in(request);
  if (!id) co_return api_failure(no_such(request));
  auto dropped = co_await desk->parts.door.drop(article_id{*id});
  if (!dropped.value()) co_return api_failure(no_such(request));
  http_response nothing;
  nothing.status = 204;
  co_return nothing;
}

}  // namespace

article_api::article_api(article_api_parts parts) : desk_(std::make_shared<api_desk>(std::move(parts))) {}

void article_api::add_routes(router& routes) {
  const auto add = [&](const char* method, const char* pattern, operation run) {
    routes.add(method, pattern, [desk = desk_, run](http_request r) { return guarded(desk, run, std::move(r)); });
  };
  add("POST", "/api/v1/articles", post_articles);
  add("GET", "/api/v1/articles", list_articles);
  add("GET", "/api/v1/articles/{id}", show_article);
  add("DELETE", "/api/v1/articles/{id}", drop_article);
  routes.set_body_limit("/api/v1/articles", largest_handed_in);
}

}  // namespace depeche
