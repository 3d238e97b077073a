#include "ingest/server_wish.hpp"

#include "base/text.hpp"
#include "ingest/feed_date.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

using std::chrono::seconds;

// Digits only; a number that is too large for us is the largest.
std::optional<seconds> read_seconds(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::int64_t n = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
  return seconds{read.ec == std::errc{} ? n : std::int64_t{1} << 40};
}

}  // namespace

std::optional<seconds> read_retry_after(std::string_view value, timestamp now) {
  value = trim(value);
  auto wait = read_seconds(value);
  if (!wait) {
    const auto date = read_feed_date(value);
    if (!date) return std::nullopt;
    wait = std::chrono::ceil<seconds>(*date - now);
  }
  return std::clamp(*wait, seconds{0}, longest_retry_after);
}

std::optional<seconds> read_freshness(const http_headers& headers, timestamp now) {
  std::optional<seconds> age;
  for (const auto part : split(header_value(headers, "Cache-Control"), ',')) {
    const auto word = ascii_lower(trim(part));
    if (word == "no-cache" || word == "no-store") return std::nullopt;
    constexpr std::string_view name = "max-age=";
    if (!word.starts_with(name)) continue;
    std::string_view number = std::string_view(word).substr(name.size());
    if (number.size() >= 2 && number.front() == '"' && number.back() == '"') number = number.substr(1, number.size() - 2);
    if (const auto read = read_seconds(number)) age = *read;
  }
  if (age) {
    if (const auto spent = read_seconds(trim(header_value(headers, "Age")))) age = *age - std::min(*spent, *age);
  } else if (const auto expires = read_feed_date(header_value(headers, "Expires"))) {
    // By the server's own clock, which need not be ours.
    age = std::chrono::ceil<seconds>(*expires - read_feed_date(header_value(headers, "Date")).value_or(now));
  }
  if (age) age = std::clamp(*age, seconds{0}, longest_freshness);
  return age;
}

server_wish wish_of(const client_response& response, const std::string& host, timestamp now) {
  server_wish wish;
  wish.host = host;
  wish.busy = response.status == 429 || response.status == 503;
  wish.gone = response.status == 410;
  if (response.status == 200 || response.status == 304) {
    wish.wait = read_freshness(response.headers, now);
  } else {
    wish.wait = read_retry_after(header_value(response.headers, "Retry-After"), now);
    if (wish.busy && !wish.wait) wish.wait = busy_pause;
  }
  return wish;
}

}  // namespace depeche
