// Mustache templates by language and name: those built into the program (templates/), overridden file by file by a folder of the
// same layout. Names: "chat_digest", "chat_item", "page_digest", ... ; files: templates/fr/chat_digest.mustache.
#pragma once

#include "base/result.hpp"
#include "digest/view.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

class template_set {
 public:
  // Fails (template_malformed) with file and line of the first error. `folder` may be empty. `own`: by account, a
  // folder whose files go before those of `folder`.
  static result<template_set> load(const std::string& folder, const std::map<std::string, std::string>& own = {});
  // What loads and yet would show as nothing: a file whose name is never rendered nor taken in, a value that is not there. Fails with file
  // and line of the first.
  static result<void> check(const std::string& folder, const std::map<std::string, std::string>& own = {});

  // Those of an account; the common ones for accounts that have none of their own.
  template_set of(std::string_view account) const;

  // Fills a template. Languages that we don't write fall back to "en". HTML is escaped in templates whose name begins with
  // "page_" or "draft_"; chat texts are not HTML and are left as they are, but that a value's "<a" and "</a" lose their bracket ({{{raw}}}
  // keeps it), so that no article makes a link by accident. An empty text counts as false. {{> name}} takes another template of
  // the same language in.
  // Precondition: the name exists (see names()); an unknown one throws failure.
  std::string render(std::string_view language, std::string_view name, const view& with) const;

  std::vector<std::string> names() const;

  // Equal for two sets only when they render alike: for whoever keeps what was rendered.
  std::shared_ptr<const void> identity() const { return parsed_; }

 private:
  struct parsed;
  std::shared_ptr<const parsed> parsed_;
};

}  // namespace depeche
