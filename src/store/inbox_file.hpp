// The inbox's files: NUMBER.inbox in a folder of their own, written from front to end and never changed. An entry's id says where it is:
// the file's number, and the offset in it.
#pragma once

#include "base/result.hpp"
#include "store/inbox_record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {

struct inbox_place {
  std::uint32_t file = 0;  // from 1; 0: none
  std::uint32_t offset = 0;
  std::int64_t id() const { return static_cast<std::int64_t>(file) << 32 | offset; }
  static inbox_place of(std::int64_t id) {
    return {static_cast<std::uint32_t>(id >> 32), static_cast<std::uint32_t>(id & 0xFFFF'FFFF)};
  }
};

inline constexpr std::size_t inbox_file_size = 16 << 20;  // bytes, after which the next one is begun

std::string inbox_file_name(const std::string& folder, std::uint32_t number);
// The numbers of the files there, growing. What has another name is left alone.
std::vector<std::uint32_t> inbox_files(const std::string& folder);

// A file descriptor that is closed with its owner.
class inbox_descriptor {
 public:
  explicit inbox_descriptor(int fd = -1) : fd_(fd) {}
  inbox_descriptor(inbox_descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  inbox_descriptor& operator=(inbox_descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~inbox_descriptor();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

// The file that is being written. Any failure is an error with the system's words; what was written before may be relied on, and
// nothing more may be written to this file.
class inbox_output {
 public:
  // Makes the file, asks the disk for its room, and sees that its name is durable. `number` must not exist.
  static result<inbox_output> create(const std::string& folder, std::uint32_t number);
  // Appends, and returns when the bytes are durable.
  result<void> append(std::string_view bytes);
  // Gives back the room that was not needed.
  void end();
  std::uint32_t number() const { return number_; }
  bool empty() const { return size_ == 0; }

 private:
  inbox_output(inbox_descriptor file, std::string name, std::uint32_t number)
      : file_(std::move(file)), name_(std::move(name)), number_(number) {}
  inbox_descriptor file_;
  std::string name_;
  std::uint32_t number_ = 0;
  std::size_t size_ = 0;
};

// Reads a file's entries from its front, a piece at a time.
class inbox_input {
 public:
  // Fails with io_failed when the file can't be read.
  static result<inbox_input> open(const std::string& folder, std::uint32_t number);
  // The next entry, valid until the next call. Nothing at the end, or where an entry is torn: good_until() says where that is.
  std::optional<inbox_record> next();
  // Where the entry that next() gave begins.
  inbox_place place() const { return {number_, static_cast<std::uint32_t>(at_)}; }
  std::size_t good_until() const { return next_; }
  // Bytes that are not zero follow the last good entry: one was torn, or the disk has lost something.
  bool torn();
  // The disk refused to give bytes: what next() calls the end may be none.
  bool failed() const { return failed_; }

 private:
  inbox_input(inbox_descriptor file, std::uint32_t number) : file_(std::move(file)), number_(number) {}
  bool fill(std::size_t wanted);
  inbox_descriptor file_;
  std::uint32_t number_;
  std::string piece_;           // of the file, from piece_at_
  std::size_t piece_at_ = 0;
  std::size_t at_ = 0, next_ = 0;  // of the last entry, of the one after it
  bool failed_ = false;
};

// One entry by its place; `bytes` holds what the entry views. Nothing when there is none.
std::optional<inbox_record> read_entry(const std::string& folder, inbox_place place, std::string& bytes);

// Cuts a file behind its last good entry.
result<void> cut_inbox_file(const std::string& folder, std::uint32_t number, std::size_t size);

}  // namespace depeche
