#include "net/https_client.hpp"

#include "net/connection_pool.hpp"
#include "net/dial.hpp"
#include "net/http_codec.hpp"
#include "net/input_buffer.hpp"
#include "net/tls_context.hpp"
#include "net/tls_error.hpp"

#include "base/text.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <unordered_map>

namespace depeche {

namespace {

using std::chrono::milliseconds;

milliseconds left_until(steady_clock::time_point deadline) {
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(deadline - steady_clock::now()));
}

bool written_by_client(std::string_view name) {
  for (const char* own : {"host", "content-length", "connection", "user-agent", "transfer-encoding"}) {
    if (ascii_iequal(name, own)) return true;
  }
  return false;
}

// A proxy is told the whole address, unless it only passes bytes on.
std::string encode(const client_request& r, const std::string& user_agent, const proxy_settings& proxy) {
  std::string out;
  out.reserve(256 + r.target.target.size() + r.body.size());
  const bool tells_proxy = r.target.scheme == "http" && goes_through_proxy(proxy, r.target);
  out.append(r.method).append(" ");
  if (tells_proxy) out.append("http://").append(r.target.authority());
  out.append(r.target.target).append(" HTTP/1.1\r\nHost: ").append(r.target.authority());
  out.append("\r\nUser-Agent: ").append(user_agent).append("\r\n");
  if (tells_proxy && !proxy.authorization.empty()) out.append("Proxy-Authorization: ").append(proxy.authorization).append("\r\n");
  for (const auto& h : r.headers) {
    if (!written_by_client(h.name)) out.append(h.name).append(": ").append(h.value).append("\r\n");
  }
  if (!r.body.empty() || r.method == "POST" || r.method == "PUT" || r.method == "PATCH") {
    out.append("Content-Length: ").append(std::to_string(r.body.size())).append("\r\n");
  }
  return out.append("\r\n").append(r.body);
}

// Nothing in a request may begin a second one.
result<void> check(const client_request& r) {
  const auto refuse = [&](const char* what) { return fail(errc::invalid_argument, what, r.target.host); };
  if (!is_token(r.method)) return refuse("not an HTTP method");
  const auto& target = r.target.target;
  if (!target.starts_with('/') || target.find(' ') != std::string::npos || !is_field_value(target)) {
    return refuse("not a path for an HTTP request");
  }
  for (const auto& h : r.headers) {
    if (!is_token(h.name) || !is_field_value(h.value)) return refuse("a header with characters that HTTP does not allow");
  }
  return {};
}

error broken(const boost::system::error_code& ec, const url& target) {
  if (ec == asio::error::timed_out) return fail(errc::timed_out, "no answer within the time limit", target.authority());
  if (ec == asio::error::operation_aborted) return fail(errc::cancelled, "the exchange was cut", target.authority());
  return fail(errc::connection_lost, "the connection was lost (" + ec.message() + ")", target.authority());
}

// A host's connections, and what makes the next TLS greeting short.
struct known_host {
  std::shared_ptr<connection_pool> pool;
  tls_session session;
};

class client_impl final : public https_client {
 public:
  client_impl(asio::any_io_executor loop, https_client_options options, tls_context context)
      : loop_(loop), options_(std::move(options)), context_(std::move(context)), shared_(std::make_shared<shared>(loop)) {}
  ~client_impl() override { shared_->sweep.cancel(); }

  task<result<client_response>> exchange(client_request request) override {
    const auto deadline = steady_clock::now() + request.limit;
    if (auto sound = check(request); !sound) co_return sound.error();
    auto bytes = encode(request, options_.user_agent, options_.proxy);
    const auto host = host_of(request.target);
    auto lease = co_await host->pool->acquire(deadline);
    if (!lease) {
      const bool late = steady_clock::now() >= deadline;
      if (!late) co_return fail(errc::cancelled, "the wait for a connection was cut", request.target.authority());
      co_return fail(errc::connect_failed, "all connections to the host were busy until the time limit",
                     request.target.authority());
    }
    tls_stream* fresh_tls = nullptr;
    if (!lease.stream) {
      auto made = co_await dial(loop_, request.target, options_.guard, options_.proxy, context_, host->session, deadline);
      if (!made) co_return made.error();
      fresh_tls = made->tls;
      lease.stream = std::move(made->stream);
    }
    const auto left = left_until(deadline);
    if (left == milliseconds{0}) {
      co_return fail(errc::connect_failed, "no connection within the time limit", request.target.authority());
    }
    lease.stream->expire_after(left);
    boost::system::error_code ec;
    co_await lease.stream->write(bytes, ec);
    if (ec) co_return broken(ec, request.target);
    bytes = std::string();
    bool reusable = false;
    auto response = co_await receive(*lease.stream, request, reusable);
    if (fresh_tls != nullptr && response) host->session = fresh_tls->session();
    if (reusable) {
      lease.keep();
      arm_sweep(shared_, options_.idle_limit);
    }
    co_return std::move(response);
  }

