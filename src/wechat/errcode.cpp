#include "wechat/errcode.hpp"

#include "base/log.hpp"
#include "base/result.hpp"

#include <algorithm>
#include <array>

namespace depeche::wechat {
namespace {

// A run of codes that mean the same to us.
struct code_range {
  int first;
  int last;
  api_action action;
  std::string_view meaning;
  std::chrono::seconds pause{0};
};

using enum api_action;

using namespace std::chrono_literals;

constexpr auto table = std::to_array<code_range>({
    {-1, -1, retry, "platform busy"},
    {40001, 40001, refresh_token, "access token invalid or not the latest"},
    {40002, 40002, fix_request, "grant type invalid"},
    {40003, 40003, drop_recipient, "openid unknown to this account"},
    {40004, 40005, fix_request, "media or file type refused"},
    {40007, 40007, fix_request, "media id invalid or expired"},
    {40008, 40008, fix_request, "message type invalid"},
    {40009, 40009, fix_request, "image size refused"},
    {40013, 40013, stop_and_tell, "app id invalid"},
    {40014, 40014, refresh_token, "access token invalid"},
    {40015, 40027, fix_request, "menu refused"},
    {40031, 40032, fix_request, "openid list bad or too long"},
    {40033, 40033, fix_request, "request holds escaped characters"},
    {40035, 40035, fix_request, "parameter invalid"},
    {40036, 40037, stop_and_tell, "template id invalid or removed"},
    {40039, 40039, fix_request, "url too long"},
    {40050, 40050, fix_request, "group id invalid"},
    {40052, 40053, fix_request, "QR code action refused, or none left"},
    {40054, 40055, fix_request, "menu button url refused"},
    {40059, 40059, fix_request, "message id unknown"},
    {40060, 40060, fix_request, "article index invalid"},
    {40062, 40062, fix_request, "title size refused"},
    {40066, 40066, fix_request, "path unknown to the platform"},
    {40092, 40092, fix_request, "remark refused"},
    {40102, 40102, fix_request, "industry id invalid"},
    {40114, 40114, fix_request, "article index out of range"},
    {40125, 40125, stop_and_tell, "app secret invalid", 10min},
    {40130, 40130, fix_request, "at least two openids needed"},
    {40152, 40152, fix_request, "tag id invalid"},
    {40164, 40164, stop_and_tell, "our address is not in the IP whitelist", 10min},
    {40201, 40203, fix_request, "callback check refused"},
    {40243, 40243, stop_and_tell, "app secret frozen", 10min},
    {40249, 40249, stop_and_tell, "marketing content forbidden in templates"},
    {41001, 41001, fix_request, "access token missing"},
    {41002, 41002, fix_request, "app id missing"},
    {41004, 41004, fix_request, "app secret missing"},
    {41005, 41005, fix_request, "media data missing"},
    {41006, 41006, fix_request, "media id missing"},
    {41028, 41030, fix_request, "mini program refused"},
    {41039, 41039, fix_request, "source url invalid"},
    {42001, 42001, refresh_token, "access token expired"},
    {42010, 42010, retry, "mass sending too fast"},
    {43001, 43001, fix_request, "GET required"},
    {43002, 43002, fix_request, "POST required"},
    {43004, 43004, drop_recipient, "receiver does not follow"},
    {43019, 43019, drop_recipient, "receiver is on the account's blacklist"},
    {43100, 43100, retry, "template changed too often"},
    {43101, 43101, drop_recipient, "receiver gave no consent, or none is left"},
    {43116, 43116, stop_and_tell, "template restricted"},
    {44002, 44002, fix_request, "body empty"},
    {44003, 44003, fix_request, "articles empty"},
    {44004, 44004, fix_request, "text empty"},
    {45001, 45001, fix_request, "media too big"},
    {45002, 45002, fix_request, "content too long"},
    {45003, 45003, fix_request, "title too long"},
    {45004, 45004, fix_request, "description too long"},
    {45005, 45005, fix_request, "url too long"},
    {45006, 45006, fix_request, "picture url too long"},
    {45007, 45007, fix_request, "voice too long"},
    {45008, 45008, fix_request, "too many articles"},
    {45009, 45009, wait_quota, "daily limit of this call reached"},
    {45010, 45010, fix_request, "menu refused"},
    {45011, 45011, retry_minute, "minute limit of this call reached"},
    {45015, 45015, drop_recipient, "outside the reply window, or unfollowed"},
    {45026, 45026, fix_request, "too many templates"},
    {45028, 45028, wait_quota, "no mass-send quota left"},
    {45047, 45047, wait_recipient, "customer messages used up"},
    {45056, 45058, fix_request, "tag refused"},
    {45059, 45059, fix_request, "follower has too many tags"},
    {45062, 45062, stop_and_tell, "account shows ads: no mass send by API"},
    {45064, 45064, fix_request, "mini program not linked"},
    {45065, 45065, already_done, "client message id exists"},
    {45066, 45066, retry_minute, "same client message id too soon"},
    {45067, 45067, fix_request, "client message id too long"},
    {45072, 45072, fix_request, "typing command unknown"},
    {45080, 45081, fix_request, "typing state refused"},
    {45083, 45084, fix_request, "mass-send speed refused"},
    {45104, 45104, stop_and_tell, "domain quota reached"},
    {45110, 45110, fix_request, "author too long"},
    {45113, 45113, fix_request, "message type no longer supported"},
    {45157, 45158, fix_request, "tag name refused"},
    {45159, 45159, fix_request, "tag id invalid"},
    {45160, 45165, fix_request, "parameter invalid"},
    {45166, 45166, fix_request, "content refused"},
    {45168, 45168, fix_request, "keyword refused"},
    {45169, 45169, retry, "same follower tagged too often"},
    {45171, 45171, retry, "some followers not tagged"},
    {46003, 46003, fix_request, "menu does not exist"},
    {46004, 46004, drop_recipient, "user does not exist"},
    {47001, 47001, fix_request, "body is not the JSON expected"},
    {47003, 47003, fix_request, "template value refused"},
    {48001, 48001, stop_and_tell, "account may not use this call"},
    {48002, 48002, drop_recipient, "receiver switched messages off"},
    {48003, 48003, stop_and_tell, "mass-send agreement not accepted"},
    {48004, 48004, stop_and_tell, "call banned for this account"},
    {48005, 48005, fix_request, "material in use"},
    {48006, 48006, stop_and_tell, "quota clearing used up"},
    {48008, 48008, stop_and_tell, "account may not send this message type"},
    {48021, 48021, stop_and_tell, "automatically saved draft may not be sent"},
    {48022, 48022, stop_and_tell, "video uploaded by API may not be sent by API"},
    {49003, 49003, drop_recipient, "openid of another account"},
    {50001, 50002, stop_and_tell, "account or user restricted"},
    {50004, 50004, stop_and_tell, "token call forbidden for this account"},
    {50005, 50005, drop_recipient, "user does not follow"},
    {50007, 50007, stop_and_tell, "account frozen"},
    {53404, 53406, fix_request, "product refused"},
    {53500, 53500, stop_and_tell, "publishing blocked"},
    {53501, 53501, retry, "publishing too often"},
    {53502, 53502, fix_request, "publish id invalid"},
    {53503, 53505, stop_and_tell, "draft must be handled in the console"},
    {53600, 53600, fix_request, "article id invalid"},
    {61003, 61003, stop_and_tell, "account not authorised to the service platform"},
    {61004, 61004, stop_and_tell, "our address is not registered", 10min},
    {61007, 61007, stop_and_tell, "call not authorised to the service platform"},
    {61016, 61016, stop_and_tell, "function category must be confirmed"},
    {61024, 61024, stop_and_tell, "service platform's own token required"},
    {65301, 65317, fix_request, "conditional menu refused"},
    {65320, 65320, fix_request, "conditional menu refused"},
    {65400, 65400, stop_and_tell, "customer service not enabled"},
    {65401, 65407, fix_request, "customer service agent refused"},
    {65413, 65415, fix_request, "customer service session refused"},
    {70000, 70000, drop_recipient, "not delivered: protection of minors"},
    {76001, 76004, fix_request, "request id unknown"},
    {76021, 76022, fix_request, "quota path refused"},
    {85000, 85999, fix_request, "mini program refused"},
    {87009, 87009, fix_request, "signature invalid"},
    {88000, 88000, fix_request, "account may not open comments"},
    {89503, 89503, stop_and_tell, "administrator must confirm this call", 5min},
    {89504, 89505, retry, "waiting for the administrator"},
    {89506, 89506, stop_and_tell, "administrator refused our address for 24 hours", 24h},
    {89507, 89507, stop_and_tell, "administrator refused our address for an hour", 1h},
    {200011, 200014, fix_request, "notice template refused"},
    {9001002, 9001002, retry, "platform busy"},
    {268487001, 268487002, retry, "platform busy"},
    {268488001, 268488001, retry, "platform busy"},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].first > table[i].last || (i > 0 && table[i - 1].last >= table[i].first)) return false;
  return true;
}
static_assert(in_order(), "the binary search needs rising, disjoint ranges");

}  // namespace

