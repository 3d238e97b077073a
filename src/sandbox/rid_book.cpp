#include "sandbox/rid_book.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::sandbox {

std::string rid_book::make() {
  const auto seconds = to_unix_seconds(clock_.now());
  const auto chance = random_below(random_, std::uint64_t{1} << 62);
  return fmt::format("{:08x}-{:08x}-{:08x}", seconds & 0xffffffff, chance & 0xffffffff, chance >> 32);
}

void rid_book::remember(std::string rid, const http_request& request, std::string_view response_body) {
  constexpr std::size_t kept = 500;
  constexpr std::size_t most_bytes = 4096;
  if (calls_.size() >= kept) calls_.pop_front();
  calls_.push_back({std::move(rid), clock_.now(), request.path + (request.query.empty() ? "" : "?" + request.query),
                    repair_utf8(truncate_bytes(request.body, most_bytes)), std::string(response_body), request.peer});
}

const refused_call* rid_book::find(std::string_view rid) const {
  const auto found = std::find_if(calls_.begin(), calls_.end(), [&](const refused_call& call) { return call.rid == rid; });
  return found == calls_.end() ? nullptr : &*found;
}

}  // namespace depeche::sandbox
