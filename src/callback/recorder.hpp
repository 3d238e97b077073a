// Writes a recording (callback/recording.hpp) while the bot serves, on a thread of its own: a slow disk never holds up an answer.
#pragma once

#include "callback/recording.hpp"

#include <cstdint>
#include <memory>

namespace depeche {

class callback_recorder {
 public:
  // Makes the folder when it is missing. Ids are kept as they are when `keep_openids`, else masked: the sender's wherever it stands, text included, and those
  // in OpenID elements. Fails (io_failed)
  // when the folder cannot be written, or holds a recording of the other kind.
  static result<std::unique_ptr<callback_recorder>> open(const std::string& folder, bool keep_openids);
  ~callback_recorder();  // writes what waits
  callback_recorder(const callback_recorder&) = delete;
  callback_recorder& operator=(const callback_recorder&) = delete;

  // Never waits. More than 20,000 callbacks behind the disk, further ones are left out and counted in the log.
  void note(recorded_callback what);

 private:
  struct state;
  explicit callback_recorder(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace depeche
