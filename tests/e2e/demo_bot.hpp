// The demo's real binary: bot and simulated platform in one process, a newspaper in three languages, and a clock that is moved.
#pragma once

#include "e2e/phone.hpp"

namespace e2e {

struct demo_bot {
  // On free ports; returns when all of them are open.
  demo_bot();
  // A phone that has scanned the demo's code for readers.
  phone reader(const std::string& language);
  // A phone that has scanned its invitation to the desk, which works once.
  phone editor(const std::string& language);
  // To the next time that it is so late in Paris, where the editions have their hours: "08:00".
  void clock_to(const std::string& time);

  temporary_folder folder;  // the demo's data are in "data"
  program process;
  json addresses;  // as `demo --json` prints them
  speaker sandbox;
  speaker pages;
};

}  // namespace e2e
