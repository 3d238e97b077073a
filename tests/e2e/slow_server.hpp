// A web server that answers when the test says so: until then a visitor waits.
#pragma once

#include "support/catch.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace e2e {

struct slow_server {
  slow_server() : fd(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&where), size) == 0);
    REQUIRE(::listen(fd, 4) == 0);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size);
    address = "http://127.0.0.1:" + std::to_string(ntohs(where.sin_port));
  }
  ~slow_server() { ::close(fd); }
  void answer(const std::string& page) {
    const int visitor = ::accept(fd, nullptr, nullptr);
    REQUIRE(visitor >= 0);
    char request[4096];
    CHECK(::recv(visitor, request, sizeof request, 0) > 0);
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
                              std::to_string(page.size()) + "\r\n\r\n" + page;
    CHECK(::send(visitor, whole.data(), whole.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(whole.size()));
    ::close(visitor);
  }
  int fd;
  std::string address;
};

}  // namespace e2e
