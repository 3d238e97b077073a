#include "app/guard_lists.hpp"

namespace depeche {

result<guard_lists> load_guard_lists(const config& settings) {
  guard_lists lists;
  std::map<std::string, std::shared_ptr<const word_list>> files;
  const auto list_of = [&](const std::string& file) -> result<std::shared_ptr<const word_list>> {
    if (const auto known = files.find(file); known != files.end()) return known->second;
    auto loaded = word_list::load(file);
    if (loaded.has_error()) {
      // Whatever is wrong with it, a setting names a file that can't be used.
      error why = loaded.error();
      why.code = errc::bad_config;
      return why;
    }
    return files[file] = std::make_shared<const word_list>(std::move(*loaded));
  };
  for (const account_config& a : settings.accounts) {
    if (a.sensitive_words.empty()) continue;
    auto list = list_of(a.sensitive_words);
    if (list.has_error()) return list.error();
    lists.of_accounts[a.name] = std::move(*list);
  }
  for (const edition& e : settings.editions) {
    if (e.sensitive_words.empty()) continue;
    auto list = list_of(e.sensitive_words);
    if (list.has_error()) return list.error();
    lists.of_editions[e.account + "/" + e.name] = std::move(*list);
  }
  return lists;
}

}  // namespace depeche
