// How the next jobs of the platform go, as the control API orders it: when they end, how, and what event tells of it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace depeche::sandbox {

enum class job_event { usual, other, none };  // other, of a publication: MASSSENDJOBFINISH, as people have seen

// What the check for originality finds of one article.
struct reprint {
  int article = 1;      // from 1
  bool allowed = true;  // false: the author permits none
  std::string original; // its address
};

struct mass_orders {
  std::chrono::milliseconds delay{0};
  std::string status = "send success";  // what the event says: "send fail", "err(20001)", ...
  job_event event = job_event::usual;
  bool urls_in_event = true;            // false: the result nodes are empty, as people have seen
  bool confirmation = false;            // sends to everyone wait for the administrator
  std::vector<reprint> reprints;
};

struct publish_orders {
  std::chrono::milliseconds delay{0};
  int status = 0;                       // wechat-protocol 8.7: 0 success, 2 originality, 3 failure, 4 refused, 5, 6
  std::vector<int> failed;              // articles that fail it, from 1
  job_event event = job_event::usual;
};

}  // namespace depeche::sandbox
