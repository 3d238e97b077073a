// Sends prepared requests over kept TLS connections, one in flight on each, and takes the time. Epoll and OpenSSL on the socket, one
// thread, nothing between: the generator must cost less than what it measures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace depeche::bench {

struct load_plan {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::size_t connections = 32;
  std::size_t warm_up = 5'000;            // answers before the clock starts
  double rate = 0;                        // requests a second, evenly spaced; 0: as many as are answered
  std::size_t sample_every = 1'000;       // bodies kept for a look
  std::function<double()> server_cpu;     // seconds so far
};

struct load_outcome {
  std::size_t answered = 0;               // since the clock started, as everything here
  std::size_t refused = 0;                // status other than 200
  std::size_t body_bytes = 0;
  double seconds = 0;
  double server_cpu = 0;
  std::vector<double> latencies_ms;       // sorted; from when a request was due to its last byte
  std::vector<std::string> samples;
};

// Throws std::runtime_error when a connection fails.
load_outcome run_load(const load_plan& plan, const std::vector<std::string>& requests);

}  // namespace depeche::bench
