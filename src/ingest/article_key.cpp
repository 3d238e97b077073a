#include "ingest/article_key.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

constexpr std::size_t longest_key = 500;
constexpr std::string_view words_prefix = "link and title sha256:";

bool only_counts(std::string_view parameter) {
  static constexpr std::string_view names[] = {"fbclid", "gclid", "dclid", "msclkid", "yclid",  "igshid",  "mc_cid", "mc_eid", "_ga",
                                               "xtor",   "at_medium", "at_campaign", "at_custom1", "at_custom2", "spm", "scm", "cmpid", "ocid", "ref_src",
                                               "igsh", "wt_mc", "ns_mchannel", "ns_source", "ncid", "s_cid", "mkt_tok", "vero_id", "_hsenc", "_hsmi"};
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
  const auto text = parsed->text();
  auto key = text.substr(text.find("://") + 3);
  for (const std::string_view prefix : {"www.", "amp.", "m.", "mobile."})
    if (key.starts_with(prefix) && key.find('.', prefix.size()) < key.find('/')) key.erase(0, prefix.size());
  const auto question = std::min(key.find('?'), key.size());
  auto path = key.substr(0, question), query = key.substr(question);
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view end : {"/", "/amp", "/index.html", "/index.php", ".amp"})
      if (path.ends_with(end)) {
        path.resize(path.size() - end.size());
        more = true;
      }
  }
  if (path.find("/amp/") != std::string::npos) path.erase(path.find("/amp/"), 4);
  for (const std::string_view variant : {"?amp=1", "?amp", "?outputType=amp"})
    if (query == variant) query.clear();
  return bounded(path + query);
}

std::string own_address(const article& a) {
  auto key = a.url.empty() ? std::string{} : link_key(a.url);
  return key.find_first_of("/?") == std::string::npos ? std::string{} : key;
}

std::string words_key(const article& a) {
  const auto words = (a.url.empty() ? std::string{} : link_key(a.url)) + "\n" + squeeze_space(a.title);
  return std::string(words_prefix) + to_hex(sha256(words));
}

bool is_words_key(std::string_view key) { return key.starts_with(words_prefix); }

std::string article_key(const feed_entry& entry) {
  if (!entry.id.empty()) return bounded(entry.id);
  if (!entry.link.empty()) return link_key(entry.link);
  const auto& words = entry.title.empty() ? entry.summary : entry.title;
  return words.empty() ? std::string{} : "sha256:" + to_hex(sha256(squeeze_space(words)));
}

}  // namespace depeche
