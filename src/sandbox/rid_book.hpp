// The rid in every error, and what was asked and answered under it: seven days, as /cgi-bin/openapi/rid/get tells it.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/http_message.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace depeche::sandbox {

struct refused_call {
  std::string rid;
  timestamp at{};
  std::string url, request_body, response_body, client_ip;
};

class rid_book {
 public:
  rid_book(const clock& time, random_source& random) : clock_(time), random_(random) {}

  std::string make();
  // The newest 500 are kept; long bodies are cut.
  void remember(std::string rid, const http_request& request, std::string_view response_body);
  const refused_call* find(std::string_view rid) const;
  bool is_expired(const refused_call& call) const { return clock_.now() - call.at > std::chrono::hours{24 * 7}; }

 private:
  const clock& clock_;
  random_source& random_;
  std::deque<refused_call> calls_;
};

}  // namespace depeche::sandbox
