#include "web/site.hpp"

#include "base/log.hpp"
#include "web/page_frame.hpp"
#include "web/pages.hpp"
#include "web/site_context.hpp"
#include "web/static_files.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace depeche {
namespace {

using page = task<http_response> (*)(site_context&, http_request);

// A page that fails is a page that says so, in the site's look; what went wrong is for the log.
task<http_response> guarded(std::shared_ptr<site_context> context, page show, http_request request) {
  const http_request asked = request;
  std::string problem;
  try {
    co_return co_await show(*context, std::move(request));
  } catch (const boost::system::system_error& e) {
    if (e.code() == boost::asio::error::operation_aborted) throw;
    problem = e.what();
  } catch (const std::exception& e) {
    problem = e.what();
  }
  log_error("web", "GET " + printable(asked.path) + ": " + problem);
  co_return problem_page(*context, asked, 500);
}

task<http_response> nothing_here(site_context& site, http_request request) { co_return problem_page(site, request, 404); }

// "/fr" is "/fr/"; any other single word is nothing.
task<http_response> with_slash(site_context& site, http_request request) {
  const std::string language = request.params["lang"];
  if (!site.speaks(language)) co_return problem_page(site, request, 404);
  co_return redirect_response(site.base + "/" + language + "/");
}

task<http_response> to_front_page(site_context& site, http_request) { co_return redirect_response(site.base + "/"); }

}  // namespace

site::site(site_parts parts) : context_(std::make_shared<site_context>(std::move(parts))) {}

void site::add_routes(router& routes) {
  const auto add = [&](const std::string& pattern, page show) {
    routes.add("GET", context_->base + pattern,
               [context = context_, show](http_request r) { return guarded(context, show, std::move(r)); });
  };
  const auto add_file = [&](std::string pattern, http_response (*file)(const http_request&)) {
    routes.add("GET", std::move(pattern), [file](http_request r) -> task<http_response> { co_return file(r); });
  };
  add("/", home_page);
  add("/{lang}", with_slash);
  add("/{lang}/", home_page);
  add("/d/{digest}", digest_page);
  add("/a/{article}", article_page);
  add("/s/{scene}", scene_page);
  add("/qr/{picture}", scene_picture);
  add("/preview/{token}", preview_page);
  add("/feed.xml", archive_rss);
  add("/feed.json", archive_json);
  add("/{rest...}", nothing_here);
  if (!context_->base.empty()) return add("", to_front_page);
  add_file("/site.css", stylesheet);
  add_file("/favicon.ico", favicon);
  add_file("/robots.txt", robots);
}

}  // namespace depeche
