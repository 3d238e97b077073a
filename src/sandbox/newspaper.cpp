#include "sandbox/newspaper.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/result.hpp"
#include "sandbox/embedded_files.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/newspaper_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

std::vector<std::string> texts_at(const json& of, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& one : child_at(of, key))
    if (one.is_string()) out.push_back(one.get<std::string>());
  return out;
}

newspaper_article read_article(const json& of) {
  newspaper_article read;
  read.slug = text_at(of, "slug");
  read.section = text_at(of, "section");
  read.author = text_at(of, "author");
  read.title = text_at(of, "title");
  read.lead = text_at(of, "lead");
  read.time = text_at(of, "time");
  read.updated_time = text_at(of, "updated");
  read.day = static_cast<int>(number_at(of, "day").value_or(0));
  read.paragraphs = texts_at(of, "paragraphs");
  read.related = texts_at(of, "related");
  return read;
}

newspaper_issue read_issue(std::string_view language, std::string_view zone) {
  const auto path = "demo/newspaper/" + std::string(language) + ".json";
  const auto content = find_embedded(embedded_sandbox_files(), path);
  const json read = json::parse(content, nullptr, false);
  newspaper_issue issue;
  issue.language = language;
  issue.zone = zone;
  issue.title = text_at(read, "title");
  issue.tagline = text_at(read, "tagline");
  issue.sections = texts_at(read, "sections");
  for (const auto& one : child_at(read, "articles")) issue.articles.push_back(read_article(one));
  const bool complete = std::all_of(issue.articles.begin(), issue.articles.end(), [](const newspaper_article& a) {
    return !a.slug.empty() && !a.title.empty() && a.time.size() == 5 && !a.paragraphs.empty();
  });
  if (issue.title.empty() || issue.articles.empty() || !complete)
    throw failure(fail(errc::bad_config, "the demo's newspaper cannot be read", path, "build again from a whole checkout"));
  return issue;
}

// The article's times, made absolute; the newest first, those of the future left out.
std::vector<newspaper_article> published(const newspaper_issue& issue, timestamp now) {
  std::vector<newspaper_article> out;
  for (auto article : issue.articles) {
    // Noon of the day, so that a change of summer time on the way does not move the date.
    const auto noon = local_midnight(now, issue.zone) + std::chrono::hours{12} + std::chrono::days{article.day};
    const auto day = local_day(noon, issue.zone);
    const auto at = parse_iso_time(day + "T" + article.time, issue.zone);
    if (at.has_error() || *at > now) continue;
    article.published = article.updated = *at;
    const auto updated = parse_iso_time(day + "T" + article.updated_time, issue.zone);
    if (!article.updated_time.empty() && updated.has_value() && *updated > *at && *updated <= now) article.updated = *updated;
    out.push_back(std::move(article));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.published != b.published ? a.published > b.published : a.slug < b.slug;
  });
  return out;
}

http_response with_tag(const http_request& request, std::string content_type, std::string body) {
  http_response page;
  const auto tag = "\"" + to_hex(sha256(body)).substr(0, 32) + "\"";
  page.headers.push_back({"ETag", tag});
  page.content_type = std::move(content_type);
  if (header_value(request.headers, "If-None-Match") == tag)
    page.status = 304;
  else
    page.body = std::move(body);
  return page;
}

}  // namespace

struct newspaper::parts {
  const clock& time;
  std::string scheme;
  std::vector<newspaper_issue> issues;

  const newspaper_issue* find(std::string_view language) const {
    const auto found = std::find_if(issues.begin(), issues.end(), [&](const auto& issue) { return issue.language == language; });
    return found == issues.end() ? nullptr : &*found;
  }
  std::string base(const http_request& request, const newspaper_issue& issue) const {
    return scheme + "://" + std::string(header_value(request.headers, "Host")) + "/newspaper/" + issue.language + "/";
  }
  http_response article_page(const http_request& request, const newspaper_issue& issue, std::string_view slug) const {
    const auto articles = published(issue, time.now());
    const auto found = std::find_if(articles.begin(), articles.end(), [&](const auto& one) { return one.slug == slug; });
    if (found == articles.end()) return text_response(404, "no such article\n");
    return with_tag(request, "text/html; charset=utf-8", write_article_page(issue, *found, articles, base(request, issue)));
  }
};

newspaper::newspaper(const clock& time, std::string scheme)
    : parts_(std::make_unique<parts>(parts{time, std::move(scheme), {}})) {
  parts_->issues.push_back(read_issue("fr", "Europe/Paris"));
  parts_->issues.push_back(read_issue("en", "Europe/Paris"));
  // A paper of the same town for its Chinese readers.
  parts_->issues.push_back(read_issue("zh", "Europe/Paris"));
}

newspaper::~newspaper() = default;

void newspaper::add_routes(router& routes) {
  auto& p = *parts_;
  for (const auto& issue : p.issues) {
    const auto folder = "/newspaper/" + issue.language + "/";
    routes.add("GET", folder, [&p, &issue](http_request request) -> task<http_response> {
      const auto articles = published(issue, p.time.now());
      co_return with_tag(request, "text/html; charset=utf-8", write_front_page(issue, articles, p.base(request, issue)));
    });
    if (issue.language != "zh")
      routes.add("GET", folder + "rss.xml", [&p, &issue](http_request request) -> task<http_response> {
        const auto articles = published(issue, p.time.now());
        co_return with_tag(request, "application/rss+xml; charset=utf-8", write_rss(issue, articles, p.base(request, issue)));
      });
    if (issue.language != "fr")
      routes.add("GET", folder + "atom.xml", [&p, &issue](http_request request) -> task<http_response> {
        const auto articles = published(issue, p.time.now());
        co_return with_tag(request, "application/atom+xml; charset=utf-8", write_atom(issue, articles, p.base(request, issue)));
      });
    routes.add("GET", folder + "{page}", [&p, &issue](http_request request) -> task<http_response> {
      std::string_view page = request.params["page"];
      if (!page.ends_with(".html")) co_return text_response(404, "no such page\n");
      page.remove_suffix(5);
      co_return p.article_page(request, issue, page);
    });
  }
}

}  // namespace depeche::sandbox
