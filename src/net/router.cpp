#include "net/router.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cassert>

namespace depeche {

namespace {

constexpr std::size_t default_body_limit = 1024 * 1024;

enum class part_kind { literal, name, rest };

part_kind kind_of(std::string_view part) {
  if (part.size() < 2 || part.front() != '{' || part.back() != '}') return part_kind::literal;
  return part.ends_with("...}") ? part_kind::rest : part_kind::name;
}

std::vector<std::string> parts_of(std::string_view pattern) {
  assert(pattern.starts_with('/'));
  std::vector<std::string> parts;
  for (const auto part : split(pattern.substr(1), '/')) parts.emplace_back(part);
  return parts;
}

// True when `a` is the more specific of two patterns: at the first part where they differ in kind, a literal part comes before
// a {name}, and that before a {rest...}.
bool more_specific(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (kind_of(a[i]) != kind_of(b[i])) return kind_of(a[i]) < kind_of(b[i]);
  }
  return a.size() > b.size();
}

bool takes(const std::string& route_method, std::string_view method) {
  return route_method == method || (method == "HEAD" && route_method == "GET");
}

}  // namespace

void router::add(std::string method, std::string pattern, http_handler handler) {
  route added{std::move(method), pattern, parts_of(pattern), std::move(handler)};
  const auto place = std::find_if(routes_.begin(), routes_.end(),
                                  [&](const route& other) { return more_specific(added.parts, other.parts); });
  routes_.insert(place, std::move(added));
}

bool router::match(const route& r, std::string_view path, parameters* params) {
  if (!path.starts_with('/')) return false;
  path.remove_prefix(1);
  const auto keep = [&](std::string_view name, std::string_view encoded, bool may_be_empty) {
    if (encoded.empty()) return may_be_empty;
    auto value = percent_decode(encoded);
    if (!value) return false;
    if (params) (*params)[std::string(name)] = std::move(*value);
    return true;
  };
  if (params) params->clear();
  for (std::size_t i = 0; i < r.parts.size(); ++i) {
    const std::string_view part = r.parts[i];
    const auto kind = kind_of(part);
    if (kind == part_kind::rest) {
      const std::string_view name = part.substr(1, part.size() - 5);
      if (path.empty() && params) (*params)[std::string(name)] = "";
      return keep(name, path, true);
    }
    const auto slash = path.find('/');
    const bool last = i + 1 == r.parts.size();
    if (last != (slash == std::string_view::npos)) return false;
    const auto piece = path.substr(0, slash);
    if (kind == part_kind::literal) {
      if (piece != part) return false;
    } else if (!keep(part.substr(1, part.size() - 2), piece, false)) {
      return false;
    }
    path.remove_prefix(last ? path.size() : slash + 1);
  }
  return true;
}

http_response router::no_route(std::string_view path) const {
  std::vector<std::string> methods;
  for (const route& r : routes_) {
    if (!match(r, path, nullptr)) continue;
    methods.push_back(r.method);
    if (r.method == "GET") methods.push_back("HEAD");
  }
  if (methods.empty()) return text_response(404, "not found\n");
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  auto refusal = text_response(405, "method not allowed\n");
  refusal.headers.push_back(http_header{"Allow", join(methods, ", ")});
  return refusal;
}

task<http_response> router::handle(http_request request) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const route& r) {
    return takes(r.method, request.method) && match(r, request.path, &request.params);
  });
  if (found == routes_.end()) co_return no_route(request.path);
  const std::string method = request.method;
  try {
    co_return co_await found->handler(std::move(request));
  } catch (const boost::system::system_error& e) {
    // A handler that is cut while we stop is no error of ours.
    if (e.code() != asio::error::operation_aborted) log_error("http", method + " " + found->pattern + ": " + e.what());
  } catch (const std::exception& e) {
    log_error("http", method + " " + found->pattern + ": " + e.what());
  }
  co_return text_response(500, "");
}

std::size_t router::body_limit(std::string_view method, std::string_view path) const {
  if (body_limits_.empty()) return default_body_limit;
  for (const route& r : routes_) {
    if (!takes(r.method, method) || !match(r, path, nullptr)) continue;
    const auto limit = body_limits_.find(r.pattern);
    return limit == body_limits_.end() ? default_body_limit : limit->second;
  }
  return default_body_limit;
}

void router::set_body_limit(std::string pattern, std::size_t bytes) { body_limits_[std::move(pattern)] = bytes; }

}  // namespace depeche
