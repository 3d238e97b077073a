// Steps a test's loop until one task has ended; what else runs on it goes on meanwhile, and is left where it is.
#pragma once

#include "async/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace depeche {

// One handler; a test that waits for what nothing will bring fails instead of turning for ever.
inline void step(asio::io_context& loop) {
  if (loop.run_one() == 0) throw std::logic_error("the task waits, and nothing is left on its loop");
}

// Its value, or its exception.
template <class T>
T run_task(asio::io_context& loop, task<T> work) {
  std::optional<T> value;
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, T v) {
    thrown = e;
    if (!e) value.emplace(std::move(v));
  });
  loop.restart();
  while (!value && !thrown) step(loop);
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*value);
}

inline void run_task(asio::io_context& loop, task<> work) {
  bool done = false;
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e) {
    thrown = e;
    done = true;
  });
  loop.restart();
  while (!done) step(loop);
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace depeche
