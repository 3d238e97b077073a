#include "store/inbox_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

namespace depeche {
namespace {

constexpr std::string_view suffix = ".inbox";
constexpr std::size_t piece = 256 << 10;  // bytes read at once

error system_failure(const char* what, const std::string& where, int code) {
  const char* remedy = code == ENOSPC || code == EDQUOT ? "make room on this disk" : "see that the disk is well and that this user may write there";
  return fail(errc::io_failed, fmt::format("{}: {}", what, std::strerror(code)), where, remedy);
}

ssize_t read_at(int fd, char* to, std::size_t size, std::size_t offset) {
  for (;;) {
    const ssize_t n = ::pread(fd, to, size, static_cast<off_t>(offset));
    if (n >= 0 || errno != EINTR) return n;
  }
}

// A new file's name is in its folder, and the folder must be on disk as well.
bool sync_folder(const std::string& folder) {
  const inbox_descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened && ::fsync(opened.get()) == 0;
}

}  // namespace

inbox_descriptor::~inbox_descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::string inbox_file_name(const std::string& folder, std::uint32_t number) { return fmt::format("{}/{:010}{}", folder, number, suffix); }

std::vector<std::uint32_t> inbox_files(const std::string& folder) {
  std::vector<std::uint32_t> numbers;
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ec)) {
    const std::string name = entry.path().filename().string();
    std::uint32_t number = 0;
    const char* const end = name.data() + name.size();
    const auto [rest, bad] = std::from_chars(name.data(), end, number);
    if (bad == std::errc{} && number != 0 && std::string_view(rest, static_cast<std::size_t>(end - rest)) == suffix) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

result<inbox_output> inbox_output::create(const std::string& folder, std::uint32_t number) {
  std::string name = inbox_file_name(folder, number);
  // What people wrote: for nobody else on the machine.
  inbox_descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file) return system_failure("the inbox's file can't be made", name, errno);
  // Room that is there already costs no change of the file's size at every commit. Where the file system can't, appending has to do.
  if (::fallocate(file.get(), 0, 0, static_cast<off_t>(inbox_file_size)) != 0 && (errno == ENOSPC || errno == EDQUOT)) {
    const int code = errno;
    ::unlink(name.c_str());
    return system_failure("there is no room for the inbox", name, code);
  }
  if (!sync_folder(folder)) return system_failure("the inbox's folder can't be brought to disk", folder, errno);
  return inbox_output(std::move(file), std::move(name), number);
}

result<void> inbox_output::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_failure("the inbox can't be written", name_, errno);
    size_ += static_cast<std::size_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  // After a failure the kernel may have dropped the pages: trying again on this file would only seem to succeed.
  if (::fdatasync(file_.get()) != 0) return system_failure("the inbox can't be brought to disk", name_, errno);
  return {};
}

void inbox_output::end() {
  // Where it fails, zeros stay behind the last entry, which readers take for the end.
  if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) return;
}

result<inbox_input> inbox_input::open(const std::string& folder, std::uint32_t number) {
  const std::string name = inbox_file_name(folder, number);
  inbox_descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return system_failure("the inbox's file can't be read", name, errno);
  return inbox_input(std::move(file), number);
}

// Has the piece begin at the next entry, with so many bytes at least; false at the file's end.
bool inbox_input::fill(std::size_t wanted) {
  if (next_ + wanted <= piece_at_ + piece_.size()) return true;
  piece_.erase(0, next_ - piece_at_);
  piece_at_ = next_;
  while (piece_.size() < wanted) {
    const std::size_t had = piece_.size();
    piece_.resize(had + std::max(piece, wanted - had));
    const ssize_t n = read_at(file_.get(), piece_.data() + had, piece_.size() - had, piece_at_ + had);
    piece_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    failed_ = failed_ || n < 0;
    if (n <= 0) return false;
  }
  return true;
}

std::optional<inbox_record> inbox_input::next() {
  if (!fill(inbox_record_head)) return std::nullopt;
  const auto size = claimed_size(std::string_view(piece_).substr(next_ - piece_at_));
  if (!size || !fill(*size)) return std::nullopt;
  auto record = read_record(std::string_view(piece_).substr(next_ - piece_at_, *size));
  if (!record) return std::nullopt;
  at_ = next_;
  next_ += *size;
  return record;
}

bool inbox_input::torn() {
  fill(inbox_record_head);
  return std::string_view(piece_).substr(next_ - piece_at_).find_first_not_of('\0') != std::string_view::npos;
}

std::optional<inbox_record> read_entry(const std::string& folder, inbox_place place, std::string& bytes) {
  const inbox_descriptor file(::open(inbox_file_name(folder, place.file).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  bytes.resize(inbox_record_head);
  if (read_at(file.get(), bytes.data(), bytes.size(), place.offset) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
  const auto size = claimed_size(bytes);
  if (!size) return std::nullopt;
  bytes.resize(*size);
  if (read_at(file.get(), bytes.data(), bytes.size(), place.offset) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
  return read_record(bytes);
}

result<void> cut_inbox_file(const std::string& folder, std::uint32_t number, std::size_t size) {
  const std::string name = inbox_file_name(folder, number);
  const inbox_descriptor file(::open(name.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0 || ::fsync(file.get()) != 0)
    return system_failure("the inbox's file can't be mended", name, errno);
  return {};
}

}  // namespace depeche
