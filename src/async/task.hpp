// The words of asynchronous code here: a task is a lazily started coroutine; it runs when awaited or spawned.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace depeche {

namespace asio = boost::asio;

template <class T = void>
using task = asio::awaitable<T>;

}  // namespace depeche
