// The forms of a digest as `digest preview` prints them: what goes over the wire, as JSON where the platform takes JSON.
#pragma once

#include "app/wiring.hpp"
#include "async/task.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <memory>
#include <string>
#include <vector>

namespace depeche {

// The customer message with the news card.
std::string card_json(parts& p, const edition& e, const digest& d);
// The articles of draft/add. "picture" says where an article's picture would be fetched: nothing is uploaded for a preview.
std::string draft_json(parts& p, const edition& e, const digest& d);
// The data of a template message with these keywords.
std::string template_json(const edition& e, const digest& d, const std::vector<std::string>& keywords);
// What the site answers for an address of its own: the page and the feeds as readers get them.
task<std::string> site_answer(parts& p, std::string path, std::string query);

}  // namespace depeche
