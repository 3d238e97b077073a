// An article as a phone opens it. The text is the bot's: nothing in it may run, and nothing is fetched but pictures.
#include "base/encode.hpp"
#include "sandbox/endpoints.hpp"

namespace depeche::sandbox {

http_response article_page(const article& one) {
  std::string page = "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
                     html_escape(one.title) +
                     "</title></head><body style=\"max-width:42rem;margin:1rem auto;padding:0 1rem;font:17px/1.7 sans-serif\"><h1>" +
                     html_escape(one.title) + "</h1><p style=\"color:#888\">" + html_escape(one.author) + "</p>" +
                     (one.type == "news" ? one.content : "<p>" + html_escape(one.content) + "</p>");
  if (!one.source_url.empty()) page += "<p><a href=\"" + html_escape(one.source_url) + "\" rel=\"noopener noreferrer\">阅读原文</a></p>";
  page += "</body></html>";
  auto response = html_response(200, std::move(page));
  response.headers.push_back({"Content-Security-Policy", "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; "
                                                         "form-action 'none'; frame-ancestors 'none'; sandbox allow-popups"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  return response;
}

}  // namespace depeche::sandbox
