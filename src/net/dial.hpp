// From a URL to a connected stream: look the name up, ask the address guard, connect to one address after another, shake hands.
#pragma once

#include "base/result.hpp"
#include "net/address_guard.hpp"
#include "net/byte_stream.hpp"
#include "net/proxy.hpp"
#include "net/tls_stream.hpp"
#include "net/url.hpp"

#include <chrono>
#include <memory>

namespace depeche {

struct dialled {
  std::unique_ptr<byte_stream> stream;
  tls_stream* tls = nullptr;  // the same stream, when it is one
};

// Fails with connect_failed (also when the deadline passes), address_refused, tls_failed or cancelled. `context` and `resume`
// are for https only. The guard judges the target also when a proxy leads there; the proxy itself is the operator's choice. A name that
// only the proxy knows is left to it.
task<result<dialled>> dial(asio::any_io_executor loop, const url& target, const address_guard& guard, const proxy_settings& proxy,
                           tls_context context, tls_session resume, std::chrono::steady_clock::time_point deadline);

}  // namespace depeche
