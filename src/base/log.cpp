#include "base/log.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace depeche {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("depeche", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                                                                    spdlog::pattern_time_type::utc));
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

void write(spdlog::level::level_enum level, std::string_view part, std::string_view message) {
  if (logger().should_log(level)) logger().log(level, "{} {}", part, message);
}

}  // namespace

void set_log_level(log_level level) {
  switch (level) {
    case log_level::debug: logger().set_level(spdlog::level::debug); break;
    case log_level::info: logger().set_level(spdlog::level::info); break;
    case log_level::warning: logger().set_level(spdlog::level::warn); break;
    case log_level::error: logger().set_level(spdlog::level::err); break;
    case log_level::off: logger().set_level(spdlog::level::off); break;
  }
}

bool set_log_level(std::string_view name) {
  if (name == "debug") set_log_level(log_level::debug);
  else if (name == "info") set_log_level(log_level::info);
  else if (name == "warning") set_log_level(log_level::warning);
  else if (name == "error") set_log_level(log_level::error);
  else if (name == "off") set_log_level(log_level::off);
  else return false;
  return true;
}

void log_debug(std::string_view part, std::string_view message) { write(spdlog::level::debug, part, message); }
void log_info(std::string_view part, std::string_view message) { write(spdlog::level::info, part, message); }
void log_warning(std::string_view part, std::string_view message) { write(spdlog::level::warn, part, message); }
void log_error(std::string_view part, std::string_view message) { write(spdlog::level::err, part, message); }

std::string printable(std::string_view text, std::size_t max_bytes) {
  const std::string_view head = truncate_bytes(text, max_bytes);
  std::string out;
  for (std::size_t i = 0; i < head.size();) {
    const std::size_t start = i;
    const char32_t c = next_code_point(head, i);
    if (c < 0x20 || c == 0x7F || c == 0xFFFD) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(head[start]));
    else out.append(head.substr(start, i - start));
  }
  if (head.size() < text.size()) out += "…";
  return out;
}

}  // namespace depeche
