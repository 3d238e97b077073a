// A byte_stream over TCP as it is: for use behind a proxy, for operations on loopback, and in tests.
#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace depeche {

class timed_socket;

// The socket is connected.
std::unique_ptr<byte_stream> make_plain_stream(std::unique_ptr<timed_socket> socket);

}  // namespace depeche
