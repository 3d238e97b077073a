// A whole site on an in-memory database, driven as a reader does: by address. Nothing waits for real time but the limit on codes.
#pragma once

#include "base/localisation.hpp"
#include "base/random.hpp"
#include "commands/preview_link.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "store/hold_store.hpp"
#include "support/run_task.hpp"
#include "web/site.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <string>
#include <vector>

namespace depeche::test {

class site_fixture {
 public:
  site_fixture();

  // Runs a task to its end on the fixture's loop.
  template <class T>
  T run(task<T> work) {
    return run_task(loop, std::move(work));
  }

  http_response get(std::string path, http_headers headers = {}, std::string method = "GET");

  // Stores the articles and returns them with their ids.
  std::vector<article> keep(std::vector<article> articles);
  // Stores a digest of these, each summarised by its first sentence, related to `related` when given.
  digest keep_digest(const std::string& edition_name, const std::string& day, const std::vector<article>& items,
                     std::vector<related_article> related = {});
  void keep_scene(const std::string& scene, const std::string& account = "main");

  asio::io_context loop;
  asio::thread_pool pool{1};
  manual_clock time;
  std::unique_ptr<database> db;
  article_store articles;
  digest_store digests;
  scene_store scenes;
  hold_store holds;
  guard_desk guard;
  setting_store settings;
  seeded_random random{20261123};
  preview_links previews;
  template_set templates;
  edition_board board;
  int codes_asked = 0;
  bool platform_works = true;
  router routes;
};

// An article in French, to be changed by the test.
article some_article(std::string title = "Le tramway ouvre", std::string language = "fr");

bool contains(const std::string& text, std::string_view part);
// How often `part` stands in `text`.
std::size_t count(const std::string& text, std::string_view part);

}  // namespace depeche::test
