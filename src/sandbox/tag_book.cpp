#include "sandbox/tag_book.hpp"

#include <algorithm>

namespace depeche::sandbox {

namespace {

bool is_system(std::int64_t id) { return id >= 0 && id <= 2; }

}  // namespace

int tag_book::check_name(std::string_view name, std::int64_t except) const {
  if (name.empty()) return 45157;
  if (name.size() > 30) return 45158;
  for (const auto& one : tags_)
    if (one.name == name && one.id != except) return 45157;
  return 0;
}

int tag_book::create(std::string_view name, std::int32_t& id) {
  constexpr std::size_t most_tags = 100;
  if (tags_.size() > most_tags) return 45056;
  if (const int code = check_name(name, -1); code != 0) return code;
  id = next_id_++;
  tags_.push_back({id, std::string(name)});
  return 0;
}

int tag_book::rename(std::int64_t id, std::string_view name) {
  if (is_system(id)) return 45058;
  const auto found = std::find_if(tags_.begin(), tags_.end(), [id](const tag& one) { return one.id == id; });
  if (found == tags_.end()) return 45159;
  if (const int code = check_name(name, id); code != 0) return code;
  found->name = name;
  return 0;
}

int tag_book::remove(std::int64_t id, crowd& people) {
  constexpr std::int64_t most_followers = 100'000;
  if (is_system(id)) return 45058;
  if (find(id) == nullptr) return 45159;
  if (count_tagged(people, id) > most_followers) return 45057;
  people.each([id](phone& person) {
    if (auto* extras = person.owned()) std::erase(extras->tags, static_cast<std::int32_t>(id));
  });
  std::erase_if(tags_, [id](const tag& one) { return one.id == id; });
  return 0;
}

const tag* tag_book::find(std::int64_t id) const {
  const auto found = std::find_if(tags_.begin(), tags_.end(), [id](const tag& one) { return one.id == id; });
  return found == tags_.end() ? nullptr : &*found;
}

bool has_tag(const phone& person, std::int64_t id) {
  const auto& tags = person.extra().tags;
  return std::find(tags.begin(), tags.end(), id) != tags.end();
}

std::int64_t count_tagged(const crowd& people, std::int64_t id) {
  const auto& all = people.all();
  return std::count_if(all.begin(), all.end(), [id](const phone& person) { return person.following && has_tag(person, id); });
}

}  // namespace depeche::sandbox
