#include "web/page_frame.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "web/page_response.hpp"
#include "web/static_files.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

std::string own_name(std::string_view language) {
  if (language == "fr") return "Français";
  if (language == "zh") return "中文";
  if (language == "en") return "English";
  return std::string(language);
}

// The other script of a Chinese page.
view script_link(const site_context& site, const page_words& words) {
  const bool traditional = words.script == chinese_script::traditional;
  view link;
  link.set("code", traditional ? "zh-Hans" : "zh-Hant").set("name", traditional ? "简体" : "繁體");
  link.set("url", site.base + (words.path.empty() ? "/zh/" : words.path) + (traditional ? "?script=hans" : "?script=hant")).set("current", false);
  return link;
}

view::list language_links(const site_context& site, const page_words& words) {
  view::list links;
  const auto languages = site.languages();
  for (const std::string& l : languages) {
    if (languages.size() < 2) break;
    view link;
    link.set("code", l).set("name", own_name(l)).set("url", site.base + "/" + l + "/").set("current", l == words.language);
    links.push_back(std::move(link));
  }
  if (words.language == "zh") links.push_back(script_link(site, words));
  return links;
}

// The day at noon: far from any change of the clocks.
timestamp noon_of(const digest& d) {
  const auto noon = parse_iso_time(d.day + "T12:00", is_zone(d.zone) ? d.zone : "UTC");
  return noon.has_value() ? *noon : d.composed_at;
}

std::string zone_of(const digest& d) { return is_zone(d.zone) ? d.zone : "UTC"; }

std::string feed_query(const page_words& words) {
  return words.edition.empty() ? "?lang=" + percent_encode(words.language) : "?edition=" + percent_encode(words.edition);
}

}  // namespace

view frame_view(const site_context& site, const page_words& words) {
  const std::string& masthead = site.parts.title;
  const bool titled = !words.title.empty() && words.title != masthead;
  view page;
  // Chinese that is as its articles are written is Simplified for who asks: nearly all of it is.
  const auto script = words.script == chinese_script::as_written ? chinese_script::simplified : words.script;
  page.set("lang", words.language)
      .set("html_lang", language_tag(words.language, script))
      .set("site_title", masthead)
      .set("window_title", titled ? words.title + " · " + masthead : masthead)
      .set("share_title", titled ? words.title : masthead)
      .set("description", words.description)
      .set("home", words.home)
      .set("machine_worded", words.machine_worded)
      .set("home_url", site.base + "/" + words.language + "/")
      .set("style_url", stylesheet_address())
      .set("feed_title", words.edition.empty() ? masthead : words.edition_title)
      .set("feed_url", site.base + "/feed.xml" + feed_query(words))
      .set("json_feed_url", site.base + "/feed.json" + feed_query(words))
      .set("canonical", words.path.empty() ? std::string() : site.public_url + words.path)
      .set("today", week_date(site.parts.time.now(), site.zone_of(words.language), words.language))
      .set("languages", language_links(site, words))
      .set("has_languages", site.languages().size() > 1 || words.language == "zh")
      .set("invitation", false);
  return page;
}

std::string filled(const site_context& site, const page_words& words, std::string_view name, const view& page) {
  return in_script(site.parts.templates.of(site.parts.account).render(words.language, name, page), words.script);
}

chinese_script script_wanted(const site_context& site, const http_request& request, std::string_view language) {
  if (language != "zh") return chinese_script::as_written;
  const auto asked = script_of("zh-" + query_value(request.query, "script").value_or(""));
  if (asked != chinese_script::as_written) return asked;
  const edition* e = site.parts.board.for_language(site.parts.account, language);
  return e && e->language == language ? e->script : chinese_script::as_written;
}

task<view> invited_view(site_context& site, page_words words) {
  const auto code = co_await site.codes.get(std::string(site_scene));
  view page = frame_view(site, words);
  page.set("invitation", invitation_view(site, site_scene, code.has_value()));
  co_return page;
}

view invitation_view(const site_context& site, std::string_view scene, bool has_code) {
  view card;
  const std::string picture = site.base + "/qr/" + percent_encode(scene);
  card.set("has_code", has_code)
      .set("png_url", picture + ".png")
      .set("svg_url", picture + ".svg")
      .set("account", site.parts.title);
  return card;
}

http_response problem_page(const site_context& site, const http_request& request, int status) {
  page_words words;
  words.language = site.preferred_language(header_value(request.headers, "Accept-Language"));
  words.script = script_wanted(site, request, words.language);
  view page = frame_view(site, words);
  page.set("not_found", status == 404);
  auto answer = page_response(request, status, filled(site, words, "page_problem", page), "no-store");
  answer.headers.push_back({"Vary", "Accept-Language"});
  return answer;
}

digest with_known_zone(digest d) {
  d.zone = zone_of(d);
  return d;
}

std::string week_date_of(const digest& d, std::string_view language) { return week_date(noon_of(d), zone_of(d), language); }
std::string long_date_of(const digest& d, std::string_view language) { return long_date(noon_of(d), zone_of(d), language); }

std::string masthead_of(const site_context& site, const digest& d) {
  const edition* e = site.parts.board.find(d.account, d.edition);
  return e && !e->title.empty() ? e->title : d.edition;
}

bool is_web_address(std::string_view url) {
  const std::string head = ascii_lower(url.substr(0, 8));
  return head.starts_with("http://") || head.starts_with("https://");
}

std::optional<std::int64_t> number_in_path(std::string_view text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

}  // namespace depeche
