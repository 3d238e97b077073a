#include "net/dial.hpp"

#include "net/plain_stream.hpp"
#include "net/timed_socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <vector>

namespace depeche {

using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds least_per_address{1000};

milliseconds left_until(steady_clock::time_point deadline) {
  return std::max(milliseconds{0}, std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now()));
}

error too_late(const url& target, const char* doing) {
  return fail(errc::connect_failed, std::string("no connection within the time limit (") + doing + ")", target.authority());
}

// A lookup can't be interrupted: it runs in Asio's resolver thread for as long as the system likes. So the one who asks leaves
// when the time is over, and the answer finds nobody.
struct lookup {
  explicit lookup(const asio::any_io_executor& loop) : resolver(loop), answered(loop) {}
  tcp::resolver resolver;
  asio::steady_timer answered;
  bool done = false;
  boost::system::error_code ec;
  std::vector<asio::ip::address> addresses;
};

task<result<std::vector<asio::ip::address>>> resolve(asio::any_io_executor loop, const url& target,
                                                     steady_clock::time_point deadline) {
  using addresses = std::vector<asio::ip::address>;
  boost::system::error_code not_numeric;
  const auto numeric = asio::ip::make_address(target.host, not_numeric);
  if (!not_numeric) co_return addresses(1, numeric);
  const auto asked = std::make_shared<lookup>(loop);
  asked->resolver.async_resolve(target.host, "", [asked](const boost::system::error_code& ec, tcp::resolver::results_type found) {
    asked->done = true;
    asked->ec = ec;
    for (const auto& entry : found) asked->addresses.push_back(entry.endpoint().address());
    asked->answered.cancel();
  });
  asked->answered.expires_at(deadline);
  boost::system::error_code ec;
  co_await asked->answered.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  if (!asked->done) {
    if (ec) co_return fail(errc::cancelled, "the lookup was cut", target.host);
    co_return too_late(target, "looking up the name");
  }
  if (asked->ec || asked->addresses.empty()) {
    const std::string why = asked->ec ? asked->ec.message() : "no address";
    co_return fail(errc::connect_failed, "the name is unknown (" + why + ")", target.host, "check the name and the DNS");
  }
  // The same address may come once per kind of socket.
  auto& list = asked->addresses;
  addresses unique;
  for (const auto& a : list) {
    if (std::find(unique.begin(), unique.end(), a) == unique.end()) unique.push_back(a);
  }
  co_return unique;
}

task<result<std::unique_ptr<timed_socket>>> connect(asio::any_io_executor loop, const url& target,
                                                    std::vector<asio::ip::address> addresses, steady_clock::time_point deadline) {
  boost::system::error_code ec = asio::error::host_unreachable;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto left = left_until(deadline);
    if (left == milliseconds{0}) co_return too_late(target, "connecting");
    auto socket = std::make_unique<timed_socket>(tcp::socket(loop));
    // An address that swallows everything must not use up the time of those behind it.
    const auto share = left / static_cast<int>(addresses.size() - i);
    socket->expire_after(std::min(left, std::max<milliseconds>(share, least_per_address)));
    const tcp::endpoint where(addresses[i], target.port);
    co_await socket->socket().async_connect(where, asio::redirect_error(asio::use_awaitable, ec));
    socket->translate(ec);
    if (!ec) socket->prepare(ec);
    if (!ec) co_return std::move(socket);
    if (ec == asio::error::operation_aborted) co_return fail(errc::cancelled, "the connecting was cut", target.authority());
  }
  if (ec == asio::error::timed_out) co_return too_late(target, "connecting");
  co_return fail(errc::connect_failed, "no connection (" + ec.message() + ")", target.authority());
}

}  // namespace

task<result<dialled>> dial(asio::any_io_executor loop, const url& target, const address_guard& guard, const proxy_settings& proxy,
                           tls_context context, tls_session resume, steady_clock::time_point deadline) {
  const bool proxied = goes_through_proxy(proxy, target);
  auto addresses = co_await resolve(loop, target, deadline);
  if (!addresses && !proxied) co_return addresses.error();
  if (addresses) {
    std::erase_if(*addresses, [&](const asio::ip::address& a) { return !guard.permits(a.to_string()); });
    if (addresses->empty()) {
      co_return fail(errc::address_refused, "the address is not a public one", target.host, "allow it in the configuration if meant");
    }
  }
  const url& next = proxied ? *proxy.address : target;
  if (proxied) {
    addresses = co_await resolve(loop, next, deadline);
    if (!addresses) co_return addresses.error();
  }
  auto socket = co_await connect(loop, next, std::move(*addresses), deadline);
  if (!socket) co_return socket.error();
  if (proxied && target.scheme == "https") {
    (*socket)->expire_after(left_until(deadline));
    auto open = co_await ask_for_tunnel(**socket, proxy, target);
    if (!open) co_return open.error();
  }
  dialled out;
  if (target.scheme == "http") {
    out.stream = make_plain_stream(std::move(*socket));
    co_return std::move(out);
  }
  auto tls = tls_stream::client(std::move(*socket), context, target.host, resume);
  auto shaken = co_await tls->handshake(left_until(deadline));
  if (!shaken) {
    if (shaken.error() == errc::timed_out) co_return too_late(target, "TLS handshake");
    co_return shaken.error();
  }
  out.tls = tls.get();
  out.stream = std::move(tls);
  co_return std::move(out);
}

}  // namespace depeche
