// HTTP requests and responses as plain values: what handlers see. Bodies are whole; limits were applied before.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct http_header {
  std::string name;
  std::string value;
};
using http_headers = std::vector<http_header>;

// The first value of a header by its name, any case (RFC 9110, 5.1); empty when absent.
std::string_view header_value(const http_headers& headers, std::string_view name);

// A decoded query parameter; nothing when absent or badly encoded. The first one counts.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

struct http_request {
  std::string method;   // "GET"
  std::string path;     // as received, without the query; percent-encoding kept
  std::string query;    // without the '?'
  http_headers headers;
  std::string body;
  std::string peer;     // the client's address without port
  std::map<std::string, std::string, std::less<>> params;  // {name} parts of the route, decoded
};

struct http_response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  http_headers headers;  // beside Content-Type, Content-Length, Date and Connection, which the session writes
  bool close = false;    // close the connection after this response
};

http_response text_response(int status, std::string body);
http_response html_response(int status, std::string body);
http_response json_response(int status, std::string body);
// 302 to a location on this site or elsewhere.
http_response redirect_response(std::string location);

}  // namespace depeche
