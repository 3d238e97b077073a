// A bot's delivery with its real stores on a database, before a platform that is scripted: the outside fact.
#pragma once

#include "async/gate.hpp"
#include "async/task_group.hpp"
#include "base/clock.hpp"
#include "deliver/delivery.hpp"
#include "digest/guard_desk.hpp"
#include "net/https_client.hpp"
#include "store/database.hpp"
#include "store/digest_store.hpp"
#include "store/hold_store.hpp"
#include "store/ledger_store.hpp"
#include "store/subscriber_store.hpp"
#include "support/catch.hpp"
#include "wechat/access_token.hpp"
#include "wechat/api_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace depeche::testing {

inline constexpr const char* account_name = "main";

// What the platform answers a send: an errcode, or a transport failure; or it holds the answer back.
struct scripted_answer {
  int errcode = 0;
  errc transport{};
  bool hold = false;
};

class fake_platform final : public https_client {
 public:
  explicit fake_platform(asio::any_io_executor loop) : released_(std::make_shared<gate>(loop)), loop_(loop) {}

  task<result<client_response>> exchange(client_request request) override;
  void close_idle() override {}

  // Lets the held answers go; later ones are not held any more.
  void release() { released_->open(); }

  // By openid and how often that person was asked for before; sends to all have the openid "*".
  std::function<scripted_answer(const std::string& openid, int before)> script;
  std::map<std::string, int> requests;   // by openid
  std::map<std::string, int> delivered;  // by openid: answered with success, or lost after it was received
  std::vector<std::string> client_ids;   // of mass sends
  std::string mass_status = "SENDING";   // what mass/get says
  int mass_asked = 0;
  std::string last_text;

 private:
  std::shared_ptr<gate> released_;
  asio::any_io_executor loop_;
};

class world {
 public:
  explicit world(std::string file = ":memory:", wechat::account_kind kind = wechat::account_kind::service,
                 std::size_t concurrency = 4);
  ~world();

  // Runs the loop until the task has ended.
  template <class T>
  T run(task<T> work) {
    std::optional<T> value;
    std::exception_ptr thrown;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T v) {
      thrown = e;
      value.emplace(std::move(v));
    });
    until([&] { return value.has_value(); });
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
  }
  // Runs the loop until the condition holds; `each_step` is done between two handlers.
  void until(const std::function<bool()>& holds, const std::function<void()>& each_step = {});
  // The clock goes on, and whoever waits for it is told.
  void pass(std::chrono::milliseconds by);

  void start();  // delivery.run()
  void stop(const std::function<void()>& after_please = {});  // "please", and waits for the end

  // Followers o0, o1, ... who wrote a moment ago.
  void followers(int count);
  subscriber follower(const std::string& openid, bool wrote = true);
  std::shared_ptr<const digest> issue();
  push begin(const std::string& key = "morning/2026-11-23/0800");
  books finish(const push& p) { return run(deliveries->finished(p.id)).value(); }
  books books_now(push_id id) { return run(ledger->books_of(id)).value(); }

  asio::io_context io;
  manual_clock time;
  std::unique_ptr<fake_platform> platform;
  std::unique_ptr<database> db;
  std::unique_ptr<subscriber_store> subscribers;
  std::unique_ptr<digest_store> digests;
  std::unique_ptr<ledger_store> ledger;
  std::unique_ptr<hold_store> held;
  std::unique_ptr<guard_desk> guard;
  template_set templates;
  std::unique_ptr<wechat::access_token> token;
  std::unique_ptr<wechat::api_client> api;
  std::unique_ptr<delivery> deliveries;
  edition morning;
  wechat::account_profile profile;  // of the account; what is refused to it is shared
  struct reported {
    push what;
    books counts;
    std::string problem;
  };
  std::vector<reported> reports;

 private:
  asio::executor_work_guard<asio::io_context::executor_type> busy_;
  std::unique_ptr<task_group> group_;
};

}  // namespace depeche::testing
