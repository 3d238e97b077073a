#include "net/proxy.hpp"

#include "base/encode.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>

namespace depeche {

using asio::ip::tcp;

namespace {

constexpr std::size_t longest_answer = 8192;

error unusable(std::string why) {
  return fail(errc::invalid_argument, "not a proxy's address (" + std::move(why) + ")", {}, "write it as http://proxy.example:3128");
}

// "%40" in a name or a secret is '@'.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) i += 2;
    out += byte ? byte->front() : text[i];
  }
  return out;
}

error broken(const boost::system::error_code& ec, const url& proxy) {
  if (ec == asio::error::operation_aborted) return fail(errc::cancelled, "the connecting was cut", proxy.authority());
  const bool late = ec == asio::error::timed_out;
  return fail(errc::connect_failed, late ? "the proxy does not answer in time" : "the proxy hung up (" + ec.message() + ")", proxy.authority());
}

task<> send_all(timed_socket& socket, std::string_view bytes, boost::system::error_code& ec) {
  while (!bytes.empty()) {
    bytes.remove_prefix(socket.socket().write_some(asio::buffer(bytes.data(), bytes.size()), ec));
    if (ec == asio::error::would_block || ec == asio::error::try_again) co_await socket.wait(tcp::socket::wait_write, ec);
    if (ec) co_return;
  }
}

// The head of the answer. Nobody speaks behind it before we do, so that nothing of the tunnel is swallowed.
task<std::string> read_head(timed_socket& socket, boost::system::error_code& ec) {
  std::string head;
  std::array<char, 1024> piece{};
  while (head.find("\r\n\r\n") == std::string::npos && head.size() < longest_answer) {
    const auto n = socket.socket().read_some(asio::buffer(piece), ec);
    head.append(piece.data(), n);
    if (ec == asio::error::would_block || ec == asio::error::try_again) co_await socket.wait(tcp::socket::wait_read, ec);
    if (ec) break;
  }
  co_return head;
}

}  // namespace

result<proxy_settings> parse_proxy(std::string_view text) {
  proxy_settings out;
  constexpr std::string_view scheme = "http://";
  if (!text.starts_with(scheme)) return unusable("it does not begin with http://");
  auto rest = text.substr(scheme.size());
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    out.authorization = "Basic " + to_base64(percent_decoded(rest.substr(0, at)));
    rest.remove_prefix(at + 1);
  }
  auto address = parse_url(std::string(scheme) + std::string(rest));
  if (address.has_error()) return unusable(address.error().what);
  if (address->target != "/") return unusable("it has a path");
  out.address = std::move(*address);
  return out;
}

bool goes_through_proxy(const proxy_settings& proxy, const url& target) {
  if (!proxy.address) return false;
  return std::none_of(proxy.no_proxy.begin(), proxy.no_proxy.end(), [&](const std::string& direct) {
    std::string_view name = direct;
    if (name == "*") return true;
    while (name.starts_with('.')) name.remove_prefix(1);
    if (name.empty() || !ascii_lower(target.host).ends_with(ascii_lower(name))) return false;
    return target.host.size() == name.size() || target.host[target.host.size() - name.size() - 1] == '.';
  });
}

task<result<void>> ask_for_tunnel(timed_socket& socket, const proxy_settings& proxy, const url& target) {
  const bool v6 = target.host.find(':') != std::string::npos;
  const auto where = (v6 ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port);
  std::string request = "CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n";
  if (!proxy.authorization.empty()) request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  request += "\r\n";
  boost::system::error_code ec;
  co_await send_all(socket, request, ec);
  if (ec) co_return broken(ec, *proxy.address);
  const auto head = co_await read_head(socket, ec);
  if (ec) co_return broken(ec, *proxy.address);
  const auto line = std::string_view(head).substr(0, head.find("\r\n"));
  if (line.starts_with("HTTP/1.") && line.size() >= 12 && line.substr(8, 2) == " 2") co_return result<void>();
  co_return fail(errc::connect_failed, "the proxy refuses the way to " + where + ": \"" + printable(line, 80) + "\"", proxy.address->authority(),
                 "check [fetch] proxy and what it lets through");
}

}  // namespace depeche
