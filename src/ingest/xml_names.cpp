#include "ingest/xml_names.hpp"

#include "base/text.hpp"

#include <map>

namespace depeche {

const std::string* known_prefix(std::string_view namespace_uri) {
  // Without scheme, "www." and closing marks, lower case: these differ between feeds that mean the same.
  static const std::map<std::string, std::string, std::less<>> known = {
      {"w3.org/2005/atom", "atom"},
      {"purl.org/atom/ns", "atom"},
      {"purl.org/atom", "atom"},
      {"purl.org/rss/1.0", ""},
      {"purl.org/net/rss1.1", ""},
      {"purl.org/rss/1.0/modules/rss091", ""},
      {"my.netscape.com/rdf/simple/0.9", ""},
      {"channel.netscape.com/rdf/simple/0.9", ""},
      {"netscape.com/rdf/simple/0.9", ""},
      {"my.netscape.com/publish/formats/rss-0.91.dtd", ""},
      {"backend.userland.com/rss", ""},
      {"backend.userland.com/rss2", ""},
      {"backend.userland.com/rss091", ""},
      {"blogs.law.harvard.edu/tech/rss", ""},
      {"cyber.law.harvard.edu/rss/rss.html", ""},
      {"rssboard.org/rss-specification", ""},
      {"purl.org/rss/1.0/modules/content", "content"},
      {"purl.org/rss/1.0/modules/syndication", "sy"},
      {"purl.org/rss/1.0/modules/slash", "slash"},
      {"purl.org/dc/elements/1.0", "dc"},
      {"purl.org/dc/elements/1.1", "dc"},
      {"purl.org/dc/terms", "dcterms"},
      {"purl.org/rss/1.0/modules/dcterms", "dcterms"},
      {"search.yahoo.com/mrss", "media"},
      {"search.yahoo.com/rss", "media"},
      {"video.search.yahoo.com/mrss", "media"},
      {"tools.search.yahoo.com/mrss", "media"},
      {"rssboard.org/media-rss", "media"},
      {"api.maps.yahoo.com/maps/v2.0/media", "media"},
      {"itunes.com/dtds/podcast-1.0.dtd", "itunes"},
      {"example.com/dtds/podcast-1.0.dtd", "itunes"},
      {"w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
      {"w3.org/1999/xhtml", "xhtml"},
      {"w3.org/xml/1998/namespace", "xml"},
      {"wellformedweb.org/commentapi", "wfw"},
      {"prismstandard.org/namespaces/1.2/basic", "prism"},
      {"prismstandard.org/namespaces/basic/2.0", "prism"},
      {"rssnamespace.org/feedburner/ext/1.0", "feedburner"},
      {"webfeeds.org/rss/1.0", "webfeeds"},
      {"w3.org/2000/svg", "svg"},
      {"w3.org/1998/math/mathml", "mathml"},
  };
  std::string uri = ascii_lower(trim(namespace_uri.substr(0, 200)));
  for (const std::string_view start : {"http://", "https://"})
    if (uri.starts_with(start)) uri.erase(0, start.size());
  if (uri.starts_with("www.")) uri.erase(0, 4);
  while (uri.ends_with('/') || uri.ends_with('#')) uri.pop_back();
  const auto found = known.find(uri);
  return found == known.end() ? nullptr : &found->second;
}

}  // namespace depeche
