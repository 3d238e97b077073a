#include "net/hand_over.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace depeche {

namespace {

class owed_response {
 public:
  virtual ~owed_response() = default;
  virtual void give(http_response response) = 0;
};

// Gives an answer once, also when nobody does.
template <class Handler>
class owed_to final : public owed_response {
 public:
  owed_to(Handler handler, std::shared_ptr<void> keep)
      : keep_(std::move(keep)), home_(asio::get_associated_executor(handler)), guard_(asio::make_work_guard(home_)),
        handler_(std::make_unique<Handler>(std::move(handler))) {}
  ~owed_to() override {
    if (handler_) give(text_response(503, ""));
  }
  void give(http_response response) override {
    auto carried = std::make_unique<http_response>(std::move(response));
    asio::post(home_, [handler = std::move(handler_), carried = std::move(carried)]() mutable {
      std::move (*handler)(std::move(*carried));
    });
  }

 private:
  std::shared_ptr<void> keep_;
  asio::associated_executor_t<Handler> home_;
  asio::executor_work_guard<asio::associated_executor_t<Handler>> guard_;
  std::unique_ptr<Handler> handler_;
};

task<> answer(std::shared_ptr<owed_response> owed, const router& routes, http_request request) {
  auto response = co_await routes.handle(std::move(request));
  owed->give(std::move(response));
}

task<http_response> ask(asio::any_io_executor owner, std::shared_ptr<task_group> group, const router& routes,
                        std::shared_ptr<void> keep, http_request request) {
  auto initiate = [](auto handler, asio::any_io_executor where, std::shared_ptr<task_group> members, const router* with,
                     std::shared_ptr<void> kept, http_request asked) {
    using owed_type = owed_to<std::decay_t<decltype(handler)>>;
    std::shared_ptr<owed_response> owed = std::make_shared<owed_type>(std::move(handler), std::move(kept));
    asio::post(where, [owed = std::move(owed), members = std::move(members), with, asked = std::move(asked)]() mutable {
      members->spawn("http handler", answer(std::move(owed), *with, std::move(asked)));
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(http_response)>(
      std::move(initiate), asio::use_awaitable, std::move(owner), std::move(group), &routes, std::move(keep),
      std::move(request));
}

}  // namespace

http_handler hand_over_to(asio::any_io_executor owner, std::shared_ptr<task_group> group, const router& routes,
                          std::shared_ptr<void> keep) {
  return [owner = std::move(owner), group = std::move(group), &routes, keep = std::move(keep)](http_request request) {
    return ask(owner, group, routes, keep, std::move(request));
  };
}

}  // namespace depeche