  void close_idle() override {
    shared_->sweep.cancel();
    shared_->sweeping = false;
    drop_idle();
  }

 private:
  // Shared with the sweep's handler, which may be on its way when the client goes.
  struct shared {
    explicit shared(const asio::any_io_executor& loop) : sweep(loop) {}
    std::unordered_map<std::string, std::shared_ptr<known_host>> hosts;
    asio::steady_timer sweep;
    bool sweeping = false;
  };

  void drop_idle() {
    for (auto& [key, host] : shared_->hosts) host->pool->close_idle(steady_clock::time_point::max());
    std::erase_if(shared_->hosts, [](const auto& entry) { return entry.second->pool->unused(); });
  }

  std::shared_ptr<known_host> host_of(const url& target) {
    const auto name = target.scheme + "://" + target.host + ":" + std::to_string(target.port);
    if (shared_->hosts.size() >= options_.hosts_kept && !shared_->hosts.contains(name)) drop_idle();
    auto& host = shared_->hosts[name];
    if (!host) {
      host = std::make_shared<known_host>();
      host->pool = std::make_shared<connection_pool>(loop_, options_.connections_per_host);
    }
    return host;
  }

  // Looks twice per idle limit, as long as anything is kept.
  static void arm_sweep(const std::shared_ptr<shared>& with, std::chrono::seconds limit) {
    if (std::exchange(with->sweeping, true)) return;
    with->sweep.expires_after(std::max<milliseconds>(milliseconds(limit) / 2, milliseconds{100}));
    with->sweep.async_wait([weak = std::weak_ptr<shared>(with), limit](const boost::system::error_code& ec) {
      const auto alive = weak.lock();
      if (ec || !alive) return;
      alive->sweeping = false;
      bool some_left = false;
      for (auto& [key, host] : alive->hosts) some_left = host->pool->close_idle(steady_clock::now() - limit) || some_left;
      std::erase_if(alive->hosts, [](const auto& entry) { return entry.second->pool->unused(); });
      if (some_left) arm_sweep(alive, limit);
    });
  }

  static task<result<client_response>> receive(byte_stream& stream, const client_request& request, bool& reusable) {
    response_decoder decoder;
    decoder.reset(request.method == "HEAD", request.max_body);
    input_buffer input;
    boost::system::error_code ec;
    for (;;) {
      std::size_t used = 0;
      auto state = decoder.put(input.bytes(), used);
      input.consume(used);
      if (state == decode_state::need_more) {
        const auto space = input.space(decoder.got_some() ? input_buffer::large : input_buffer::small);
        const auto n = co_await stream.read_some(space, ec);
        input.commit(n);
        if (!ec) continue;
        if (ec != asio::error::eof || !decoder.got_some()) co_return broken(ec, request.target);
        state = decoder.put_end();
        if (state == decode_state::malformed) co_return broken(ec, request.target);
      }
      const auto where = request.target.authority();
      if (state == decode_state::body_too_large) {
        co_return fail(errc::too_large, "the answer is over " + std::to_string(request.max_body) + " bytes", where);
      }
      if (state != decode_state::complete) {
        co_return fail(errc::http_malformed, "not an HTTP answer (" + decoder.problem() + ")", where);
      }
      if (decoder.status() >= 200) break;
      // An interim answer: the one that counts follows. A change of protocol was not asked for.
      if (decoder.status() == 101) co_return fail(errc::http_malformed, "a change of protocol that was not asked for", where);
      decoder.reset(request.method == "HEAD", request.max_body);
    }
    reusable = !ec && decoder.keep_alive() && input.empty();
    client_response response;
    response.status = decoder.status();
    response.headers = std::move(decoder.headers());
    response.body = std::move(decoder.body());
    co_return std::move(response);
  }

  asio::any_io_executor loop_;
  https_client_options options_;
  tls_context context_;
  std::shared_ptr<shared> shared_;
};

}  // namespace

result<std::unique_ptr<https_client>> make_https_client(asio::any_io_executor loop, https_client_options options) {
  ignore_broken_pipes();
  auto context = make_client_context(options.ca_file);
  if (!context) return context.error();
  return std::unique_ptr<https_client>(std::make_unique<client_impl>(std::move(loop), std::move(options), *context));
}

}  // namespace depeche
