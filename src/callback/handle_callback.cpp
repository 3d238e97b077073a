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

// An answer that is owed: the handler fulfils it, or the clock does first.
struct callback_handler::promise {
  promise(const asio::any_io_executor& loop, wechat::inbound_message m)
      : message(std::move(m)), openid(message.from_user), fulfilled(loop) {}
  wechat::inbound_message message;  // the handler takes it
  std::string openid;
  std::optional<answer> given;   // nothing: the handler failed
  bool ended = false;
  bool too_late = false;         // the person was told "on its way"
  asio::steady_timer fulfilled;  // cancelled when ended
};

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
  if (opened.has_error()) co_return refuse(opened.error(), request);
  if (!recorder_) co_return co_await answer_to(std::move(*opened), nullptr);
  recorded_callback note;
  note.at = with_.time.now();
  note.account = secrets_.account;
  note.openid = opened->message.from_user;
  note.xml = opened->clear_xml;
  const auto began = std::chrono::steady_clock::now();
  auto response = co_await answer_to(std::move(*opened), &note);
  note.status = response.status;
  note.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  recorder_->note(std::move(note));
  co_return response;
}

task<http_response> callback_handler::answer_to(opened_callback opened, recorded_callback* note) {
  const std::string key = inbox_key(opened.message);
  auto accepted = inbox_.accept(secrets_.account, key, std::move(opened.clear_xml));
  std::string clear_reply;
  if (accepted.first) {
    ++counts_.handled;
    clear_reply = co_await reply_to(opened, accepted.entry, key);
  } else {
    ++counts_.repeated;
    co_await accepted.entry->done.wait();
    clear_reply = accepted.entry->reply;
  }
  if (accepted.entry->failed) co_return text_response(500, "");
  http_response response;
  response.content_type = clear_reply.empty() ? "text/plain; charset=utf-8" : "text/xml; charset=utf-8";
  response.body = seal_reply(opened, secrets_, clear_reply, random_, with_.time.now());
  if (note) note->reply = std::move(clear_reply);
  co_return response;
}

// The reply in clear, durable with its event: the handler's, or "on its way" when it takes too long.
task<std::string> callback_handler::reply_to(opened_callback& opened, std::shared_ptr<inbox_entry> entry, std::string key) {
  wechat::inbound_message address;  // all that the reply needs of the message
  address.to_user = opened.message.to_user;
  address.from_user = opened.message.from_user;
  const auto owed = std::make_shared<promise>(loop_, std::move(opened.message));
  group_.spawn("callback", handle(owed));
  boost::system::error_code ignored;
  if (!owed->ended) {
    owed->fulfilled.expires_after(limits_.keep_after);
    co_await owed->fulfilled.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (!owed->ended) {
    inbox_.keep_early(entry, secrets_.account, key);
    owed->fulfilled.expires_after(limits_.answer_within - limits_.keep_after);
    co_await owed->fulfilled.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  std::string text;
  if (owed->ended && !owed->given) {
    inbox_.abandon(entry);
    ++counts_.failed;
    co_return "";
  }
  if (owed->ended) {
    text = owed->given->text;
  } else {
    owed->too_late = true;
    ++counts_.late;
    auto asker = co_await with_.subscribers.find(secrets_.account, address.from_user);
    const subscriber known = asker.has_value() && *asker ? **asker : subscriber{};
    text = say(phrase::on_its_way, language_for(with_, known));
  }
  std::string reply = wechat::write_text_reply(address, text, to_unix_seconds(with_.time.now()));
  auto kept = co_await inbox_.settle(entry, secrets_.account, key, reply);
  if (kept.has_error()) {
    log_error("callback", "not kept: " + to_line(kept.error()));
    ++counts_.failed;
  }
  // A picture goes after its text.
  if (owed->ended && !owed->given->picture.empty()) {
    answer picture;
    picture.picture = std::move(owed->given->picture);
    group_.spawn("late answer", send_late(account_, with_, address.from_user, std::move(picture)));
  }
  co_return reply;
}

task<> callback_handler::handle(std::shared_ptr<promise> owed) {
  try {
    owed->given = co_await dispatch(account_, with_, std::move(owed->message));
  } catch (const failure& e) {
    log_error("callback", e.what());
  } catch (const boost::system::system_error& e) {
    log_warning("callback", e.what());
  }
  owed->ended = true;
  owed->fulfilled.cancel();
  if (owed->too_late && owed->given) co_await send_late(account_, with_, owed->openid, std::move(*owed->given));
}

task<> callback_handler::make_up(inbox_row row) {
  const auto message = wechat::parse_message(row.body);
  if (message.has_value()) {
    wechat::inbound_message copy = *message;
    auto ignored_answer = co_await dispatch(account_, with_, std::move(copy));
    log_info("callback", "made up for " + shorten_id(message->from_user) + ": received before the last stop, not answered then");
  }
  auto entry = std::make_shared<inbox_entry>(loop_);
  entry->row = row.id;
  auto kept = co_await inbox_.settle(entry, row.account, row.key, "");
  if (kept.has_error()) log_error("callback", to_line(kept.error()));
}

http_response callback_handler::refuse(const error& why, const http_request& request) {
  ++counts_.refused[why.code];
  log_warning("callback", "refused from " + request.peer + " for " + secrets_.account + ": " + std::string(depeche::name(why.code)));
  http_response response = text_response(status_of_refusal(why.code), "");
  return response;
}

}  // namespace depeche
