#include "store/inbox_writer.hpp"

#include "base/log.hpp"
#include "store/commit_pace.hpp"

#include <boost/asio/post.hpp>

namespace depeche {

inbox_writer::inbox_writer(std::string folder, asio::any_io_executor owner)
    : folder_(std::move(folder)), owner_(std::move(owner)), writing_([this] { write_loop(); }) {}

inbox_writer::~inbox_writer() {
  queue_.close();
  writing_.join();
}

void inbox_writer::put(item one) {
  const bool waited_for = one.waiting != nullptr;
  queue_.put(std::move(one), waited_for);
}

inbox_record inbox_writer::record_of(const inbox_row& row, inbox_record::kind what, std::int64_t answers) {
  inbox_record r{what, row.received, answers, row.account, row.key, row.body, row.reply};
  if (what == inbox_record::kind::event) r.reply = {};
  if (what == inbox_record::kind::reply) r.body = {};
  return r;
}

void inbox_writer::write_loop() {
  commit_pace pace;
  for (auto group = queue_.take(unhurried_patience); !group.empty(); group = queue_.take(unhurried_patience, pace.next())) {
    pace.begin();
    std::vector<refusal> outcomes(group.size());
    for (std::size_t from = 0; from < group.size();) {
      std::size_t to = from + 1;
      while (to < group.size() && group[to].place.file == group[from].place.file) ++to;
      const refusal outcome = write_run(group, from, to);
      for (; from < to; ++from) outcomes[from] = outcome;
    }
    pace.end();
    deliver(std::move(group), std::move(outcomes));
  }
  if (file_) file_->end();
}

inbox_writer::refusal inbox_writer::write_run(const std::vector<item>& group, std::size_t from, std::size_t to) {
  const std::uint32_t number = group[from].place.file;
  const auto refuse = [&](const error& why) {
    broken_.store(number, std::memory_order_release);
    file_.reset();
    return why;
  };
  // What was put before the failure was known.
  if (number == broken_.load(std::memory_order_relaxed))
    return fail(errc::io_failed, "the inbox's file can't be relied on after an earlier failure", inbox_file_name(folder_, number));
  if (!file_ || file_->number() != number) {
    if (file_) file_->end();
    auto made = inbox_output::create(folder_, number);
    if (made.has_error()) return refuse(made.error());
    file_ = std::move(*made);
  }
  bytes_.clear();
  for (std::size_t i = from; i < to; ++i) append_record(bytes_, record_of(*group[i].row, group[i].what, group[i].answers));
  if (auto written = file_->append(bytes_); written.has_error()) return refuse(written.error());
  return std::nullopt;
}

void inbox_writer::deliver(std::vector<item> group, std::vector<refusal> outcomes) {
  asio::post(owner_, [group = std::move(group), outcomes = std::move(outcomes)]() mutable {
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (group[i].waiting) group[i].waiting->resume(std::move(outcomes[i]));
      else if (outcomes[i]) log_error("inbox", to_line(*outcomes[i]));
    }
  });
}

}  // namespace depeche
