// The spike behind docs/decisions/0002: what a row of an inbox-like table costs through SOCI and through SQLite's own C API,
// 200,000 rows in groups of 100, synchronous=FULL on a WAL, prepared once in both. Not part of the build:
//   clang++-19 -std=c++20 -O2 bench/spikes/soci_insert.cpp -o /tmp/soci_insert -lsoci_core -lsoci_sqlite3 -lsqlite3
//   /tmp/soci_insert FOLDER [ROWS] [soci|c]
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>  // brings sqlite3.h, inside a namespace of its own

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

using namespace sqlite_api;

namespace {

constexpr long long group = 100;
const char* const table =
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL, received INTEGER NOT NULL, "
    "body TEXT NOT NULL, reply TEXT)";
const char* const insert = "INSERT INTO inbox (id, account, key, received, body) VALUES (:id, :account, :key, :received, :body)";
const std::string account = "main", body(380, 'x');

std::string key_of(long long i) { return std::to_string(23456789012345678 + i); }

std::string fresh(const std::string& file) {
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(file + tail);
  return file;
}

template <class F>
void measure(const char* what, long long rows, F work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  work();
  const double wall = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
  const double used = static_cast<double>(std::clock() - cpu) * 1e6 / CLOCKS_PER_SEC;
  std::printf("%-10s %7.2f us of CPU a row, %8.2f us by the wall\n", what, used / static_cast<double>(rows),
              wall / static_cast<double>(rows));
}

void by_soci(const std::string& file, long long rows) {
  soci::session db(soci::sqlite3, "dbname=" + fresh(file));
  db << "PRAGMA journal_mode = WAL";
  db << "PRAGMA synchronous = FULL";
  db << table;
  long long id = 0, received = 1795435200000;
  std::string key;
  soci::statement add =
      (db.prepare << insert, soci::use(id), soci::use(account), soci::use(key), soci::use(received), soci::use(body));
  measure("SOCI", rows, [&] {
    while (id < rows) {
      soci::transaction t(db);
      for (long long i = 0; i < group; ++i) {
        key = key_of(++id);
        add.execute(true);
      }
      t.commit();
    }
  });
}

void must(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE) std::abort();
}

void by_c_api(const std::string& file, long long rows) {
  ::sqlite_api::sqlite3* db = nullptr;
  must(sqlite3_open_v2(fresh(file).c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
  must(sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nullptr, nullptr, nullptr));
  must(sqlite3_exec(db, table, nullptr, nullptr, nullptr));
  sqlite3_stmt* add = nullptr;
  must(sqlite3_prepare_v3(db, insert, -1, SQLITE_PREPARE_PERSISTENT, &add, nullptr));
  measure("C API", rows, [&] {
    for (long long id = 0; id < rows;) {
      must(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
      for (long long i = 0; i < group; ++i) {
        const std::string key = key_of(++id);
        must(sqlite3_bind_int64(add, 1, id));
        must(sqlite3_bind_text(add, 2, account.data(), static_cast<int>(account.size()), SQLITE_STATIC));
        must(sqlite3_bind_text(add, 3, key.data(), static_cast<int>(key.size()), SQLITE_STATIC));
        must(sqlite3_bind_int64(add, 4, 1795435200000));
        must(sqlite3_bind_text(add, 5, body.data(), static_cast<int>(body.size()), SQLITE_STATIC));
        must(sqlite3_step(add));
        must(sqlite3_reset(add));
      }
      must(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr));
    }
  });
  must(sqlite3_finalize(add));
  must(sqlite3_close(db));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path().string();
  const long long rows = argc > 2 ? std::atoll(argv[2]) : 200'000;
  const std::string only = argc > 3 ? argv[3] : "";
  for (int round = 0; round < (only.empty() ? 3 : 1); ++round) {
    if (only != "c") by_soci(folder + "/spike-soci.db", rows);
    if (only != "soci") by_c_api(folder + "/spike-c.db", rows);
  }
}
