// The public pages of one account: the latest digests, a digest, an article, a scene's landing page, codes as pictures, and the archive as feeds.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "digest/edition_board.hpp"
#include "digest/guard_desk.hpp"
#include "digest/template_file.hpp"
#include "net/router.hpp"
#include "news/site_addresses.hpp"
#include "store/article_store.hpp"
#include "store/digest_store.hpp"
#include "store/scene_store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace depeche {

class preview_links;

struct site_parts {
  edition_board& board;
  article_store& articles;
  digest_store& digests;
  scene_store& scenes;
  const template_set& templates;
  const clock& time;
  site_addresses sites;    // where this site is, and the others beside it
  std::string title;       // the masthead, and the account's name where no code can be shown
  std::string account;     // whose editions, digests and codes these are
  // Finds or makes the code at the platform; may fail. Asked for known scenes only: a visitor can't make codes.
  std::function<task<result<scene_code>>(std::string account, std::string scene)> code_for;
  guard_desk* guard = nullptr;  // what it holds is on no page; null: nothing is held
  preview_links* previews = nullptr;  // null: there are no previews
};

// Loop thread only.
class site {
 public:
  explicit site(site_parts parts);

  // The routes share what they need; they may outlive this object, not the parts.
  void add_routes(router& routes);

 private:
  std::shared_ptr<class site_context> context_;
};

}  // namespace depeche
