// What the demo prints when it is ready.
#pragma once

#include <string>

namespace depeche {

struct demo_addresses {
  std::string phones;      // the page with phones
  std::string pages;       // the public pages
  std::string webhook;
  std::string platform;
  std::string operations;
  std::string subscribe_code;  // the text of the code
  std::string subscribe_scene;
  std::string admin_code;      // empty where the account has no scene codes
  std::string admin_scene;
  std::string data;
  bool pushes = true;          // by some way
};

// For people: addresses, both codes drawn, and what to try.
std::string demo_welcome(const demo_addresses& a);
// For programs: one JSON object.
std::string demo_json(const demo_addresses& a);

}  // namespace depeche
