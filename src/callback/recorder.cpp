#include "callback/recorder.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "store/work_queue.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace depeche {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_waiting = 20'000;

error not_writable(const fs::path& where) {
  return fail(errc::io_failed, "the recording cannot be written", where.string(), "check the folder, its permissions and the free space");
}

}  // namespace

struct callback_recorder::state {
  fs::path folder;
  openid_mask mask;
  work_queue<recorded_callback> waiting;
  std::atomic<std::size_t> behind{0};
  std::size_t left_out = 0;
  std::thread writing;

  void write_all() {
    using namespace std::chrono_literals;
    std::ofstream out;
    std::string day;
    bool complained = false;
    for (auto batch = waiting.take(200ms); !batch.empty(); batch = waiting.take(200ms)) {
      behind -= batch.size();
      for (recorded_callback& what : batch) {
        if (const std::string today = local_day(what.at, "UTC"); today != day) {
          day = today;
          out = std::ofstream(folder / ("callbacks-" + day + ".jsonl"), std::ios::binary | std::ios::app);
        }
        if (mask.hides()) what.xml = mask_named(what.xml, mask);
        if (mask.hides() && !what.openid.empty()) {
          const std::string masked = mask(what.openid);
          what.xml = replace_all(what.xml, what.openid, masked);
          what.reply = replace_all(what.reply, what.openid, masked);
          what.openid = masked;
        }
        out << to_json_line(what);
      }
      out.flush();
      if (!out && !complained) log_error("record", to_line(not_writable(folder)));
      complained = !out;
      out.clear();
    }
  }
};

callback_recorder::callback_recorder(std::unique_ptr<state> s) : state_(std::move(s)) {
  state_->writing = std::thread([this] { state_->write_all(); });
}

callback_recorder::~callback_recorder() {
  state_->waiting.close();
  state_->writing.join();
}

result<std::unique_ptr<callback_recorder>> callback_recorder::open(const std::string& folder, bool keep_openids) {
  std::error_code ec;
  auto s = std::make_unique<state>();
  s->folder = folder;
  fs::create_directories(s->folder, ec);
  if (ec) return not_writable(s->folder);
  const fs::path salt_file = s->folder / "salt";
  const bool has_salt = fs::exists(salt_file, ec);
  bool has_lines = false;
  for (fs::directory_iterator it(s->folder, ec), end; !ec && it != end; it.increment(ec))
    has_lines = has_lines || it->path().extension() == ".jsonl";
  if (has_lines && has_salt == keep_openids)
    return fail(errc::io_failed, keep_openids ? "the folder holds a recording with masked ids" : "the folder holds a recording with plain ids",
                folder, "record into another folder");
  if (!keep_openids && !has_salt) {
    secure_random random;
    std::ofstream out(salt_file);
    fs::permissions(salt_file, fs::perms::owner_read | fs::perms::owner_write, ec);
    out << to_hex(random.bytes(16)) << '\n';
    out.close();
    if (!out) return not_writable(salt_file);
  }
  auto mask = mask_of_recording(folder);
  if (mask.has_error()) return mask.error();
  s->mask = *mask;
  // Said at the start, not at the first callback.
  const fs::path probe = s->folder / "callbacks-probe.tmp";
  {
    std::ofstream out(probe);
    out << "x";
    out.close();
    if (!out) return not_writable(s->folder);
  }
  fs::remove(probe, ec);
  return std::unique_ptr<callback_recorder>(new callback_recorder(std::move(s)));
}

void callback_recorder::note(recorded_callback what) {
  state& s = *state_;
  if (s.behind >= most_waiting) {
    if (++s.left_out == 1 || s.left_out % 10'000 == 0)
      log_warning("record", std::to_string(s.left_out) + " callbacks are not in the recording: the disk does not keep up");
    return;
  }
  ++s.behind;
  s.waiting.put(std::move(what), false);
}

}  // namespace depeche
