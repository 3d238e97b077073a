#include "load_generator.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace depeche::bench {
namespace {

using steady = std::chrono::steady_clock;
constexpr std::size_t longest_answer = 64 * 1024;

[[noreturn]] void give_up(const std::string& why) { throw std::runtime_error("load: " + why); }

// One TLS connection, blocking until connected. The certificate is not looked at: the server is ours.
class connection {
 public:
  connection(SSL_CTX* context, const load_plan& plan) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), ssl_(SSL_new(context)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(plan.port);
    if (::inet_pton(AF_INET, plan.address.c_str(), &where.sin_addr) != 1) give_up("not an IPv4 address: " + plan.address);
    const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&where));
    if (::connect(fd_, generic, sizeof where) != 0) give_up(std::string("connect: ") + std::strerror(errno));
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    SSL_set_fd(ssl_, fd_);
    if (SSL_connect(ssl_) != 1) give_up("no TLS handshake");
    ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
  }
  ~connection() {
    SSL_free(ssl_);
    ::close(fd_);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  int fd() const { return fd_; }

  void send(const std::string& request, steady::time_point due) {
    due_ = due;
    have_ = 0;
    whole_ = 0;
    // A request is smaller than the socket's buffer, which is empty: nothing is in flight here.
    if (SSL_write(ssl_, request.data(), static_cast<int>(request.size())) != static_cast<int>(request.size())) give_up("a write failed");
  }

  // Reads what is there. True when the answer is complete.
  bool receive() {
    for (;;) {
      ERR_clear_error();
      const int n = SSL_read(ssl_, answer_.data() + have_, static_cast<int>(answer_.size() - have_));
      if (n <= 0) {
        if (SSL_get_error(ssl_, n) == SSL_ERROR_WANT_READ) return false;
        give_up("the server closed a connection");
      }
      have_ += static_cast<std::size_t>(n);
      if (whole_ == 0) look_at_header();
      if (whole_ != 0 && have_ >= whole_) return true;
      if (have_ == answer_.size()) give_up("an answer is too long");
    }
  }

  bool is_ok() const { return std::string_view(answer_.data(), have_).starts_with("HTTP/1.1 200"); }
  std::string_view body() const { return std::string_view(answer_.data(), have_).substr(header_); }
  steady::time_point due() const { return due_; }

 private:
  void look_at_header() {
    const std::string_view text(answer_.data(), have_);
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    header_ = end + 4;
    const auto length = text.find("Content-Length: ");
    std::size_t bytes = 0;
    if (length == std::string_view::npos || length > end) give_up("an answer without Content-Length");
    std::from_chars(answer_.data() + length + 16, answer_.data() + end, bytes);
    whole_ = header_ + bytes;
  }

  int fd_;
  SSL* ssl_;
  std::vector<char> answer_ = std::vector<char>(longest_answer);
  std::size_t have_ = 0, header_ = 0, whole_ = 0;  // whole_ 0: the header has not come yet
  steady::time_point due_{};
};

class load {
 public:
  load(const load_plan& plan, const std::vector<std::string>& requests)
      : plan_(plan), requests_(requests), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_read_ahead(context_.get(), 1);
    for (std::size_t i = 0; i < plan_.connections; ++i) {
      connections_.push_back(std::make_unique<connection>(context_.get(), plan_));
      epoll_event watched{};
      watched.events = EPOLLIN;
      watched.data.ptr = connections_.back().get();
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, connections_.back()->fd(), &watched);
      idle_.push_back(connections_.back().get());
    }
    outcome_.latencies_ms.reserve(requests_.size());
  }
  ~load() { ::close(poll_); }
  load(const load&) = delete;
  load& operator=(const load&) = delete;

  load_outcome run() {
    began_ = steady::now();
    std::array<epoll_event, 64> events{};
    while (answered_ < requests_.size()) {
      give_work();
      // At a rate, the moment counts: this thread has a core of its own, and spins.
      const int n = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), plan_.rate > 0 ? 0 : 10'000);
      if (n == 0 && plan_.rate <= 0) give_up("no answer within ten seconds");
      for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(n, 0)); ++i) {
        auto* one = static_cast<connection*>(events[i].data.ptr);
        if (one->receive()) take(*one);
      }
    }
    outcome_.seconds = std::chrono::duration<double>(steady::now() - began_).count();
    outcome_.server_cpu = plan_.server_cpu() - cpu_began_;
    std::sort(outcome_.latencies_ms.begin(), outcome_.latencies_ms.end());
    return std::move(outcome_);
  }

 private:
  steady::time_point due(std::size_t request) const {
    return first_due_ + std::chrono::duration_cast<steady::duration>(std::chrono::duration<double>(static_cast<double>(request) / plan_.rate));
  }

  void give_work() {
    const auto now = steady::now();
    if (sent_ == 0) first_due_ = now;
    while (!idle_.empty() && sent_ < requests_.size()) {
      const auto when = plan_.rate > 0 ? due(sent_) : now;
      if (when > now) return;
      idle_.back()->send(requests_[sent_++], when);
      idle_.pop_back();
    }
  }

  void take(connection& one) {
    idle_.push_back(&one);
    ++answered_;
    if (answered_ == plan_.warm_up) {
      began_ = steady::now();
      cpu_began_ = plan_.server_cpu();
    }
    if (answered_ <= plan_.warm_up) return;
    ++outcome_.answered;
    if (!one.is_ok()) ++outcome_.refused;
    outcome_.body_bytes += one.body().size();
    outcome_.latencies_ms.push_back(std::chrono::duration<double, std::milli>(steady::now() - one.due()).count());
    if (outcome_.answered % plan_.sample_every == 0) outcome_.samples.emplace_back(one.body());
  }

  const load_plan& plan_;
  const std::vector<std::string>& requests_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  int poll_;
  std::vector<std::unique_ptr<connection>> connections_;
  std::vector<connection*> idle_;
  std::size_t sent_ = 0, answered_ = 0;
  steady::time_point began_{}, first_due_{};
  double cpu_began_ = 0;
  load_outcome outcome_;
};

}  // namespace

load_outcome run_load(const load_plan& plan, const std::vector<std::string>& requests) {
  std::signal(SIGPIPE, SIG_IGN);
  return load(plan, requests).run();
}

}  // namespace depeche::bench
