#include "e2e/program.hpp"

#include "net/https_client.hpp"
#include "support/catch.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace e2e {

using namespace depeche;

temporary_folder::temporary_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "depeche-e2e-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  out << content;
  REQUIRE(out.good());
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

namespace {

// Starts the binary; its ends of the pipes are closed on our side.
pid_t start(const std::vector<std::string>& arguments, int in, int out, const std::string& error_file) {
  std::vector<char*> argv;
  std::string name = DEPECHE_BINARY;
  argv.push_back(name.data());
  std::vector<std::string> copies = arguments;
  for (auto& a : copies) argv.push_back(a.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::dup2(in, 0);
  ::dup2(out, 1);
  const int err = ::open(error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(err, 2);
  for (int fd = 3; fd < 256; ++fd) ::close(fd);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

std::string temporary_name() {
  static int number = 0;
  return (std::filesystem::temp_directory_path() / ("depeche-e2e-err-" + std::to_string(::getpid()) + "-" + std::to_string(++number))).string();
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

program::program(std::vector<std::string> arguments) : error_file_(temporary_name()) {
  int pipe_out[2];
  REQUIRE(::pipe2(pipe_out, O_CLOEXEC) == 0);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  pid_ = start(arguments, nothing, pipe_out[1], error_file_);
  ::close(nothing);
  ::close(pipe_out[1]);
  out_ = pipe_out[0];
  REQUIRE(pid_ > 0);
}

program::~program() {
  if (pid_ > 0) kill_now();
  ::close(out_);
  ::unlink(error_file_.c_str());
}

std::string program::read_line(std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    if (const auto at = buffered_.find('\n'); at != std::string::npos) {
      std::string line = buffered_.substr(0, at);
      buffered_.erase(0, at + 1);
      return line;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{out_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    INFO(errors());
    REQUIRE(ready == 1);
    char buffer[4096];
    const ssize_t n = ::read(out_, buffer, sizeof buffer);
    REQUIRE(n > 0);
    buffered_.append(buffer, static_cast<std::size_t>(n));
  }
}

void program::send_signal(int signal) const { ::kill(pid_, signal); }

int program::wait() {
  int status = 0;
  REQUIRE(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  return code_of(status);
}

int program::stop() {
  send_signal(SIGTERM);
  return wait();
}

void program::kill_now() {
  send_signal(SIGKILL);
  wait();
}

std::string program::errors() const { return read_file(error_file_); }

finished_run run_to_end(std::vector<std::string> arguments, const std::string& input) {
  temporary_folder folder;
  write_file(folder.file("in"), input);
  const int in = ::open(folder.file("in").c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open(folder.file("out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const pid_t pid = start(arguments, in, out, folder.file("err"));
  ::close(in);
  ::close(out);
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return {code_of(status), read_file(folder.file("out")), read_file(folder.file("err"))};
}

struct speaker::parts {
  asio::io_context loop{1};
  std::unique_ptr<https_client> client;
  std::string base;
};

speaker::speaker(std::string base, std::string ca_file) : parts_(std::make_unique<parts>()) {
  https_client_options options;
  options.ca_file = std::move(ca_file);
  parts_->client = make_https_client(parts_->loop.get_executor(), options).value();
  parts_->base = std::move(base);
  while (parts_->base.ends_with('/')) parts_->base.pop_back();
}

speaker::~speaker() = default;

std::string speaker::reply::header(const std::string& name) const {
  for (const auto& [n, v] : headers)
    if (n == name) return v;
  return "";
}

speaker::reply speaker::exchange(const std::string& method, const std::string& path, const std::string& body,
                                 std::chrono::milliseconds limit, const std::vector<std::pair<std::string, std::string>>& headers) {
  client_request request;
  request.method = method;
  request.target = parse_url(parts_->base + path).value();
  request.body = body;
  request.limit = limit;
  request.max_body = 64 << 20;
  if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  for (const auto& [name, value] : headers) request.headers.push_back({name, value});
  std::optional<result<client_response>> got;
  asio::co_spawn(
      parts_->loop,
      [&]() -> task<> {
        auto answered = co_await parts_->client->exchange(request);
        got.emplace(std::move(answered));
        parts_->loop.stop();
      },
      [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
      });
  parts_->loop.restart();
  parts_->loop.run();
  reply r;
  if (got->has_error()) {
    r.body = to_line(got->error());
    return r;
  }
  r.status = (*got)->status;
  r.body = (*got)->body;
  for (const auto& h : (*got)->headers) r.headers.emplace_back(h.name, h.value);
  return r;
}

json speaker::ask(const std::string& path) {
  const reply r = get(path);
  INFO(path << " -> " << r.status << " " << r.body.substr(0, 500));
  REQUIRE(r.status == 200);
  return json::parse(r.body);
}

json speaker::order(const std::string& path, const json& body) {
  const reply r = exchange("POST", path, body.dump());
  INFO(path << " " << body.dump() << " -> " << r.status << " " << r.body.substr(0, 500));
  REQUIRE(r.status == 200);
  return json::parse(r.body);
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
  socklen_t size = sizeof where;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size);
  ::close(fd);
  return ntohs(where.sin_port);
}

}  // namespace e2e
