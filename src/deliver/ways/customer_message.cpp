#include "deliver/ways/customer_message.hpp"

#include "deliver/personal_text.hpp"
#include "deliver/reach.hpp"
#include "wechat/custom_message.hpp"

#include <map>
#include <string>
#include <utility>

namespace depeche {

customer_message::customer_message(asio::any_io_executor loop, ledger_store& ledger, const clock& time, wechat::api_client& api,
                                   std::size_t concurrency, delivery_statistics& counts)
    : loop_(std::move(loop)),
      ledger_(ledger),
      clock_(time),
      api_(api),
      concurrency_(concurrency),
      counts_(counts),
      holding_back_(concurrency) {}

std::string_view customer_message::name() const { return customer_message_way; }

task<result<progress>> customer_message::carry(const parcel& what) {
  std::map<const std::string*, wechat::custom_copies> copies;  // of each text that goes out
  auto send = [this, &what, &copies](const claimed_delivery& to) {
    const std::string& text = what.for_person ? what.for_person->of(to) : what.text;
    auto known = copies.find(&text);
    if (known == copies.end()) known = copies.emplace(&text, wechat::custom_copies(wechat::custom_text{text})).first;
    return known->second.send(api_, to.openid);
  };
  worker_parts parts{loop_, ledger_, clock_, concurrency_, holding_back_, counts_};
  ledger_worker worker(std::move(parts), what.which.id, name(), std::move(send));
  struct leave {
    ledger_worker*& at_work;
    ~leave() { at_work = nullptr; }
  } at_end{at_work_};
  at_work_ = &worker;
  if (stopping_) worker.stop();
  co_return co_await worker.run();
}

void customer_message::look_again() {
  if (at_work_ != nullptr) at_work_->look_again();
}

void customer_message::stop() {
  stopping_ = true;
  if (at_work_ != nullptr) at_work_->stop();
}

}  // namespace depeche
