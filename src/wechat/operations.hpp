// What helps an operator (wechat-protocol 11): the platform's addresses, its view of our callback, what became of one request.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <vector>

namespace depeche::wechat {

// Addresses or CIDR ranges: where pushes come from, for a firewall; and where the API is.
task<api_result<std::vector<std::string>>> callback_addresses(api_client& api);
task<api_result<std::vector<std::string>>> api_addresses(api_client& api);

// How the platform reaches our callback's host, by name and by network.
struct callback_check {
  struct name_answer {
    std::string address;
    std::string operator_name;
  };
  struct echo {
    std::string address;
    std::string from_operator;
    std::string loss;  // "0%"
    std::string time;  // "20.536ms"
  };
  std::vector<name_answer> names;
  std::vector<echo> echoes;
};
task<api_result<callback_check>> check_callback(api_client& api);

// A request of the last seven days by the id that its answer carried.
struct past_request {
  std::int64_t invoked = 0;  // unix seconds
  std::int64_t cost_ms = 0;
  std::string url;
  std::string request_body;
  std::string response_body;
  std::string client_address;
};
task<api_result<past_request>> look_up_request(api_client& api, std::string rid);

}  // namespace depeche::wechat
