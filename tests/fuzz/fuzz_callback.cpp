// Any query string and body as a callback, in every mode: as they come, and signed and sealed as the platform would, so that what
// lies behind the signature is reached too. The first line is the query, the rest the body.
#include "callback/open_callback.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace depeche;

const callback_secrets& secrets() {
  static const callback_secrets made = [] {
    callback_secrets s;
    s.account = "main";
    s.app_id = "wx0123456789abcdef";
    s.original_id = "gh_1";
    s.tokens = {"current", "previous"};
    s.keys = {wechat::parse_aes_key("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").value(),
              wechat::parse_aes_key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").value()};
    s.accept_clear = true;
    return s;
  }();
  return made;
}

const timestamp now = from_unix_seconds(1'700'000'000);

void open(const std::string& query, const std::string& body) {
  static seeded_random random(1);
  replay_guard replays;
  http_request request;
  request.method = "POST";
  request.path = "/wechat/main";
  request.query = query;
  request.body = body;
  (void)verify_url(secrets(), request).has_value();
  const auto opened = open_callback(secrets(), request, replays, now);
  if (opened.has_error()) {
    if (status_of_refusal(opened.error().code) >= 500) std::abort();
    return;
  }
  if (opened->message.to_user != "gh_1") std::abort();
  if (seal_reply(*opened, secrets(), "", random, now) != "success") std::abort();
  // An honest retry passes.
  if (open_callback(secrets(), request, replays, now).has_error()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static seeded_random random(2);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string query(input.substr(0, line));
  const std::string body(input.substr(std::min(line + 1, input.size())));
  open(query, body);
  const std::string at = "1700000000";
  const std::string signed_clear = "timestamp=" + at + "&nonce=n&signature=" + wechat::url_signature("previous", at, "n");
  open(signed_clear + '&' + query, body);
  const std::string sealed = wechat::encrypt_message(secrets().keys[1], secrets().app_id, body, random);
  const std::string signed_sealed = "encrypt_type=aes&timestamp=" + at + "&nonce=n&msg_signature=" +
                                    wechat::message_signature("current", at, "n", sealed);
  open(signed_sealed + '&' + query, wechat::write_envelope("gh_1", sealed));
  return 0;
}