errcode_entry describe_errcode(int code) {
  const auto found = std::lower_bound(table.begin(), table.end(), code, [](const code_range& r, int c) { return r.last < c; });
  if (found == table.end() || code < found->first) return {code, fix_request, {}, {}};
  return {code, found->action, found->meaning, found->pause};
}

std::string_view name(api_action action) {
  switch (action) {
    case retry: return "retry";
    case retry_minute: return "retry_minute";
    case refresh_token: return "refresh_token";
    case drop_recipient: return "drop_recipient";
    case wait_recipient: return "wait_recipient";
    case wait_quota: return "wait_quota";
    case fix_request: return "fix_request";
    case stop_and_tell: return "stop_and_tell";
    case already_done: return "already_done";
    case unknown: return "unknown";
    case not_sent: return "not_sent";
  }
  return "unknown";
}

std::string api_failure::to_line() const {
  std::string line = errcode != 0 ? std::to_string(errcode) + ' ' : std::string{};
  line += printable(message, 400);
  if (path.empty() && rid.empty()) return line;
  line += " (" + path;
  if (!rid.empty()) line += (path.empty() ? "rid " : ", rid ") + printable(rid, 64);
  return line + ')';
}

api_failure own_failure(api_action action, std::string_view message, std::string_view path) {
  api_failure f;
  f.action = action;
  f.message = message;
  f.path = path;
  return f;
}

void throw_exception_from_error(const api_failure& f, const boost::source_location&) {
  throw failure(fail(errc::platform_error, f.to_line()));
}

}  // namespace depeche::wechat
