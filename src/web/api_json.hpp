// How the API writes articles and failures.
#pragma once

#include "base/result.hpp"
#include "ingest/intake.hpp"
#include "net/http_message.hpp"
#include "news/article.hpp"
#include "store/article_store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace depeche {

// Without its text and HTML unless it is `whole`.
nlohmann::ordered_json article_json(const article& a, const std::string& public_url, bool whole);
nlohmann::ordered_json revisions_json(const std::vector<article_revision>& revisions);
nlohmann::ordered_json taken_json(const taken_article& taken, const std::string& public_url);
nlohmann::ordered_json error_json(const error& why);

// The status that a failure has for callers.
int status_of(const error& why);

http_response api_answer(int status, const nlohmann::ordered_json& body);
http_response api_failure(const error& why);

}  // namespace depeche
