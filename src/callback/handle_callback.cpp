#include "callback/handle_callback.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "callback/late_answer.hpp"
#include "commands/understand.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

namespace depeche {

// One callback and its answer, which is owed: the handler fulfils it, or the clock does first.
struct callback_handler::exchange {
  explicit exchange(opened_callback o) : opened(std::move(o)) {}
  opened_callback opened;
  std::shared_ptr<inbox_entry> entry;
  std::string reply;              // clear XML; empty: "success"
  std::optional<answer> given;    // nothing: the handler failed
  bool ended = false;
  bool too_late = false;          // the person was told "on its way"
  std::optional<asio::steady_timer> fulfilled;  // while the handler is waited for; cancelled when it has ended
};

namespace {

task<http_response> ready(http_response response) { co_return response; }

}  // namespace

callback_handler::callback_handler(asio::any_io_executor loop, callback_secrets secrets, callback_account account, inbox& box,
                                   command_parts& with, random_source& random, task_group& group, callback_limits limits)
    : loop_(std::move(loop)),
      secrets_(std::move(secrets)),
      account_(std::move(account)),
      inbox_(box),
      with_(with),
      random_(random),
      group_(group),
      limits_(limits) {}

task<http_response> callback_handler::verify(http_request request) {
  const auto echo = verify_url(secrets_, request);
  if (echo.has_error()) co_return refuse(echo.error(), request);
  ++counts_.verified;
  // Plain text: the echo comes from whoever signed it, and is never read as a page.
  co_return text_response(200, *echo);
}

task<http_response> callback_handler::receive(http_request request) {
  auto opened = open_callback(secrets_, request, replays_, with_.time.now());
  if (opened.has_error()) return ready(refuse(opened.error(), request));
  auto one = std::make_shared<exchange>(std::move(*opened));
  return recorder_ ? answer_and_record(std::move(one)) : answer_to(std::move(one));
}

task<http_response> callback_handler::answer_and_record(std::shared_ptr<exchange> one) {
  recorded_callback note;
  note.at = with_.time.now();
  note.account = secrets_.account;
  note.openid = one->opened.message.from_user;
  note.xml = one->opened.clear_xml;
  const auto began = std::chrono::steady_clock::now();
  auto response = co_await answer_to(one);
  note.status = response.status;
  note.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  if (response.status == 200) note.reply = std::move(one->reply);
  recorder_->note(std::move(note));
  co_return response;
}

task<http_response> callback_handler::answer_to(std::shared_ptr<exchange> one) {
  if (!inbox_.opened.is_open()) {
    co_await inbox_.opened.wait();
    if (!inbox_.opened.is_open()) co_return text_response(503, "");  // we stop before we began
  }
  const std::string key = inbox_key(one->opened.message);
  auto accepted = inbox_.accept(secrets_.account, key, std::move(one->opened.clear_xml));
  bool failed = false;
  if (accepted.kind == inbox::delivery::repeated) {
    auto told = co_await inbox_.recall(accepted.row, secrets_.account, key);
    failed = told.has_error();
    if (failed) log_error("callback", "the stored reply cannot be read: " + to_line(told.error()));
    else if (*told) one->reply = std::move(**told);
    else accepted = inbox_.accept_anew(secrets_.account, key, std::move(one->opened.clear_xml));
  }
  one->entry = accepted.entry;
  if (accepted.kind == inbox::delivery::first) {
    ++counts_.handled;
    co_await settle_reply_to(one);
    failed = one->entry->failed;
  } else {
    ++counts_.repeated;
  }
  if (accepted.kind == inbox::delivery::overtaking) {
    co_await one->entry->done.wait();
    failed = one->entry->failed;
    one->reply = one->entry->row.reply;
  }
  if (failed) co_return text_response(500, "");
  http_response response;
  response.content_type = one->reply.empty() ? "text/plain; charset=utf-8" : "text/xml; charset=utf-8";
  response.body = seal_reply(one->opened, secrets_, one->reply, random_, with_.time.now());
  co_return response;
}

// Durable with its event: the handler's reply, or "on its way" when that takes too long.
task<> callback_handler::settle_reply_to(std::shared_ptr<exchange> one) {
  const wechat::inbound_message& message = one->opened.message;
  group_.spawn("callback", handle(one));
  boost::system::error_code ignored;
  if (!one->ended) {
    one->fulfilled.emplace(loop_, limits_.keep_after);
    co_await one->fulfilled->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (!one->ended) {
    inbox_.keep_early(one->entry);
    one->fulfilled->expires_after(limits_.answer_within - limits_.keep_after);
    co_await one->fulfilled->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (one->ended && !one->given) {
    inbox_.abandon(one->entry);
    ++counts_.failed;
    co_return;
  }
  std::string on_its_way;
  if (!one->ended) {
    one->too_late = true;
    ++counts_.late;
    auto asker = co_await with_.subscribers.find(secrets_.account, message.from_user);
    const subscriber known = asker.has_value() && *asker ? **asker : subscriber{};
    const bool may_write = account_.api != nullptr && account_.profile.may_send_custom_messages();
    on_its_way = say(may_write ? phrase::on_its_way : phrase::answer_awaits, language_for(with_, known));
  }
  const std::string& text = one->too_late ? on_its_way : one->given->text;
  one->reply = wechat::write_text_reply(message, text, to_unix_seconds(with_.time.now()));
  auto kept = co_await inbox_.settle(one->entry, one->reply);
  if (kept.has_error()) {
    log_error("callback", "not kept: " + to_line(kept.error()));
    ++counts_.failed;
  }
  // A picture goes after its text.
  if (!one->too_late && !one->given->picture.empty()) {
    answer picture;
    picture.picture = std::move(one->given->picture);
    group_.spawn("late answer", send_late(account_, with_, message.from_user, std::move(picture)));
  }
}

task<> callback_handler::handle(std::shared_ptr<exchange> one) {
  try {
    one->given = co_await dispatch(account_, with_, one->opened.message);
  } catch (const failure& e) {
    log_error("callback", e.what());
  } catch (const boost::system::system_error& e) {
    log_warning("callback", e.what());
  }
  one->ended = true;
  if (one->fulfilled) one->fulfilled->cancel();
  if (one->too_late && one->given) co_await send_late(account_, with_, one->opened.message.from_user, std::move(*one->given));
}

task<> callback_handler::make_up(std::shared_ptr<inbox_entry> entry) {
  const auto message = wechat::parse_message(entry->row.body);
  std::string reply;
  bool good = true;
  if (message.has_value()) {
    try {
      auto given = co_await dispatch(account_, with_, *message);
      reply = wechat::write_text_reply(*message, given.text, to_unix_seconds(with_.time.now()));
      log_info("callback", "made up for " + shorten_id(message->from_user) + ": received before the last stop, not answered then");
    } catch (const failure& e) {
      log_error("callback", e.what());
      good = false;
    }
  }
  if (!good) {
    inbox_.abandon(entry);
    co_return;
  }
  auto kept = co_await inbox_.settle(entry, std::move(reply));
  if (kept.has_error()) log_error("callback", to_line(kept.error()));
}

http_response callback_handler::refuse(const error& why, const http_request& request) {
  ++counts_.refused[why.code];
  log_warning("callback", "refused from " + request.peer + " for " + secrets_.account + ": " + std::string(depeche::name(why.code)));
  http_response response = text_response(status_of_refusal(why.code), "");
  return response;
}

}  // namespace depeche
