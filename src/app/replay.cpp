#include "app/replay.hpp"

#include "app/line_diff.hpp"
#include "app/wiring.hpp"
#include "base/encode.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "callback/recording.hpp"
#include "store/database_copy.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

namespace depeche {
namespace {

namespace fs = std::filesystem;

struct answered {
  int status = 0;
  std::string body;
};
using deliver = std::function<task<answered>(const account_config&, http_request)>;

// The text between <name> and </name>, CDATA marks included.
std::optional<std::pair<std::size_t, std::size_t>> place_of(std::string_view xml, const std::string& name) {
  const std::size_t open = xml.find("<" + name + ">");
  if (open == xml.npos) return std::nullopt;
  const std::size_t begin = open + name.size() + 2, end = xml.find("</" + name + ">", begin);
  if (end == xml.npos) return std::nullopt;
  return std::pair(begin, end);
}

void set_element(std::string& xml, const std::string& name, const std::string& value) {
  if (const auto at = place_of(xml, name)) xml.replace(at->first, at->second - at->first, value);
}

// For comparing and reading: one element a line, the time of the reply left out.
std::string readable(std::string reply) {
  if (reply.empty()) return "(acknowledged without an answer)";
  set_element(reply, "CreateTime", "");
  // A line ends where an element does.
  for (std::size_t at = reply.find("]]></"); at != reply.npos; at = reply.find("]]></", at)) {
    at = reply.find('>', at + 5);
    if (at != reply.npos && at + 1 < reply.size()) reply.insert(at + 1, "\n");
  }
  return reply;
}

class replaying {
 public:
  replaying(const config& settings, random_source& random, deliver to, bool as_new, const clock& time)
      : settings_(settings), random_(random), to_(std::move(to)), as_new_(as_new), time_(time) {}

  bool went_astray() const { return went_astray_; }  // something else than a callback answered

  task<> one(recorded_callback what) {
    ++number_;
    const auto account = std::find_if(settings_.accounts.begin(), settings_.accounts.end(),
                                      [&](const account_config& a) { return a.name == what.account; });
    if (account == settings_.accounts.end()) {
      ++counts_.failed;
      std::printf("#%zu: the settings have no account %s\n", number_, what.account.c_str());
      co_return;
    }
    if (as_new_) renew(what.xml);
    http_request request = sign(*account, what.xml);
    auto got = co_await to_(*account, std::move(request));
    const std::string reply = got.status == 200 ? open_reply(*account, got.body) : std::string();
    if (got.status != what.status) {
      ++counts_.failed;
      went_astray_ = went_astray_ || got.status == 404 || got.status == 405;
      std::printf("#%zu %s\n  answered %d, recorded %d\n", number_, title(what).c_str(), got.status, what.status);
      co_return;
    }
    const std::string was = readable(what.reply), is = readable(reply);
    if (was == is) {
      ++counts_.same;
      co_return;
    }
    ++counts_.different;
    std::printf("#%zu %s\n%s\n", number_, title(what).c_str(), line_diff(was, is).c_str());
  }

  const replay_counts& counts() const { return counts_; }

 private:
  static std::string title(const recorded_callback& what) {
    const auto message = wechat::parse_message(what.xml);
    std::string kind = "unreadable";
    if (message.has_value()) kind = std::string(message->event.empty() ? message->msg_type : message->event);
    return std::to_string(to_unix_seconds(what.at)) + " " + what.account + " " + kind + " from " + shorten_id(what.openid);
  }

  // The bot must not know the event; deliveries that were retries of one stay retries of one.
  void renew(std::string& xml) {
    if (const auto at = place_of(xml, "MsgId")) {
      const std::string old = xml.substr(at->first, at->second - at->first);
      auto& fresh = ids_[old];
      if (fresh == 0) fresh = to_unix_ms(time_.now()) * 1000 + static_cast<std::int64_t>(ids_.size() % 1000);
      xml.replace(at->first, at->second - at->first, std::to_string(fresh));
    }
    set_element(xml, "CreateTime", std::to_string(to_unix_seconds(time_.now())));
  }

  http_request sign(const account_config& a, const std::string& xml) {
    const std::string at = std::to_string(to_unix_seconds(time_.now()));
    const std::string nonce = to_hex(random_.bytes(8));
    http_request request;
    request.method = "POST";
    request.path = "/wechat/" + a.name;
    request.query = "timestamp=" + at + "&nonce=" + nonce + "&signature=" + wechat::url_signature(a.token, at, nonce);
    request.body = xml;
    if (a.mode == callback_mode::plain) return request;
    const auto key = wechat::parse_aes_key(a.encoding_aes_key).value();
    const std::string encrypted = wechat::encrypt_message(key, a.app_id, xml, random_);
    const std::string signature = wechat::message_signature(a.token, at, nonce, encrypted);
    request.query += "&encrypt_type=aes&msg_signature=" + signature;
    request.body = "<xml><ToUserName><![CDATA[" + a.original_id + "]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>";
    return request;
  }

