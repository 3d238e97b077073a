#include "sandbox/job_runner.hpp"

#include "sandbox/endpoints.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

push_field result_list(std::string name, const account& of, const std::vector<article>* articles) {
  std::vector<push_field> items;
  if (articles != nullptr)
    for (std::size_t i = 0; i < articles->size(); ++i)
      items.push_back(push_field::group("item", {push_field::number("ArticleIdx", static_cast<std::int64_t>(i) + 1),
                                                 push_field::text("ArticleUrl", article_url(of, (*articles)[i]))}));
  const auto count = static_cast<std::int64_t>(items.size());
  auto list = items.empty() ? push_field::empty("ResultList") : push_field::group("ResultList", std::move(items));
  return push_field::group(std::move(name), {push_field::number("Count", count), std::move(list)});
}

// The values of AuditState are nowhere explained; 2 is that of the platform's sample.
push_field originality(const mass_job& job) {
  std::vector<push_field> items;
  for (const reprint& one : job.orders.reprints)
    items.push_back(push_field::group("item", {push_field::number("ArticleIdx", one.article), push_field::number("UserDeclareState", 0),
                                               push_field::number("AuditState", 2), push_field::text("OriginalArticleUrl", one.original),
                                               push_field::number("OriginalArticleType", 1), push_field::number("CanReprint", one.allowed ? 1 : 0),
                                               push_field::number("NeedReplaceContent", one.allowed ? 1 : 0),
                                               push_field::number("NeedShowReprintSource", one.allowed ? 1 : 0)}));
  const auto count = static_cast<std::int64_t>(items.size());
  auto list = items.empty() ? push_field::empty("ResultList") : push_field::group("ResultList", std::move(items));
  return push_field::group("CopyrightCheckResult",
                           {push_field::number("Count", count), std::move(list), push_field::number("CheckState", job.check_state())});
}

}  // namespace

job_runner::job_runner(asio::any_io_executor loop, job_parts with)
    : loop_(loop), with_(with), begun_(loop), assistant_("o" + random_word(with.random, 27)) {}

std::chrono::milliseconds job_runner::until_next() const {
  std::chrono::milliseconds wait = 1h;
  for (const auto& due : {with_.mass.next_due(), with_.publishing.next_due()})
    if (due) wait = std::min(wait, std::chrono::duration_cast<std::chrono::milliseconds>(*due - with_.time.now()));
  return std::max(wait, 1ms);
}

task<> job_runner::run() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    if (co_await stop_requested()) co_return;
    if (const auto* published = with_.publishing.end_one()) {
      with_.noted.note();
      tell(*published);
      continue;
    }
    auto* job = with_.mass.due();
    if (job == nullptr) {
      co_await begun_.wait(until_next());
      continue;
    }
    // In portions, so that the API answers meanwhile.
    if (with_.mass.deliver_some(*job, 1000))
      tell(*job);
    else
      co_await asio::post(loop_, asio::use_awaitable);
  }
}

void job_runner::tell(const mass_job& job) {
  if (job.orders.event == job_event::none) return;
  const bool with_urls = job.articles && job.orders.urls_in_event;
  push_event("MASSSENDJOBFINISH", {push_field::number("MsgID", job.msg_id), push_field::text("Status", job.orders.status),
                                   push_field::number("TotalCount", job.total), push_field::number("FilterCount", job.filtered),
                                   push_field::number("SentCount", job.sent), push_field::number("ErrorCount", job.failed), originality(job),
                                   result_list("ArticleUrlResult", with_.of, with_urls ? job.articles.get() : nullptr)});
}

void job_runner::tell(const publish_job& job) {
  if (job.orders.event == job_event::none) return;
  const auto* made = with_.publishing.find_article(job.article_id);
  const auto* articles = made == nullptr ? nullptr : made->articles.get();
  if (job.orders.event == job_event::other) {
    push_event("MASSSENDJOBFINISH", {push_field::number("MsgID", job.msg_data_id), push_field::text("Status", job.status == 0 ? "send success" : "send fail"),
                                     push_field::number("TotalCount", 0), push_field::number("FilterCount", 0), push_field::number("SentCount", 0),
                                     push_field::number("ErrorCount", 0), result_list("ArticleUrlResult", with_.of, articles)});
    return;
  }
  std::vector<push_field> info{push_field::number("publish_id", job.publish_id), push_field::number("publish_status", job.status)};
  if (made != nullptr) {
    std::vector<push_field> detail{push_field::number("count", static_cast<std::int64_t>(articles->size()))};
    for (std::size_t i = 0; i < articles->size(); ++i)
      detail.push_back(push_field::group("item", {push_field::number("idx", static_cast<std::int64_t>(i) + 1),
                                                  push_field::text("article_url", article_url(with_.of, (*articles)[i]))}));
    info.push_back(push_field::text("article_id", made->article_id));
    info.push_back(push_field::group("article_detail", std::move(detail)));
  } else {
    for (const int idx : job.orders.failed.empty() ? std::vector<int>{1} : job.orders.failed) info.push_back(push_field::number("fail_idx", idx));
  }
  push_event("PUBLISHJOBFINISH", {push_field::group("PublishEventInfo", std::move(info))});
}

void job_runner::push_event(std::string name, std::vector<push_field> fields) {
  with_.pushes.send({assistant_, to_unix_seconds(with_.time.now()), "event", std::move(name), std::move(fields)}, false);
}

}  // namespace depeche::sandbox
