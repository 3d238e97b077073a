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
#include <utility>

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

task<model_answer> model_endpoint::ask(model_question question) {
  model_answer out;
  if (clock_.now() < silent_until_) co_return out;
  std::string asked = body_of(question);
  const auto estimated = estimate(asked, question.most_answered);
  co_await begin_day();
  if (spent_ + estimated > how_.tokens_per_day) {
    constexpr std::int64_t worth_asking = 1000;  // tokens: less than that answers nothing
    if (!std::exchange(told_spent_, true)) log_info("model", fmt::format("{} of the day's budget of {} tokens are spent, {} more are not there", spent_, how_.tokens_per_day, estimated));
    if (spent_ + worth_asking <= how_.tokens_per_day) out.what = model_answer::kind::no_answer;
    co_return out;
  }
  const std::string day = day_;
  co_await charge(day, estimated);
  client_request request;
  request.method = "POST";
  request.target = parse_url(how_.url + "/chat/completions").value();
  request.headers.push_back(http_header{"Content-Type", "application/json"});
  request.headers.push_back(http_header{"Accept", "application/json"});
  if (!how_.key.empty()) request.headers.push_back(http_header{"Authorization", "Bearer " + how_.key});
  request.body = std::move(asked);
  request.limit = question.within;
  request.max_body = 256 * 1024;
  const auto answer = co_await client_.exchange(std::move(request));
  out.what = model_answer::kind::no_answer;
  if (answer.has_error()) {
    // One that never reached it costs nothing; one that was cut may have been answered.
    if (answer.error() == errc::connect_failed) co_await charge(day, -estimated);
    failed(nullptr, to_line(answer.error()));
    co_return out;
  }
  const json body = json::parse(answer->body, nullptr, false);
  const json* used = member(member(&body, "usage"), "total_tokens");
  if (used && used->is_number_integer()) co_await charge(day, std::clamp<std::int64_t>(used->get<std::int64_t>(), 0, 1'000'000) - estimated);
  else if (answer->status != 200) co_await charge(day, -estimated);
  out.what = read(*answer, body, out);
  co_return out;
}

model_answer::kind model_endpoint::read(const client_response& answer, const json& body, model_answer& into) {
  if (answer.status == 400 || answer.status == 413 || answer.status == 422) {
    log_warning("model", fmt::format("{} refused a question with status {}: {}", how_.url, answer.status, printable(answer.body, 200)));
    return model_answer::kind::no_words;
  }
  if (answer.status != 200) {
    failed(&answer, fmt::format("answered with status {}", answer.status));
    return model_answer::kind::no_answer;
  }
  const json* choices = member(&body, "choices");
  const json* first = choices && choices->is_array() && !choices->empty() ? &choices->front() : nullptr;
  const json* content = member(member(first, "message"), "content");
  if (!content || (!content->is_string() && !content->is_null())) {
    failed(&answer, "answered without choices[0].message.content");
    return model_answer::kind::no_answer;
  }
  failures_ = 0;
  const json* reason = member(first, "finish_reason");
  const bool whole = !reason || !reason->is_string() || (*reason != "length" && *reason != "content_filter");
  if (content->is_null() || !whole) {
    log_info("model", fmt::format("{} gave no whole answer ({})", how_.url, reason && reason->is_string() ? printable(reason->get<std::string>(), 40) : "no content"));
    return model_answer::kind::no_words;
  }
  into.text = content->get<std::string>();
  return model_answer::kind::words;
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

task<> model_endpoint::begin_day() {
  const std::string day = local_day(clock_.now(), "UTC");
  if (day == day_) co_return;
  const auto kept = co_await settings_.get(spent_setting);
  if (day == day_) co_return;  // another question began it meanwhile, and may have spent
  day_ = day;
  spent_ = 0;
  told_spent_ = false;
  if (kept.has_error() || !*kept || !(*kept)->starts_with(day + ' ')) co_return;
  const std::string_view number = std::string_view(**kept).substr(day.size() + 1);
  std::from_chars(number.data(), number.data() + number.size(), spent_);
}

task<> model_endpoint::charge(std::string day, std::int64_t tokens) {
  if (day != day_) co_return;  // asked before midnight: that day is over
  spent_ = std::max<std::int64_t>(0, spent_ + tokens);
  std::string line = fmt::format("{} {}", day_, spent_);
  const auto kept = co_await settings_.set(spent_setting, std::move(line));
  if (kept.has_error()) log_error("model", to_line(kept.error()));
}

}  // namespace depeche
