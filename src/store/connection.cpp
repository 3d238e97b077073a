#include "store/connection.hpp"

#include <cassert>

namespace depeche {
namespace {

std::string remedy_for(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program holds the database: stop it, or try again";
    case SQLITE_FULL:
      return "make room on the disk";
    case SQLITE_READONLY:
      return "make the file and its folder writable for this user";
    case SQLITE_CANTOPEN:
      return "check that the file and its folder may be read and written by this user";
    case SQLITE_CORRUPT:
      return "restore a backup, or save what can be read with `sqlite3 FILE .recover`";
    case SQLITE_NOTADB:
      return "name a depeche database, or a file that does not exist yet";
    case SQLITE_IOERR:
      return "check the disk";
    default:
      return {};
  }
}

}  // namespace

error sqlite_error(int code, std::string_view words, const std::string& file) {
  return fail(errc::database_failed, "database: " + std::string(words), file, remedy_for(code));
}

bool rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* handle = sqlite3_db_handle(statement_);
  const char* file = sqlite3_db_filename(handle, "main");
  throw failure(sqlite_error(code, sqlite3_errmsg(handle), file && *file ? file : ":memory:"));
}

std::string rows::text(int column) const {
  // The pointer first: it fixes the encoding that the byte count then tells.
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes ? std::string(bytes, size) : std::string();
}

connection::connection(const std::string& file, int flags) : file_(file) {
  // Its count of its memory, which nobody reads, takes a lock at every allocation. Only before the first connection.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code == SQLITE_OK) return;
  const error why = sqlite_error(code, handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), file);
  sqlite3_close(handle_);
  throw failure(why);
}

connection::~connection() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void connection::script(const std::string& text) { check(sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr)); }

sqlite3_stmt* connection::prepared(const char* text, [[maybe_unused]] int parameters) {
  sqlite3_stmt*& statement = statements_[text];
  if (!statement) check(sqlite3_prepare_v3(handle_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  assert(sqlite3_bind_parameter_count(statement) == parameters);
  assert(!sqlite3_stmt_busy(statement));
  return statement;
}

void connection::refuse(int code) const { throw failure(sqlite_error(code, sqlite3_errmsg(handle_), file_)); }

void connection::bind_text(sqlite3_stmt* s, int index, lifetime keep, std::string_view value) {
  // A null pointer would bind NULL; an empty view may have one.
  const char* bytes = value.data() ? value.data() : "";
  check(sqlite3_bind_text64(s, index, bytes, value.size(), keep, SQLITE_UTF8));
}

}  // namespace depeche
