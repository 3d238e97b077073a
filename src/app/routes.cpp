#include "app/routes.hpp"

#include "app/hubs.hpp"

#include "wechat/message_xml.hpp"

namespace depeche {
namespace {

callback_handler* handler_for(parts& p, std::string_view account) {
  for (const auto& handler : p.callbacks)
    if (handler->name() == account) return handler.get();
  return nullptr;
}

task<http_response> no_such_account() { co_return text_response(404, ""); }

}  // namespace

void add_public_routes(router& routes, parts& p) {
  routes.add("GET", "/wechat/{account}", [&p](http_request request) {
    callback_handler* handler = handler_for(p, request.params["account"]);
    return handler ? handler->verify(std::move(request)) : no_such_account();
  });
  routes.add("POST", "/wechat/{account}", [&p](http_request request) {
    callback_handler* handler = handler_for(p, request.params["account"]);
    return handler ? handler->receive(std::move(request)) : no_such_account();
  });
  routes.set_body_limit("/wechat/{account}", wechat::max_push_bytes);
  if (p.api) p.api->add_routes(routes);  // /api/v1/articles
  if (p.hubs) add_hub_routes(routes, p);  // /websub/
  for (const auto& pages : p.pages) pages->add_routes(routes);  // / /{lang}/ /d/ /a/ /s/ /qr/ /feed.xml /feed.json, below /accounts/NAME too
}

void add_operations_routes(router& routes, parts& p, health& h) {
  routes.add("GET", "/livez", [](http_request) -> task<http_response> { co_return text_response(200, "alive\n"); });
  routes.add("GET", "/readyz", [&h](http_request) -> task<http_response> {
    co_return text_response(h.ready() ? 200 : 503, h.ready() ? "ready\n" : "not ready\n");
  });
  routes.add("GET", "/metrics", [&p, &h](http_request) -> task<http_response> {
    http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = h.metrics(p);
    co_return response;
  });
}

}  // namespace depeche
