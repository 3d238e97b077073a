#include "net/url.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <boost/url/url_view.hpp>

#include <unicode/uidna.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace depeche {

namespace {

namespace urls = boost::urls;

constexpr std::size_t max_url = 8192;

error refuse(std::string why, std::string_view text) {
  return fail(errc::invalid_argument, "not a usable URL (" + std::move(why) + ")", printable(text),
              "give one like https://example.org/path");
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Percent-encodes what people write and the standard doesn't allow: blanks, non-ASCII, and a '%' that begins nothing.
std::string encode_leniently(std::string_view text, std::string_view also_allowed) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  static constexpr std::string_view marks = "-._~!$&'()*+,;=:@/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       marks.find(c) != std::string_view::npos || also_allowed.find(c) != std::string_view::npos;
    const bool encoded = c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
    if (plain || encoded) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         host.find("..") == std::string_view::npos && std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
         });
}

// "例子.测试" -> "xn--fsqu00a.xn--0zwm56d"; ASCII names are only lowered. Nothing for a name that IDNA forbids.
std::optional<std::string> ascii_host(std::string_view host) {
  if (std::none_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return ascii_lower(host);
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, void (*)(UIDNA*)> idna(
      uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status), uidna_close);
  char name[256];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const auto size = uidna_nameToASCII_UTF8(idna.get(), host.data(), static_cast<std::int32_t>(host.size()), name, sizeof name,
                                           &info, &status);
  if (U_FAILURE(status) || info.errors != 0 || size > static_cast<std::int32_t>(sizeof name)) return std::nullopt;
  std::string ascii(name, static_cast<std::size_t>(size));
  // UTS 46 maps full-width signs to ASCII ones: "：", "／", "？", "＃" and "＠" in a name would become the URL's own delimiters.
  if (!is_host_name(ascii)) return std::nullopt;
  return ascii;
}

// Takes apart what a person wrote and puts it together as the standard wants it: any kind of reference, without its fragment.
result<std::string> tidy(std::string_view text) {
  const auto shown = text;
  text = trim(text);
  if (text.size() > max_url) return refuse("longer than 8192 bytes", shown);
  if (std::any_of(text.begin(), text.end(), is_control)) return refuse("a control character in it", shown);
  if (!is_utf8(text)) return refuse("not UTF-8", shown);
  text = text.substr(0, text.find('#'));
  const auto question = text.find('?');
  std::string path(text.substr(0, question));
  const std::string query(question == std::string_view::npos ? std::string_view{} : text.substr(question));
  // As browsers do: a backslash before the query is a slash.
  std::replace(path.begin(), path.end(), '\\', '/');
  std::string front;
  const auto colon = path.find(':');
  const bool has_scheme = colon != std::string::npos && colon > 0 && path.find('/') > colon;
  if (has_scheme) {
    front = ascii_lower(path.substr(0, colon + 1));
    path.erase(0, colon + 1);
  }
  if (path.starts_with("//")) {
    const auto end = std::min(path.find('/', 2), path.size());
    std::string authority = path.substr(2, end - 2);
    path.erase(0, end);
    if (authority.find('@') != std::string::npos) return refuse("a user name in it", shown);
    if (authority.find('%') != std::string::npos) return refuse("a percent sign in the host name", shown);
    const auto bracket = authority.rfind(']');
    const auto port_at = authority.find(':', bracket == std::string::npos ? 0 : bracket);
    const auto port = port_at == std::string::npos ? std::string() : authority.substr(port_at + 1);
    if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos) {
      return refuse("the port is not a number from 1 to 65535", shown);
    }
    const auto host = ascii_host(authority.substr(0, port_at));
    if (!host) return refuse("not a host name", shown);
    front += "//" + *host + (port_at == std::string::npos ? "" : authority.substr(port_at));
  }
  auto whole = front + encode_leniently(path, "") + encode_leniently(query, "?");
  if (whole.size() > max_url) return refuse("longer than 8192 bytes", shown);
  return whole;
}

result<url> take(const urls::url_view_base& parts, std::string_view shown) {
  url out{};
  out.scheme = ascii_lower(std::string_view(parts.scheme().data(), parts.scheme().size()));
  if (out.scheme != "http" && out.scheme != "https") return refuse("only http and https are fetched", shown);
  const auto host = parts.encoded_host_address();
  out.host = ascii_lower(std::string_view(host.data(), host.size()));
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(out.host, not_an_address);
  if (not_an_address && !is_host_name(out.host)) return refuse("no host name in it", shown);
  out.port = out.scheme == "https" ? 443 : 80;
  if (parts.has_port() && !parts.port().empty()) {
    const auto number = parts.port_number();
    // The library shows a number that is too large as 0.
    if (number == 0) return refuse("the port is not a number from 1 to 65535", shown);
    out.port = number;
  }
  const auto encoded_path = parts.encoded_path();
  std::string_view path(encoded_path.data(), encoded_path.size());
  // The library keeps what climbs over the root; RFC 3986, 5.2.4 drops it.
  while (path == "/.." || path.starts_with("/../")) path.remove_prefix(3);
  out.target = path.empty() ? "/" : std::string(path);
  if (parts.has_query()) out.target += "?" + std::string(parts.encoded_query().data(), parts.encoded_query().size());
  // A base or a root's slash makes a reference longer.
  if (out.text().size() > max_url) return refuse("longer than 8192 bytes", shown);
  return out;
}

}  // namespace

std::string url::authority() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool usual = port == (scheme == "https" ? 443 : 80);
  return usual ? shown : shown + ":" + std::to_string(port);
}

std::string url::text() const { return scheme + "://" + authority() + target; }

result<url> parse_url(std::string_view text) {
  auto tidied = tidy(text);
  if (!tidied) return tidied.error();
  const auto parsed = urls::parse_uri(*tidied);
  if (!parsed) return refuse("it does not begin with http:// or https://, or is not well-formed", text);
  // "http:/path" and "http:path" have no host at all.
  if (!parsed->has_authority()) return refuse("no host name in it", text);
  urls::url normal(*parsed);
  normal.normalize_path();
  return take(normal, text);
}

result<url> resolve_url(const url& base, std::string_view reference) {
  // Line breaks and tabs within a link are dropped, as browsers do.
  std::string joined(reference);
  std::erase_if(joined, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  auto tidied = tidy(joined);
  if (!tidied) return tidied.error();
  const std::string base_text = base.text();
  const auto from = urls::parse_uri(base_text);
  if (!from) return refuse("not well-formed", base_text);
  const auto relative = urls::parse_uri_reference(*tidied);
  if (!relative) return refuse("not well-formed", reference);
  urls::url whole;
  const auto done = urls::resolve(*from, *relative, whole);
  if (!done || !whole.has_authority()) return refuse("no host name in it", reference);
  return take(whole, reference);
}

}  // namespace depeche
