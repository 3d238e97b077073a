// Bot and simulated platform in one process: nothing needs a WeChat account, a network or a database server.
#pragma once

#include <string>

namespace depeche {

struct demo_options {
  std::string data;                             // folder of the database; empty: a temporary one, removed at the end
  std::string webhook = "127.0.0.1:8443";       // TLS, what the platform calls
  std::string pages = "127.0.0.1:8080";         // plain, the public pages for your browser
  std::string platform = "127.0.0.1:9443";      // TLS, the platform's API
  std::string phones = "127.0.0.1:9080";        // plain, the page with phones, the control API, the newspaper
  std::string operations = "127.0.0.1:9090";    // plain, metrics
  std::string kind = "service";                 // service | subscription
  bool json = false;                            // one JSON line with the addresses instead of the welcome
};

// Blocks until SIGTERM or SIGINT. Throws failure when it cannot start. Returns the exit code.
int run_demo(const demo_options& options);

}  // namespace depeche
