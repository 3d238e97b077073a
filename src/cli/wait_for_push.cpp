#include "cli/wait_for_push.hpp"

#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>

namespace depeche {

task<books> wait_for_push(parts& p, push_id id) {
  p.push->on_report([id](const push& of, const books&, const std::string& problem) {
    if (of.id != id || problem.empty()) return;
    const char* const after = of.state == push_state::done ? "" : " (it goes on by itself; Ctrl-C leaves it for the bot's next start)";
    std::fputs(fmt::format("depeche: push {}: {}{}\n", number(id), problem, after).c_str(), stderr);
  });
  asio::signal_set interrupted(p.loop, SIGINT, SIGTERM);
  interrupted.async_wait([&p](const boost::system::error_code& ec, int) {
    if (!ec) p.push->stop();
  });
  p.group.spawn("delivery", p.push->run());
  auto ended = co_await p.push->finished(id);
  interrupted.cancel();
  co_return ended.value();
}

}  // namespace depeche
