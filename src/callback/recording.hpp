// What a recording of callbacks holds, and how it is written and read: files of JSON lines, one a day, in a folder of their own.
// Each line is one callback in clear with what it was answered, so that a recording can be replayed with other keys.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct recorded_callback {
  timestamp at{};
  std::string account;
  std::string openid;  // the sender
  std::string xml;     // the push in clear
  std::string reply;   // the passive reply in clear; empty: "success"
  int status = 200;
  std::chrono::milliseconds took{0};
};

// People's ids are replaced by others of the same form, the same person always by the same one: a keyed hash whose key stays in the
// folder (file "salt", readable by its owner only).
class openid_mask {
 public:
  openid_mask() = default;  // changes nothing
  explicit openid_mask(std::string salt) : salt_(std::move(salt)) {}
  bool hides() const { return !salt_.empty(); }
  std::string operator()(std::string_view openid) const;

 private:
  std::string salt_;
};

// The XML with what stands in its OpenID elements masked: some events are told by the platform, about somebody who is not the sender.
std::string mask_named(std::string_view xml, const openid_mask& mask);

// The mask of a recording; one that changes nothing when ids were kept. Fails (io_failed) when the folder holds no recording.
result<openid_mask> mask_of_recording(const std::string& folder);

std::string to_json_line(const recorded_callback& what);

// Reads a recording from its beginning, one callback at a time.
class recording_reader {
 public:
  // Fails (io_failed) when the folder holds no recording.
  static result<recording_reader> open(const std::string& folder);
  // The next callback in the order in which they came; nothing at the end. Fails (io_failed) with file and line.
  result<std::optional<recorded_callback>> next();

 private:
  std::vector<std::string> files_;  // those to come, the next one last
  std::string file_;
  std::ifstream in_;
  int line_ = 0;
};

}  // namespace depeche
