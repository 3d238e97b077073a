#include "ingest/article_key.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

constexpr std::size_t longest_key = 500;

bool only_counts(std::string_view parameter) {
  static constexpr std::string_view names[] = {"fbclid", "gclid", "dclid", "msclkid", "yclid",  "igshid",  "mc_cid", "mc_eid", "_ga",
                                               "xtor",   "at_medium", "at_campaign", "at_custom1", "at_custom2", "spm", "scm", "cmpid", "ocid", "ref_src"};
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  return name.starts_with("utm_") || name.starts_with("mtm_") || name.starts_with("pk_") ||
         std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::string bounded(std::string key) { return key.size() <= longest_key ? key : "sha256:" + to_hex(sha256(key)); }

}  // namespace

std::string without_tracking(std::string_view link) {
  const auto whole = link.substr(0, link.find('#'));
  const auto question = whole.find('?');
  if (question == std::string_view::npos) return std::string(whole);
  std::string query;
  for (const auto parameter : split(whole.substr(question + 1), '&')) {
    if (parameter.empty() || only_counts(parameter)) continue;
    query += query.empty() ? '?' : '&';
    query += parameter;
  }
  return std::string(whole.substr(0, question)) + query;
}

std::string link_key(std::string_view link) {
  const auto parsed = parse_url(without_tracking(link));
  if (parsed.has_error()) return bounded(without_tracking(link));
  auto key = parsed->text();
  key.erase(0, key.find("://") + 3);
  if (key.starts_with("www.")) key.erase(0, 4);
  while (key.ends_with('/')) key.pop_back();
  return bounded(std::move(key));
}

std::string article_key(const feed_entry& entry) {
  if (!entry.id.empty()) return bounded(entry.id);
  if (!entry.link.empty()) return link_key(entry.link);
  const auto& words = entry.title.empty() ? entry.summary : entry.title;
  return words.empty() ? std::string{} : "sha256:" + to_hex(sha256(squeeze_space(words)));
}

}  // namespace depeche
