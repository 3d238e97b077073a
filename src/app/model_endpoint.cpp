#include "app/model_endpoint.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

using namespace std::chrono_literals;
using json = nlohmann::json;

constexpr auto spent_setting = "rewrite/spent";

// Three bytes a token is near enough for the three languages; what was really used is learnt from the answer.
std::int64_t estimate(const std::string& body, std::int64_t most_answered) { return static_cast<std::int64_t>(body.size() / 3) + most_answered; }

const json* member(const json* of, const char* name) {
  if (!of || !of->is_object()) return nullptr;
  const auto found = of->find(name);
  return found == of->end() ? nullptr : &*found;
}

std::chrono::seconds retry_after(const client_response& answer) {
  const auto value = header_value(answer.headers, "Retry-After");
  long seconds = 0;
  std::from_chars(value.data(), value.data() + value.size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0L, 3600L));
}

}  // namespace

model_endpoint::model_endpoint(https_client& client, const clock& time, setting_store& settings, rewrite_config how)
    : client_(client), clock_(time), settings_(settings), how_(std::move(how)) {}

std::string model_endpoint::body_of(const model_question& question) const {
  const json body = {{"model", how_.model},
                     {"temperature", 0},
                     {"max_tokens", question.most_answered},
                     {"messages", json::array({{{"role", "system"}, {"content", question.instruction}}, {{"role", "user"}, {"content", question.material}}})}};
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string model_endpoint::key_of(const model_question& question) const { return sha256(how_.url + '\n' + body_of(question)); }

task<std::optional<std::string>> model_endpoint::ask(model_question question) {
  if (clock_.now() < silent_until_) co_return std::nullopt;
  std::string asked = body_of(question);
  const auto estimated = estimate(asked, question.most_answered);
  const bool affordable = co_await spend(estimated);
  if (!affordable) co_return std::nullopt;
  client_request request;
  request.method = "POST";
  request.target = parse_url(how_.url + "/chat/completions").value();
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  if (!how_.key.empty()) request.headers.push_back(http_header{"Authorization", "Bearer " + how_.key});
  request.body = std::move(asked);
  request.limit = question.within;
  request.max_body = 256 * 1024;
  auto answer = co_await client_.exchange(std::move(request));
  if (answer.has_error()) {
    failed(nullptr, to_line(answer.error()));
    co_return std::nullopt;
  }
  if (answer->status != 200) {
    failed(&*answer, fmt::format("answered with status {}", answer->status));
    co_return std::nullopt;
  }
  const json read = json::parse(answer->body, nullptr, false);
  if (const json* used = member(member(&read, "usage"), "total_tokens"); used && used->is_number_integer())
    co_await correct(estimated, std::clamp<std::int64_t>(used->get<std::int64_t>(), 0, 1'000'000));
  const json* choices = member(&read, "choices");
  const json* first = choices && choices->is_array() && !choices->empty() ? &choices->front() : nullptr;
  const json* content = member(member(first, "message"), "content");
  if (!content || !content->is_string()) {
    failed(&*answer, "answered without choices[0].message.content");
    co_return std::nullopt;
  }
  failures_ = 0;
  co_return content->get<std::string>();
}

void model_endpoint::failed(const client_response* answer, const std::string& why) {
  ++failures_;
  std::chrono::seconds pause{0};
  const bool refused = answer && (answer->status == 401 || answer->status == 402 || answer->status == 403);
  if (refused) pause = 1h;
  else if (answer) pause = retry_after(*answer);
  if (failures_ >= 3) pause = std::max<std::chrono::seconds>(pause, 10min);
  log_warning("model", fmt::format("{} {}{}", how_.url, why, pause > 0s ? fmt::format("; not asked again for {} s", pause.count()) : ""));
  silent_until_ = std::max(silent_until_, clock_.now() + pause);
}

task<> model_endpoint::load_spent(std::string day) {
  auto kept = co_await settings_.get(spent_setting);
  day_ = day;
  spent_ = 0;
  if (kept.has_error() || !*kept || !(*kept)->starts_with(day + ' ')) co_return;
  const std::string_view number = std::string_view(**kept).substr(day.size() + 1);
  std::from_chars(number.data(), number.data() + number.size(), spent_);
}

task<> model_endpoint::save_spent() {
  std::string line = fmt::format("{} {}", day_, spent_);
  auto kept = co_await settings_.set(spent_setting, std::move(line));
  if (kept.has_error()) log_error("model", to_line(kept.error()));
}

task<bool> model_endpoint::spend(std::int64_t tokens) {
  std::string day = local_day(clock_.now(), "UTC");
  if (day != day_) co_await load_spent(std::move(day));
  if (spent_ + tokens > how_.tokens_per_day) {
    log_info("model", fmt::format("the day's budget of {} tokens is spent", how_.tokens_per_day));
    co_return false;
  }
  spent_ += tokens;
  co_await save_spent();
  co_return true;
}

task<> model_endpoint::correct(std::int64_t estimated, std::int64_t used) {
  spent_ += used - estimated;
  co_await save_spent();
}

}  // namespace depeche
