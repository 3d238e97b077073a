// Keeps from readers what the guard holds: knows the lists that are in force, what editors decided, and what each edition's last look
// found. Everything that shows a reader an article or a digest asks here first.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "digest/guard.hpp"
#include "news/edition.hpp"
#include "store/hold_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace depeche {

// The lists that the config names, read.
struct guard_lists {
  std::map<std::string, std::shared_ptr<const word_list>, std::less<>> of_accounts;  // by name
  std::map<std::string, std::shared_ptr<const word_list>, std::less<>> of_editions;  // by account/edition
};

struct held_article {
  article_id id{};
  std::string title;
  std::string source;
  std::vector<hold_reason> reasons;
  bool is_news = false;  // could stand in the edition's digest: the desk is told
};

using decided_holds = std::unordered_map<std::int64_t, hold>;  // of an account, by article
using hidden_articles = std::unordered_set<std::int64_t>;      // of an edition

// An edition's rules and its editors' decisions, to be asked on the pool while both may change on the loop.
struct guard_check {
  std::shared_ptr<const guard_rules> rules;  // null: nothing is held
  std::shared_ptr<const decided_holds> decided;
  std::shared_ptr<const hidden_articles> hidden;  // as of its last look

  // What holds it now: nothing when an editor let all of that pass.
  std::vector<hold_reason> open(article_id id, std::vector<hold_reason> found) const;
  // Takes what is held out of `articles`, and names it; adds to `clean` those that the edition held before and has no reason to now.
  std::vector<held_article> take_out(std::vector<article>& articles, const edition& e, timestamp now, std::vector<article_id>& clean) const;
  // One article's part of that.
  std::optional<held_article> look_at(const article& a, const edition& e, timestamp now, std::vector<article_id>& clean) const;
};

// Loop thread only.
class guard_desk {
 public:
  guard_desk(const clock& time, hold_store& holds, std::vector<edition> editions, guard_lists lists);

  // Told of every hold once, after it is stored: whom it concerns (the account), what and why.
  void on_hold(std::function<void(const std::vector<hold>&)> listener) { listener_ = std::move(listener); }
  // Other lists from now on.
  void use(guard_lists lists);
  // Reads what editors decided, also beside this process. Until the first time, nothing counts as released.
  task<result<void>> load();

  // What the desk dropped (all of it) stands in no digest that readers see, whenever it was composed.
  void withdraw(const std::vector<article_id>& dropped);

  guard_check check(const edition& e) const;
  // What an edition's look found: stored, and kept from its readers until a look finds it clean. `whole`: it looked at everything.
  task<result<void>> note(const edition& e, std::vector<held_article> held, std::vector<article_id> clean, bool whole);

  // Whether an article's page may be shown: no edition of the account that reads it holds it.
  bool shows(std::string_view account, const article& a) const;
  // A digest without the items, and the links in them, that are held now.
  digest shown(digest d);
  // The same; the very digest when nothing is held.
  std::shared_ptr<const digest> shown(std::shared_ptr<const digest> d);

  // Released or dropped by an editor; nothing when the article isn't held.
  task<result<std::optional<hold>>> decide(std::string account, article_id id, hold_state as, std::string who);
  task<result<std::vector<hold>>> held(std::string account, std::size_t limit) { return holds_.held(std::move(account), limit); }

  // Another number: what is shown may have changed.
  std::uint64_t version() const { return version_; }
  // ... lists: everything has to be looked at anew.
  std::uint64_t lists_version() const { return lists_version_; }

 private:
  struct looked_at {
    std::uint64_t version = 0;
    timestamp composed_at{};
    bool clean = false;
  };
  std::shared_ptr<const guard_rules> rules_of(std::string_view account, std::string_view edition) const;
  bool hides(const digest& of, const guard_check& by, article_id id) const;

  const clock& time_;
  hold_store& holds_;
  std::vector<edition> editions_;
  std::map<std::string, std::shared_ptr<const guard_rules>, std::less<>> rules_;      // by account/edition; "account/" without one
  std::map<std::string, std::shared_ptr<const decided_holds>, std::less<>> decided_;   // by account
  std::map<std::string, std::shared_ptr<const hidden_articles>, std::less<>> hidden_;  // by account/edition
  hidden_articles withdrawn_;                                                          // from everybody
  std::unordered_map<std::int64_t, looked_at> digests_;                               // by digest
  std::function<void(const std::vector<hold>&)> listener_;
  std::uint64_t version_ = 1, lists_version_ = 1;
};

}  // namespace depeche
