#include "wechat/media.hpp"

#include "wechat/api_answer.hpp"

namespace depeche::wechat {
namespace {

constexpr std::size_t max_image_bytes = 2 * 1024 * 1024;
constexpr std::string_view path = "/cgi-bin/media/upload";

api_failure failed(api_action action, std::string_view message) {
  api_failure f;
  f.action = action;
  f.message = message;
  f.path = path;
  return f;
}

// By the first bytes, since the platform looks at the file and not at its name. Empty for neither.
std::string_view image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  return {};
}

}  // namespace

task<api_result<std::string>> upload_image(api_client& api, std::string bytes, std::string filename) {
  const std::string_view type = image_type(bytes);
  if (type.empty()) co_return failed(api_action::fix_request, "the image is neither PNG nor JPEG");
  if (bytes.size() >= max_image_bytes) co_return failed(api_action::fix_request, "the image has 2 MB or more");
  auto answer = co_await api.upload(std::string(path), "type=image", std::move(filename), std::string(type), std::move(bytes));
  if (answer.has_error()) co_return answer.error();
  auto id = text_member(*answer, "media_id");
  if (!id || id->empty()) co_return failed(api_action::retry, "the platform's answer holds no media_id");
  co_return std::move(*id);
}

}  // namespace depeche::wechat
