#include "deliver/known_items.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace depeche {
namespace {

constexpr std::size_t looked_at = 60;                     // digests of the language, the newest

bool told(const digest& d, article_id id) {
  return std::any_of(d.items.begin(), d.items.end(), [id](const digest_item& item) {
    return item.article == id || std::any_of(item.also_in.begin(), item.also_in.end(), [id](const telling& t) { return t.article == id; });
  });
}

}  // namespace

void known_items::add(const std::vector<std::size_t>& items, const std::vector<subscriber_id>& readers) {
  if (items.empty()) return;
  std::map<std::size_t, std::size_t> becomes;  // whoever was of one kind is of one other now
  for (const subscriber_id who : readers) {
    std::size_t& kind = kind_of_[number(who)];
    auto next = becomes.find(kind);
    if (next == becomes.end()) {
      std::vector<bool> known = kinds_[kind];
      known.resize(std::max(known.size(), items.back() + 1));
      for (const std::size_t i : items) known[i] = true;
      next = becomes.emplace(kind, kinds_.size()).first;
      kinds_.push_back(std::move(known));
    }
    kind = next->second;
  }
}

std::size_t known_items::kind_of(subscriber_id who) const {
  const auto found = kind_of_.find(number(who));
  return found == kind_of_.end() ? 0 : found->second;
}

std::vector<std::size_t> known_items::new_to(subscriber_id who, std::size_t count) const {
  const std::vector<bool>& known = kinds_[kind_of(who)];
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < count; ++i)
    if (i >= known.size() || !known[i]) places.push_back(i);
  return places;
}

std::vector<std::size_t> told_again(const digest& issue, const digest& earlier) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < issue.items.size(); ++i)
    if (told(earlier, issue.items[i].article)) places.push_back(i);
  return places;
}

bool counts_as_known(const digest& earlier, const digest& issue) {
  return earlier.final && earlier.id != issue.id && earlier.urgent == 0 && earlier.composed_at >= issue.composed_at - items_are_known_for;
}

task<result<known_items>> items_known(digest_store& digests, ledger_store& ledger, const digest& issue) {
  known_items known;
  const auto listed = co_await digests.list(issue.account, issue.language, looked_at);
  if (listed.has_error()) co_return listed.error();
  for (const digest& earlier : *listed) {
    if (!counts_as_known(earlier, issue)) continue;
    const auto places = told_again(issue, earlier);
    if (places.empty()) continue;
    const auto readers = co_await ledger.readers_of(issue.account, earlier.id);
    if (readers.has_error()) co_return readers.error();
    known.add(places, *readers);
  }
  co_return known;
}

}  // namespace depeche
