#include "cli/input.hpp"

#include "ingest/feed_fetcher.hpp"
#include "net/https_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>

namespace depeche {
namespace {

constexpr std::size_t largest_file = 64 * 1024 * 1024;

result<command_input> read_file(const std::string& name) {
  const auto close = [](std::FILE* f) {
    if (f != stdin) std::fclose(f);
  };
  std::unique_ptr<std::FILE, decltype(close)> file(name == "-" ? stdin : std::fopen(name.c_str(), "rb"), close);
  if (!file) return fail(errc::io_failed, std::strerror(errno), name, "give a readable file, a URL, or - for stdin");
  command_input input;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file.get())) > 0;) {
    input.bytes.append(buffer, n);
    if (input.bytes.size() > largest_file) return fail(errc::too_large, "more than 64 MiB", name);
  }
  if (std::ferror(file.get()) != 0) return fail(errc::io_failed, "can't be read", name, "give a file, not a folder");
  return input;
}

result<command_input> fetch_input(const std::string& address, https_client_options options, const char* remedy) {
  asio::io_context loop;
  auto client = make_https_client(loop.get_executor(), std::move(options));
  if (client.has_error()) return client.error();
  std::optional<result<fetched>> outcome;
  fetch_request request;
  request.now = system_clock().now();
  server_wish wish;
  request.url = address;
  asio::co_spawn(loop, fetch(**client, std::move(request), wish), [&](std::exception_ptr thrown, result<fetched> done) {
    if (thrown) std::rethrow_exception(thrown);
    outcome.emplace(std::move(done));
    (*client)->close_idle();
  });
  while (!outcome && loop.run_one() > 0) {
  }
  if (!outcome) return fail(errc::connection_lost, "the fetch ended without an answer", address);
  if (outcome->has_error()) {
    auto why = outcome->error();
    if (why.code == errc::address_refused) why.remedy = remedy;
    return why;
  }
  return command_input{std::move((*outcome)->body), (*outcome)->charset, (*outcome)->final_url};
}

}  // namespace

bool is_url(const std::string& name) { return name.starts_with("http://") || name.starts_with("https://"); }

result<command_input> read_input(const std::string& name, https_client_options by) {
  return is_url(name) ? fetch_input(name, std::move(by), "allow it in [fetch] allow_addresses") : read_file(name);
}

result<command_input> read_input(const std::string& name, bool allow_private) {
  https_client_options options;
  options.guard = allow_private ? address_guard::open() : address_guard();
  return is_url(name) ? fetch_input(name, std::move(options), "--allow-private fetches from private addresses too") : read_file(name);
}

}  // namespace depeche
