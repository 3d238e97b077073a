// A real database for a test, in memory or in a folder of its own, and a loop that runs one task to its end.
#pragma once

#include "store/database.hpp"
#include "support/run_task.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>

namespace depeche {

// A folder that goes with the test.
class scratch {
 public:
  scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "depeche-store-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

// The value of a task that must not fail.
template <class T>
T must(asio::io_context& loop, task<result<T>> work) {
  return run_task(loop, std::move(work)).value();
}
inline void must(asio::io_context& loop, task<result<void>> work) { run_task(loop, std::move(work)).value(); }

struct opened {
  explicit opened(const std::string& file = ":memory:") : db(database::open(file, loop.get_executor()).value()) {}
  template <class T>
  decltype(auto) operator()(task<T> work) {
    return must(loop, std::move(work));
  }
  asio::io_context loop;
  std::unique_ptr<database> db;
};

}  // namespace depeche
