// SQLite behind two kinds of threads: one writer that takes queued jobs and commits all that wait in one transaction (a savepoint
// each), and a reader on the WAL. Jobs resume their callers on the owner's executor, a whole group by one post.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

namespace depeche {

class connection;  // store/connection.hpp

struct database_options {
  bool create = true;          // false: fail when the file does not exist
  bool migrate = true;         // false: fail (bad_config) when the schema is older than the program's
  std::chrono::milliseconds busy{5000};  // how long to wait for a lock that another process holds
};

class database {
 public:
  // `file` is a path or ":memory:". Fails with database_failed (what, where, remedy), or database_newer when the schema's version
  // is above this program's. synchronous=FULL: a job that has returned survives a power cut.
  static result<std::unique_ptr<database>> open(const std::string& file, asio::any_io_executor owner,
                                                database_options options = {});
  // Commits what is queued, runs the reads that wait, then closes. The owner's context must outlive the database; whoever still
  // waits is resumed when that context runs again, or goes with it.
  virtual ~database() = default;

  // job: result<T>(connection&), run on the writer thread inside a savepoint that is rolled back when it fails or throws. Returns
  // when the group's commit is durable. Jobs run in the order of the calls.
  template <class F>
  auto write(F job) -> task<std::invoke_result_t<F&, connection&>>;

  // For jobs that change the database by one statement at most, which SQLite undoes by itself when it fails: no savepoint, which
  // costs as much as a small statement.
  template <class F>
  auto write_one(F job) -> task<std::invoke_result_t<F&, connection&>>;
  template <class F>
  void post_one(F job);

  // The same as write, queued at once and not waited for; a failure is logged. What is queued later (and awaited) is durable only with it.
  template <class F>
  void post(F job);

  // job: result<T>(connection&) on the reader thread; sees everything committed before.
  template <class F>
  auto read(F job) -> task<std::invoke_result_t<F&, connection&>>;

  // Groups committed and jobs in them since open, for metrics.
  struct statistics {
    std::uint64_t groups = 0;
    std::uint64_t jobs = 0;
  };
  virtual statistics stats() const = 0;

  // The version that this program's migrations lead to.
  static int schema_version();

 protected:
  // A queued job: run() on the database's thread, then done() on the owner's executor.
  class unit {
   public:
    virtual ~unit() = default;
    virtual bool run(connection& c) noexcept = 0;  // false: roll the savepoint back
    virtual void commit_failed(const error& why) = 0;  // replaces the outcome
    virtual void done() = 0;
    virtual bool waited_for() const = 0;  // false: nothing hurries, and done() may be left out when nothing failed
    virtual bool failed() const = 0;
    bool one_statement = false;  // needs no savepoint
  };
  virtual void enqueue_write(std::unique_ptr<unit> job) = 0;
  virtual void enqueue_read(std::unique_ptr<unit> job) = 0;

 private:
  template <class F>
  class awaited_unit;
  template <class F>
  class posted_unit;
  template <class F>
  auto enqueue(F job, bool writing, bool one_statement) -> task<std::invoke_result_t<F&, connection&>>;
};

// For posted jobs: a failure has nobody to go to but the log.
void log_posted_failure(const error& why);

template <class F>
class database::awaited_unit final : public database::unit {
 public:
  using outcome = std::invoke_result_t<F&, connection&>;
  using handler = asio::any_completion_handler<void(std::unique_ptr<outcome>)>;
  awaited_unit(F job, handler h) : job_(std::move(job)), handler_(std::move(h)) {}
  bool run(connection& c) noexcept override {
    try {
      outcome_ = std::make_unique<outcome>(job_(c));
    } catch (const failure& e) {
      outcome_ = std::make_unique<outcome>(e.reason());
    } catch (const std::exception& e) {
      outcome_ = std::make_unique<outcome>(fail(errc::database_failed, e.what()));
    }
    return outcome_->has_value();
  }
  void commit_failed(const error& why) override { outcome_ = std::make_unique<outcome>(why); }
  void done() override { std::move(handler_)(std::move(outcome_)); }
  bool waited_for() const override { return true; }
  bool failed() const override { return outcome_->has_error(); }

 private:
  F job_;
  handler handler_;
  std::unique_ptr<outcome> outcome_;
};

template <class F>
class database::posted_unit final : public database::unit {
 public:
  explicit posted_unit(F job) : job_(std::move(job)) {}
  bool run(connection& c) noexcept override {
    try {
      auto outcome = job_(c);
      if (outcome.has_value()) return true;
      failed_ = outcome.error();
    } catch (const std::exception& e) {
      failed_ = fail(errc::database_failed, e.what());
    }
    return false;
  }
  void commit_failed(const error& why) override { failed_ = why; }
  void done() override {
    if (failed_) log_posted_failure(*failed_);
  }
  bool waited_for() const override { return false; }
  bool failed() const override { return failed_.has_value(); }

 private:
  F job_;
  std::optional<error> failed_;
};

template <class F>
auto database::enqueue(F job, bool writing, bool one_statement) -> task<std::invoke_result_t<F&, connection&>> {
  using outcome = std::invoke_result_t<F&, connection&>;
  auto initiate = [this, writing, one_statement](auto handler, F work) {
    auto queued = std::make_unique<awaited_unit<F>>(std::move(work), std::move(handler));
    queued->one_statement = one_statement;
    if (writing) enqueue_write(std::move(queued));
    else enqueue_read(std::move(queued));
  };
  auto done = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::unique_ptr<outcome>)>(
      std::move(initiate), asio::use_awaitable, std::move(job));
  co_return std::move(*done);
}

template <class F>
auto database::write(F job) -> task<std::invoke_result_t<F&, connection&>> {
  return enqueue(std::move(job), true, false);
}

template <class F>
auto database::write_one(F job) -> task<std::invoke_result_t<F&, connection&>> {
  return enqueue(std::move(job), true, true);
}

template <class F>
void database::post_one(F job) {
  auto queued = std::make_unique<posted_unit<F>>(std::move(job));
  queued->one_statement = true;
  enqueue_write(std::move(queued));
}

template <class F>
auto database::read(F job) -> task<std::invoke_result_t<F&, connection&>> {
  return enqueue(std::move(job), false, false);
}

template <class F>
void database::post(F job) {
  enqueue_write(std::make_unique<posted_unit<F>>(std::move(job)));
}

}  // namespace depeche
