// Drafts of articles (wechat-protocol 8.6), and what became of them: articles with an address of their own.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sandbox/media_shelf.hpp"

#include <nlohmann/json_fwd.hpp>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct article {
  std::string type = "news";  // or "newspic"
  std::string title, author, digest, content, source_url, thumb_media_id;
  std::vector<std::string> pictures;  // of a newspic: permanent media ids
  bool open_comment = false, fans_comment = false;
  std::string key;          // of its address: /s/KEY
  bool deleted = false;
};

struct draft {
  std::string media_id;
  std::vector<article> articles;
  timestamp created{}, updated{};
  bool in_box = true;  // false: made by the old upload of news, in no list
};

class draft_box {
 public:
  draft_box(const clock& time, random_source& random) : clock_(time), random_(random) {}

  const draft& add(std::vector<article> articles, bool in_box);
  const draft* find(std::string_view media_id) const;
  bool replace(std::string_view media_id, std::size_t index, article with);  // false: no such draft or index
  bool remove(std::string_view media_id);
  // Newest first.
  std::vector<const draft*> listed() const;

  // An article by the key of its address: of a draft, or kept by publish().
  const article* by_key(std::string_view key) const;
  // Keeps articles that left the box.
  std::shared_ptr<std::vector<article>> publish(const draft& from);

 private:
  const clock& clock_;
  random_source& random_;
  std::list<draft> drafts_;  // newest first
  std::vector<std::shared_ptr<std::vector<article>>> published_;
};

// Reads one article of a request and applies the platform's rules: 0 or its code. What the platform filters from the content is
// gone afterwards.
int read_article(const nlohmann::json& from, bool alone, const media_shelf& media, std::string_view base_url, article& into);

}  // namespace depeche::sandbox
