#include "web/site_context.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

constexpr std::size_t most_ranges = 20;  // of an Accept-Language header that we look at

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

// "fr-CH;q=0.8" -> 800; 1000 without a weight; 0 for one that can't be read.
int weight_of(std::string_view range) {
  const auto at = range.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view digits = trim(range.substr(at + 2));
  double weight = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  return read.ec == std::errc{} && weight >= 0 && weight <= 1 ? static_cast<int>(weight * 1000) : 0;
}

}  // namespace

std::vector<digest> site_context::cleared(std::vector<digest> all) const {
  for (digest& d : all) d = cleared(std::move(d));
  return all;
}

std::optional<article> site_context::cleared(std::optional<article> a) const {
  if (a && parts.guard && !parts.guard->shows(parts.account, *a)) a.reset();
  return a;
}

std::optional<std::string> site_context::base_for(const article& a) const {
  const edition* other = nullptr;
  for (const edition& e : parts.board.editions()) {
    if (!e.sources.empty() && !contains(e.sources, a.source)) continue;
    if (e.account == parts.account) return base;
    if (other == nullptr) other = &e;
  }
  if (other != nullptr) return parts.sites.path(other->account);
  return base.empty() ? std::optional(base) : std::nullopt;
}

std::vector<std::string> site_context::languages() const {
  std::vector<std::string> found;
  for (const edition& e : parts.board.editions())
    if (e.account == parts.account && !contains(found, e.language)) found.push_back(e.language);
  if (found.empty()) found.emplace_back("en");
  return found;
}

bool site_context::speaks(std::string_view language) const {
  return (!language.empty() && known_language(language) == language) || contains(languages(), language);
}

std::string site_context::preferred_language(std::string_view accept_language) const {
  const auto offered = languages();
  std::string best = offered.front();
  int best_weight = 0;
  const auto ranges = split(accept_language.substr(0, 1024), ',');
  for (std::size_t i = 0; i < std::min(ranges.size(), most_ranges); ++i) {
    const std::string_view range = trim(ranges[i]);
    const std::string tag = ascii_lower(range.substr(0, range.find_first_of("-_; ")));
    const int weight = weight_of(range);
    if (weight <= best_weight || !contains(offered, tag)) continue;
    best = tag;
    best_weight = weight;
  }
  return best;
}

std::string site_context::zone_of(std::string_view language) const {
  const edition* e = parts.board.for_language(parts.account, language);
  return e && is_zone(e->zone) ? e->zone : "UTC";
}

}  // namespace depeche
