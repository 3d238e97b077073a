// One function per address of the site; each has its own file. An article, digest or scene that does not exist is the 404 page;
// a broken database is thrown (failure) and becomes the 500 page in site.cpp.
#pragma once

#include "async/task.hpp"
#include "net/http_message.hpp"
#include "web/site_context.hpp"

namespace depeche {

task<http_response> home_page(site_context& site, http_request request);     // "/" and "/{lang}/"
task<http_response> digest_page(site_context& site, http_request request);   // "/d/{digest}"
task<http_response> article_page(site_context& site, http_request request);  // "/a/{article}"
task<http_response> scene_page(site_context& site, http_request request);    // "/s/{scene}"
task<http_response> scene_picture(site_context& site, http_request request); // "/qr/{picture}", its name with .png or .svg
task<http_response> archive_rss(site_context& site, http_request request);   // "/feed.xml"
task<http_response> archive_json(site_context& site, http_request request);  // "/feed.json"

task<http_response> preview_page(site_context& site, http_request request);  // "/preview/{token}"

}  // namespace depeche
