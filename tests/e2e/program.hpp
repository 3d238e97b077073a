// The real binary, from outside: started with arguments, spoken to over TLS, stopped or killed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace e2e {

using json = nlohmann::json;

// A folder of its own, removed at the end.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void write_file(const std::string& path, const std::string& content);
std::string read_file(const std::string& path);

// A running process. Killed when it is still there at the end.
class program {
 public:
  explicit program(std::vector<std::string> arguments);
  ~program();
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  // The next line of its standard output; fails the test when none comes within the limit.
  std::string read_line(std::chrono::seconds limit = std::chrono::seconds{60});
  void send_signal(int signal) const;
  // Waits for its end; the exit code, or -signal.
  int wait();
  // SIGTERM, then wait.
  int stop();
  // SIGKILL, then wait.
  void kill_now();
  // What it wrote to standard error so far.
  std::string errors() const;

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string buffered_;
  std::string error_file_;
};

struct finished_run {
  int code = 0;
  std::string out, err;
};
// Runs to the end with what stands on its standard input.
finished_run run_to_end(std::vector<std::string> arguments, const std::string& input = {});

// HTTP(S) to one base address, kept connections, blocking.
class speaker {
 public:
  speaker(std::string base, std::string ca_file);
  ~speaker();
  struct reply {
    int status = 0;
    std::string body;
    std::string header(const std::string& name) const;
    std::vector<std::pair<std::string, std::string>> headers;
  };
  reply exchange(const std::string& method, const std::string& path, const std::string& body = {},
                 std::chrono::milliseconds limit = std::chrono::seconds{60},
                 const std::vector<std::pair<std::string, std::string>>& headers = {});
  reply get(const std::string& path) { return exchange("GET", path); }
  // The control API: JSON in and out; fails the test on any status but 200.
  json ask(const std::string& path);
  json order(const std::string& path, const json& body = json::object());

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

// A port on loopback that nobody listens on now.
int free_port();

// Waits on the sandbox's change feed until `done(stats or phone)` holds; fails the test after the limit.
template <class Probe>
bool wait_for_change(speaker& sandbox, Probe done, std::chrono::seconds limit = std::chrono::seconds{60}) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::int64_t version = 0;
  for (;;) {
    if (done()) return true;
    if (std::chrono::steady_clock::now() > end) return false;
    version = sandbox.ask("/sandbox/v1/changes?since=" + std::to_string(version)).at("version").get<std::int64_t>();
  }
}

}  // namespace e2e
