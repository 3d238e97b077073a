// What the handlers of the pages share: the parts, the codes, and which languages this site speaks.
#pragma once

#include "web/site.hpp"
#include "web/subscribe_codes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// The scene of the code that stands beside the pages.
inline constexpr std::string_view site_scene = "web";

class site_context {
 public:
  explicit site_context(site_parts p)
      : parts(std::move(p)), base(parts.sites.path(parts.account)), public_url(parts.sites.of(parts.account)),
        codes(parts.account, parts.time, parts.code_for) {}

  site_parts parts;
  std::string base;        // stands before every path here: "" or "/accounts/NAME"
  std::string public_url;  // of this site, for what leaves it: feeds, canonical links
  subscribe_codes codes;

  // Digests and articles as readers may see them now; nothing for one that is held.
  digest cleared(digest d) const { return parts.guard ? parts.guard->shown(std::move(d)) : d; }
  std::vector<digest> cleared(std::vector<digest> all) const;
  std::optional<article> cleared(std::optional<article> a) const;

  // Where an article's page is: the base of this site when an edition of the account may take it, else of the first account whose
  // edition may; the first site shows what no edition takes. Nothing: on no site that this one knows.
  std::optional<std::string> base_for(const article& a) const;

  // The languages of the account's editions, in the config's order; never empty.
  std::vector<std::string> languages() const;
  // True for a language that we write or that an edition has: "/{lang}/" exists.
  bool speaks(std::string_view language) const;
  // Of languages(), the one that an Accept-Language header likes best (RFC 9110, 12.5.4); the first when it likes none.
  std::string preferred_language(std::string_view accept_language) const;
  // The zone in which a language's readers see times: its edition's.
  std::string zone_of(std::string_view language) const;
};

}  // namespace depeche