  static std::string open_reply(const account_config& a, const std::string& body) {
    if (body == "success" || body.empty()) return {};
    if (a.mode == callback_mode::plain) return body;
    const auto sealed = wechat::parse_envelope(body);
    if (sealed.has_error() || sealed->encrypt.empty()) return body;
    const auto clear = wechat::decrypt_message(wechat::parse_aes_key(a.encoding_aes_key).value(), a.app_id, sealed->encrypt);
    return clear.has_value() ? *clear : body;
  }

  const config& settings_;
  random_source& random_;
  deliver to_;
  bool as_new_;
  const clock& time_;
  std::map<std::string, std::int64_t> ids_;
  std::size_t number_ = 0;
  bool went_astray_ = false;
  replay_counts counts_;
};

// Removed with what is in it.
struct scratch_folder {
  fs::path path;
  scratch_folder() {
    std::string name = (fs::temp_directory_path() / "depeche-replay-XXXXXX").string();
    if (!mkdtemp(name.data())) throw failure(fail(errc::io_failed, "no temporary folder can be made", name, "set TMPDIR to one that can be written"));
    path = name;
  }
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

void run_on(asio::io_context& loop, task<> work) {
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e) {
    thrown = e;
    loop.stop();
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
}

replay_counts in_process(config settings, const replay_options& o) {
  const openid_mask mask = mask_of_recording(o.recording).value();
  recording_reader recording = recording_reader::open(o.recording).value();
  const scratch_folder scratch;
  const std::string copy = scratch.path / "copy.db";
  copy_database(settings.database_file(), copy).value();
  prepare_for_replay(copy, [&](std::string_view openid) { return mask(openid); }).value();
  settings.database = "sqlite:" + copy;
  // Nothing listens there: what a handler would say to the platform fails at once.
  for (account_config& a : settings.accounts) a.api_base = "https://127.0.0.1:1";
  settings.sources.clear();
  set_log_level("error");

  asio::io_context loop(1);
  asio::thread_pool pool(1);
  auto first = recording.next().value();
  manual_clock time(first ? first->at : timestamp{});
  secure_random random;
  settings.rewrite = {};  // nothing outside is asked, and nothing paid for
  const config kept = settings;
  auto built = build_parts(loop.get_executor(), pool.get_executor(), time, random, std::move(settings));
  parts& p = *built.value();
  deliver to = [&p](const account_config& a, http_request request) -> task<answered> {
    for (const auto& handler : p.callbacks) {
      if (handler->name() != a.name) continue;
      auto response = co_await handler->receive(std::move(request));
      co_return answered{response.status, std::move(response.body)};
    }
    co_return answered{};
  };
  replaying r(kept, random, std::move(to), false, time);
  auto whole = [&]() -> task<> {
    auto opened = co_await p.box->open();
    opened.value();
    co_await p.board->refresh_all();
    for (auto what = std::move(first); what; what = recording.next().value()) {
      time.set(what->at);
      co_await r.one(std::move(*what));
    }
    co_await p.group.drain(std::chrono::seconds{5});
    for (auto& line : p.lines) line.client->close_idle();
  };
  run_on(loop, whole());
  pool.join();
  return r.counts();
}

replay_counts over_the_wire(const config& settings, const replay_options& o) {
  std::map<std::string, url> addresses;
  for (const account_config& a : settings.accounts) addresses.emplace(a.name, parse_url(callback_address(o.against, o.exact, a.name)).value());
  recording_reader recording = recording_reader::open(o.recording).value();
  asio::io_context loop(1);
  const system_clock time;
  secure_random random;
  https_client_options options;
  options.ca_file = o.ca_file;
  auto client = make_https_client(loop.get_executor(), std::move(options)).value();
  deliver to = [&](const account_config& a, http_request request) -> task<answered> {
    client_request sent;
    sent.method = "POST";
    sent.target = addresses.at(a.name);
    auto& target = sent.target.target;
    target += (target.find('?') == std::string::npos ? '?' : '&') + request.query;
    sent.headers.push_back({"Content-Type", "text/xml"});
    sent.body = std::move(request.body);
    auto got = co_await client->exchange(std::move(sent));
    if (got.has_error()) throw failure(got.error());
    co_return answered{got->status, std::move(got->body)};
  };
  replaying r(settings, random, std::move(to), true, time);
  auto whole = [&]() -> task<> {
    for (auto what = recording.next().value(); what; what = recording.next().value()) co_await r.one(std::move(*what));
    client->close_idle();
  };
  run_on(loop, whole());
  if (r.went_astray())
    std::printf("No callback is at %s: give --against the address before the account's name, one with {account}, or the whole one with --exact\n",
                addresses.begin()->second.text().c_str());
  return r.counts();
}

}  // namespace

std::string callback_address(std::string_view against, bool exact, std::string_view account) {
  constexpr std::string_view place = "{account}";
  std::string address(against);
  if (!exact && address.find(place) == std::string::npos) {
    const auto query = std::min(address.find('?'), address.size());
    auto end = query;
    while (end > 0 && address[end - 1] == '/') --end;
    address.replace(end, query - end, "/" + std::string(place));
  }
  return replace_all(address, place, percent_encode(account));
}

replay_counts replay(config settings, const replay_options& options) {
  return options.against.empty() ? in_process(std::move(settings), options) : over_the_wire(settings, options);
}

}  // namespace depeche
