#include "ingest/folder_files.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace depeche {
namespace {

namespace fs = std::filesystem;

struct descriptor {
  explicit descriptor(int f) : fd(f) {}
  ~descriptor() {
    if (fd >= 0) ::close(fd);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int fd;
};

bool is_meant_for_us(std::string_view name) {
  if (name.empty() || name.front() == '.') return false;
  const std::string lower = ascii_lower(name);
  for (const std::string_view ending : {"~", ".tmp", ".part", ".partial", ".crdownload", ".swp", ".problem"})
    if (lower.ends_with(ending)) return false;
  return true;
}

std::int64_t changed_at(const struct stat& s) { return s.st_mtim.tv_sec * 1'000'000'000LL + s.st_mtim.tv_nsec; }

bool is_as_listed(int fd, const folder_file& file) {
  struct stat s {};
  return ::fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && static_cast<std::uint64_t>(s.st_size) == file.bytes && changed_at(s) == file.changed;
}

result<void> make_folder(const fs::path& folder) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) return fail(errc::io_failed, "the folder can't be made: " + ec.message(), folder.string(), "make it, or let depeche write there");
  return {};
}

// "note.txt", then "note-2.txt".
fs::path free_place(const fs::path& folder, const std::string& name) {
  const fs::path wanted(name);
  std::error_code ignored;
  fs::path place = folder / wanted;
  for (int n = 2; fs::exists(fs::symlink_status(place, ignored)); ++n)
    place = folder / (wanted.stem().string() + "-" + std::to_string(n) + wanted.extension().string());
  return place;
}

}  // namespace

result<std::vector<folder_file>> list_folder(const std::string& folder, std::size_t most) {
  for (const char* part : {"", "done", "failed"})
    if (auto made = make_folder(fs::path(folder) / part); made.has_error()) return made.error();
  std::vector<folder_file> out;
  std::error_code ec;
  fs::directory_iterator at(folder, ec);
  if (ec) return fail(errc::io_failed, "the folder can't be read: " + ec.message(), folder);
  for (; at != fs::directory_iterator() && out.size() < most; at.increment(ec)) {
    if (ec) return fail(errc::io_failed, "the folder can't be read: " + ec.message(), folder);
    const std::string name = at->path().filename().string();
    struct stat s {};
    if (!is_meant_for_us(name) || ::lstat(at->path().c_str(), &s) != 0 || !S_ISREG(s.st_mode)) continue;
    out.push_back({name, static_cast<std::uint64_t>(s.st_size), changed_at(s)});
  }
  std::sort(out.begin(), out.end());
  return out;
}

result<std::string> read_listed(const std::string& folder, const folder_file& file, std::size_t largest) {
  const std::string path = folder + "/" + file.name;
  const descriptor open(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (open.fd < 0 && (errno == ENOENT || errno == ELOOP)) return fail(errc::not_found, "the file has gone", path);
  if (open.fd < 0) return fail(errc::io_failed, std::string("can't be read: ") + std::strerror(errno), path, "let depeche read it");
  if (!is_as_listed(open.fd, file)) return fail(errc::not_found, "the file is still being written", path);
  if (file.bytes > largest) return fail(errc::too_large, "more than " + std::to_string(largest / 1024 / 1024) + " MiB", file.name);
  std::string bytes(file.bytes, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t n = ::read(open.fd, bytes.data() + have, bytes.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail(errc::not_found, "the file is still being written", path);
    have += static_cast<std::size_t>(n);
  }
  if (!is_as_listed(open.fd, file)) return fail(errc::not_found, "the file is still being written", path);
  return bytes;
}

result<void> put_away(const std::string& folder, const std::string& name, std::string_view into, std::string_view problem) {
  const fs::path target = fs::path(folder) / into;
  if (auto made = make_folder(target); made.has_error()) return made.error();
  const fs::path place = free_place(target, name);
  std::error_code ec;
  fs::rename(fs::path(folder) / name, place, ec);
  if (ec) return fail(errc::io_failed, "can't be moved: " + ec.message(), folder + "/" + name, "let depeche write in the folder");
  if (problem.empty()) return {};
  std::ofstream out(place.string() + ".problem", std::ios::binary);
  out << problem << '\n';
  if (!out.flush()) return fail(errc::io_failed, "the problem can't be written", place.string() + ".problem");
  return {};
}

}  // namespace depeche
