// A folder whose files become articles: page dumps (.txt), pages (.html), texts (.md), and what the API takes (.json). Looked at by the
// clock, so that it works on every file system. A file is read when it has not changed between two looks, and then moved to done/ or
// failed/, where a .problem line stands beside it.
#pragma once

#include "async/alarm.hpp"
#include "async/task.hpp"
#include "ingest/folder_files.hpp"
#include "ingest/intake.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct inbox_folder {
  std::string name;      // the articles' source
  std::string folder;
  std::string language;  // taken when an article's own cannot be told
  std::string zone;      // where a dump's clock times hold; empty: where its language is at home
  std::chrono::seconds every{10};
  std::string title;     // what readers call it; empty: the name
};

// What a file holds. Fails with invalid_argument, too_large or page_unrecognised. Pure.
result<std::vector<handed_in>> read_folder_file(const std::string& name, std::string_view bytes, const inbox_folder& from, timestamp now);

// Loop thread only.
class watched_folder {
 public:
  watched_folder(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, intake& door, inbox_folder what);

  // Looks again and again until cancelled.
  task<> run();
  // Looks once. Returns how many files were handled.
  task<std::size_t> look();
  void ring() { wake_.ring(); }

 private:
  task<bool> handle(folder_file file);
  task<bool> move(folder_file file, std::string problem);

  asio::any_io_executor pool_;
  const clock& time_;
  intake& door_;
  const inbox_folder what_;
  alarm wake_;
  std::vector<folder_file> seen_;     // at the last look
  std::map<std::string, int> tries_;  // by name, of those whose address did not answer
  std::vector<folder_file> stuck_;    // handled, and couldn't be moved: left alone until they change
  std::string complaint_;             // about the folder, so that it is said once
};

}  // namespace depeche
