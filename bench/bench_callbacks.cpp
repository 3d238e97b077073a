// Callbacks against a server that runs already: distinct messages, encrypted and signed before the clock starts, over kept TLS
// connections. Prints one line of JSON with what the server's process spent. bench/run.py starts the servers and compares.
//   bench_callbacks --port N --pid N [--requests N] [--connections N] [--rate N] [--say help,digest] [--first-id N] [--static]
// --static: the answers are not ours, and are not looked at (nginx).
#include "callback_requests.hpp"
#include "load_generator.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace depeche;

namespace {

struct arguments {
  bench::load_plan load;
  bench::request_plan requests;
  std::string pid;
  bool is_static = false;
};

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) words.push_back(word);
  return words;
}

arguments read_arguments(int argc, char** argv) {
  arguments a;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--static") {
      a.is_static = true;
      continue;
    }
    if (i + 1 == argc) throw std::invalid_argument(name + ": a value is missing");
    const std::string value = argv[++i];
    if (name == "--port") a.load.port = static_cast<std::uint16_t>(std::stoul(value));
    else if (name == "--pid") a.pid = value;
    else if (name == "--requests") a.requests.count = std::stoul(value);
    else if (name == "--connections") a.load.connections = std::stoul(value);
    else if (name == "--rate") a.load.rate = std::stod(value);
    else if (name == "--say") a.requests.words = words_of(value);
    else if (name == "--first-id") a.requests.first_id = std::stoll(value);
    else throw std::invalid_argument(name + ": unknown");
  }
  if (a.load.port == 0 || a.pid.empty()) throw std::invalid_argument("--port and --pid are needed");
  a.requests.count += a.load.warm_up;
  a.requests.host = "127.0.0.1:" + std::to_string(a.load.port);
  return a;
}

// User and system time of a process, all its threads (proc(5): the 14th and 15th field, the second one in brackets).
double cpu_seconds(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/stat");
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error("no process " + pid);
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double at_share(const std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

int measure(arguments a) {
  a.load.server_cpu = [pid = a.pid] { return cpu_seconds(pid); };
  const auto requests = bench::make_requests({}, a.requests);
  const auto out = bench::run_load(a.load, requests);
  if (out.refused != 0) throw std::runtime_error(std::to_string(out.refused) + " requests were refused");
  std::size_t looked_at = 0;
  for (const auto& body : out.samples) {
    if (a.is_static) break;
    const auto text = bench::open_reply({}, body);
    if (text.has_error()) throw std::runtime_error("a reply does not open: " + to_line(text.error()));
    if (text->empty()) throw std::runtime_error("a reply without words");
    ++looked_at;
  }
  const double n = static_cast<double>(out.answered);
  std::printf("{\"answered\": %zu, \"seconds\": %.3f, \"per_second\": %.0f, \"cpu_us\": %.2f, \"busy\": %.3f, \"opened\": %zu, "
              "\"request_bytes\": %zu, \"body_bytes\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"p999_ms\": %.3f}\n",
              out.answered, out.seconds, n / out.seconds, out.server_cpu * 1e6 / n, out.server_cpu / out.seconds, looked_at,
              requests.front().size(), static_cast<double>(out.body_bytes) / n, at_share(out.latencies_ms, 0.5),
              at_share(out.latencies_ms, 0.99), at_share(out.latencies_ms, 0.999));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return measure(read_arguments(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_callbacks: %s\n", e.what());
    return 1;
  }
}
