// One SQLite connection, thinly: statements are prepared once and kept, values are bound and read by their type, and whatever
// SQLite refuses is thrown as `failure` with its own words (database.hpp turns that into the job's result). For this folder's
// .cpp files and its tests only. A connection belongs to one thread at a time.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace depeche {

// The text of a statement. Made from literals only, so that its address can stand for it in the cache.
struct sql {
  consteval sql(const char* literal) : text(literal) {}  // NOLINT: a literal is meant to become one
  const char* text;
};

// Bytes that are not text.
struct blob {
  std::string_view bytes;
};

// A statement being stepped. Resets the statement when it goes; one at a time per statement text and connection.
class rows {
 public:
  explicit rows(sqlite3_stmt* s) : statement_(s) {}
  rows(rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  rows& operator=(rows&&) = delete;
  ~rows() { sqlite3_reset(statement_); }  // harmless on null

  bool next();  // true: a row is there to be read

  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  bool flag(int column) const { return integer(column) != 0; }
  double real(int column) const { return sqlite3_column_double(statement_, column); }
  std::string text(int column) const;  // null reads as empty
  timestamp time(int column) const { return from_unix_ms(integer(column)); }
  std::optional<timestamp> maybe_time(int column) const { return is_null(column) ? std::nullopt : std::optional(time(column)); }
  template <class E>
    requires std::is_enum_v<E>
  E as(int column) const {
    return static_cast<E>(integer(column));
  }

 private:
  sqlite3_stmt* statement_;
};

class connection {
 public:
  // Throws. `flags` as of sqlite3_open_v2.
  connection(const std::string& file, int flags);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // Executes to the end; the number of rows that it inserted, changed or deleted.
  template <class... Args>
  std::int64_t run(sql what, const Args&... args) {
    rows r = bound(what, SQLITE_STATIC, args...);
    while (r.next()) {
    }
    return sqlite3_changes64(handle_);
  }
  // Starts; values are copied.
  template <class... Args>
  rows query(sql what, const Args&... args) {
    return bound(what, SQLITE_TRANSIENT, args...);
  }
  // The first row's only column, as a number; 0 when there is none.
  template <class... Args>
  std::int64_t number_of(sql what, const Args&... args) {
    rows r = query(what, args...);
    return r.next() ? r.integer(0) : 0;
  }
  // Several statements, uncached and unbound: pragmas and migrations.
  void script(const std::string& text);

  std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
  // False when SQLite has ended the transaction by itself, as it does on a full disk.
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  const std::string& file() const { return file_; }
  sqlite3* handle() const { return handle_; }

 private:
  using lifetime = void (*)(void*);
  sqlite3_stmt* prepared(const char* text, int parameters);
  [[noreturn]] void refuse(int code) const;
  void check(int code) const {
    if (code != SQLITE_OK) refuse(code);
  }

  template <class... Args>
  rows bound(sql what, [[maybe_unused]] lifetime keep, const Args&... args) {
    sqlite3_stmt* s = prepared(what.text, static_cast<int>(sizeof...(Args)));
    rows r(s);
    [[maybe_unused]] int index = 0;
    (bind(s, ++index, keep, args), ...);
    return r;
  }
  template <class T>
  void bind(sqlite3_stmt* s, int index, [[maybe_unused]] lifetime keep, const T& value) {
    if constexpr (std::is_same_v<T, std::nullopt_t>)
      check(sqlite3_bind_null(s, index));
    else if constexpr (std::is_same_v<T, timestamp>)
      check(sqlite3_bind_int64(s, index, to_unix_ms(value)));
    else if constexpr (std::is_same_v<T, blob>)
      check(sqlite3_bind_blob64(s, index, value.bytes.data(), value.bytes.size(), keep));
    else if constexpr (std::is_enum_v<T> || std::integral<T>)
      check(sqlite3_bind_int64(s, index, static_cast<std::int64_t>(value)));
    else if constexpr (std::floating_point<T>)
      check(sqlite3_bind_double(s, index, value));
    else
      bind_text(s, index, keep, std::string_view(value));
  }
  template <class T>
  void bind(sqlite3_stmt* s, int index, lifetime keep, const std::optional<T>& value) {
    if (value)
      bind(s, index, keep, *value);
    else
      check(sqlite3_bind_null(s, index));
  }
  void bind_text(sqlite3_stmt* s, int index, lifetime keep, std::string_view value);

  std::string file_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

// What SQLite said, as a failure that tells a person what to do.
error sqlite_error(int code, std::string_view words, const std::string& file);

}  // namespace depeche
