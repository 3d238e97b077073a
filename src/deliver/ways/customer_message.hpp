// Customer messages: one request per person, within the allowance that the person's own acts gave.
#pragma once

#include "deliver/ledger_worker.hpp"
#include "deliver/pace.hpp"
#include "deliver/way.hpp"
#include "wechat/api_client.hpp"

namespace depeche {

struct delivery_statistics;

class customer_message final : public way {
 public:
  customer_message(asio::any_io_executor loop, ledger_store& ledger, const clock& time, wechat::api_client& api,
                   std::size_t concurrency, delivery_statistics& counts);
  std::string_view name() const override;
  task<result<progress>> carry(const parcel& what) override;
  void look_again() override;
  void stop() override;

 private:
  asio::any_io_executor loop_;
  ledger_store& ledger_;
  const clock& clock_;
  wechat::api_client& api_;
  std::size_t concurrency_;
  delivery_statistics& counts_;
  pace holding_back_;
  ledger_worker* at_work_ = nullptr;
  bool stopping_ = false;
};

}  // namespace depeche
