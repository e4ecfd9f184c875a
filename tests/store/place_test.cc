// Places of baselines: whoever is killed at whatever moment leaves a pair that belongs together,
// and whoever writes at the same time loses nothing.

#include "runner/store/place.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks/base/sha256.h"
#include "runner/store/postgres_place.h"
#include "runner/store/sqlite_place.h"
#include "tests/support/postgres_server.h"
#include "tests/support/scratch_dir.h"

// ---- The calls by which a place changes the disk or speaks to a server, each a moment to be
// killed at

namespace {

int armed_at = -1;  // the call at which this process dies; below zero: never
int calls = 0;

bool is_the_end() { return armed_at >= 0 && calls++ == armed_at; }

void die() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

}  // namespace

// They stand before those of the C library in every program of this folder.
extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  if (is_the_end()) {
    syscall(SYS_write, file, bytes, size / 2);  // half of it gets there
    die();
  }
  return syscall(SYS_write, file, bytes, size);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  if (is_the_end()) {
    syscall(SYS_pwrite64, file, bytes, size / 2, offset);
    die();
  }
  return syscall(SYS_pwrite64, file, bytes, size, offset);
}

ssize_t send(int socket, const void* bytes, size_t size, int flags) {
  if (is_the_end()) {
    syscall(SYS_sendto, socket, bytes, size / 2, flags, nullptr, 0);
    die();
  }
  return syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}

int fsync(int file) {
  if (is_the_end()) die();
  return static_cast<int>(syscall(SYS_fsync, file));
}

int fdatasync(int file) {
  if (is_the_end()) die();
  return static_cast<int>(syscall(SYS_fdatasync, file));
}

int rename(const char* from, const char* to) noexcept {
  if (is_the_end()) die();
  return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char* path) noexcept {
  if (is_the_end()) die();
  return static_cast<int>(syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

}  // extern "C"

namespace switchgate::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Texts pair_of(const std::string& history) {
  return {"the baseline of " + sha256_hex(history), history};
}

bool belong_together(const Texts& texts) {
  return texts.history && texts.baseline == pair_of(*texts.history).baseline;
}

// What `update` is told to do: adds a word to the history.
Place::Edit adding(const std::string& word) {
  return [word](const std::optional<Texts>& stored) -> Result<Texts> {
    return pair_of((stored ? *stored->history + ' ' : "") + word);
  };
}

// What stands there; "!" in front of a pair that does not belong together.
std::string words_at(const Place& place) {
  const auto stored = place.read();
  if (!stored) return "! " + stored.error().message;
  if (!*stored) return "";
  return (belong_together(**stored) ? "" : "! ") + (*stored)->history.value_or("");
}

// Runs `work` in a process of its own that is killed at its `at`-th call; how it ended.
template <typename Work>
int in_a_process(int at, Work work) {
  const pid_t child = fork();
  if (child == 0) {
    armed_at = at;
    work();
    armed_at = -1;
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

bool was_killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }

// A kind of place: what is needed for one, and one there.
struct Kind {
  const char* name;
  bool needs_server;
  std::unique_ptr<Place> (*at)(const std::string& folder, std::chrono::milliseconds patience);
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

class Places : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    if (!GetParam().needs_server) return;
    const std::string missing = testing::postgres_missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
    server.emplace();
    ASSERT_EQ(server->problem(), "");
  }
  std::string where() const { return server ? server->socket_folder() : folder.path(); }
  std::unique_ptr<Place> place(std::chrono::milliseconds patience = kPatience) const {
    return GetParam().at(where(), patience);
  }
  testing::ScratchDir folder;
  std::optional<testing::PostgresServer> server;
};

TEST_P(Places, HoldWhatWasWrittenLast) {
  EXPECT_EQ(words_at(*place()), "");
  ASSERT_TRUE(place()->update(adding("one")));
  ASSERT_TRUE(place()->update(adding("two")));
  EXPECT_EQ(words_at(*place()), "one two");
  ASSERT_TRUE(place()->update([](const auto&) { return Texts{"alone", std::nullopt}; }));
  const auto stored = place()->read();
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ((*stored)->baseline, "alone");
  EXPECT_FALSE((*stored)->history);
}

TEST_P(Places, AnEditThatFailsChangesNothing) {
  ASSERT_TRUE(place()->update(adding("one")));
  const Status refused = place()->update([](const auto&) -> Result<Texts> {
    return Error{"not now", {}};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "not now");
  EXPECT_EQ(words_at(*place()), "one");
}

// The second update is killed at each of its calls in turn, and so is the third that finds what
// the second left.
TEST_P(Places, AKillAtAnyMomentLeavesAPairThatBelongsTogether) {
  int moments = 0;
  bool ended = false;
  for (; !ended && moments < 200; ++moments) {
    ASSERT_TRUE(place()->update([](const auto&) -> Result<Texts> { return pair_of("one"); }));
    const int status = in_a_process(moments, [this] { (void)place()->update(adding("two")).ok(); });
    ended = !was_killed(status);
    const std::string left = words_at(*place());
    EXPECT_TRUE(left == "one" || left == "one two") << "killed at " << moments << ": " << left;
    in_a_process(moments / 2, [this] { (void)place()->update(adding("three")).ok(); });
    const std::string again = words_at(*place());
    EXPECT_TRUE(again == left || again == left + " three")
        << "killed at " << moments << " and " << moments / 2 << ": " << again;
    ASSERT_TRUE(place()->update(adding("four"))) << "killed at " << moments;
    EXPECT_EQ(words_at(*place()), again + " four");
  }
  EXPECT_TRUE(ended) << "it never came to its end";
  EXPECT_GE(moments, 5) << "the calls are not noticed";
}

TEST_P(Places, WritersAtTheSameTimeLoseNothing) {
  constexpr int kWriters = 4;
  constexpr int kUpdates = 10;
  ASSERT_TRUE(place()->update(adding("0")));
  std::vector<pid_t> children;
  for (int i = 0; i < kWriters; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      int failed = 0;
      for (int j = 0; j < kUpdates; ++j) failed += place(60s)->update(adding("x")) ? 0 : 1;
      _exit(failed);
    }
    children.push_back(child);
  }
  // Whoever reads meanwhile finds a pair, never one half of it.
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(words_at(*place(60s)).find('!'), std::string::npos) << words_at(*place(60s));
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const std::string words = words_at(*place());
  EXPECT_EQ(std::count(words.begin(), words.end(), 'x'), kWriters * kUpdates) << words;
}

TEST_P(Places, AWriterThatWaitsTooLongSaysForWhat) {
  ASSERT_TRUE(place()->update(adding("one")));
  const Status outer = place()->update([this](const auto& stored) -> Result<Texts> {
    const Status inner = place(30ms)->update(adding("two"));
    EXPECT_FALSE(inner);
    if (!inner) {
      EXPECT_NE(inner.error().message.find("another process"), std::string::npos)
          << inner.error().message;
      EXPECT_NE(inner.error().message.find("30 ms"), std::string::npos) << inner.error().message;
      EXPECT_NE(inner.error().message.find(where()), std::string::npos) << inner.error().message;
    }
    return *stored;
  });
  EXPECT_TRUE(outer);
  EXPECT_EQ(words_at(*place()), "one");
}

TEST_P(Places, AFolderThatIsNotThereIsToldBeforehand) {
  const std::string nowhere = folder.path() + "/none";
  const Status possible = GetParam().at(nowhere, 30ms)->may_write();
  ASSERT_FALSE(possible);
  EXPECT_NE(possible.error().message.find(nowhere), std::string::npos) << possible.error().message;
  EXPECT_TRUE(place()->may_write());
}

std::unique_ptr<Place> as_files(const std::string& folder, std::chrono::milliseconds patience) {
  return file_place(folder + "/baseline.json", patience);
}

std::unique_ptr<Place> as_rows(const std::string& folder, std::chrono::milliseconds patience) {
  return sqlite_place(folder + "/baselines.db", "shop", patience);
}

std::unique_ptr<Place> as_rows_of_a_server(const std::string& folder,
                                           std::chrono::milliseconds patience) {
  auto place = postgres_place("postgresql://gate@/postgres?host=" + folder, "shop", patience);
  EXPECT_TRUE(place) << place.error().message;
  return place ? *std::move(place) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Store, Places,
                         ::testing::Values(Kind{"Files", false, &as_files},
                                           Kind{"Sqlite", false, &as_rows},
                                           Kind{"Postgres", true, &as_rows_of_a_server}),
                         [](const auto& kind) { return std::string(kind.param.name); });

// ---- Files alone

class FilePlaces : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder.path() + '/' + name; }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      all.push_back(entry.path().filename().string());
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  testing::ScratchDir folder;
};

TEST_F(FilePlaces, LeaveNothingButTheTwoFiles) {
  ASSERT_TRUE(file_place(path("baseline.json"))->update(adding("one")));
  ASSERT_TRUE(file_place(path("baseline.json"))->update(adding("two")));
  EXPECT_EQ(names(), (std::vector<std::string>{"baseline.history.json", "baseline.json"}));
}

TEST_F(FilePlaces, ALockThatNobodyHoldsIsNone) {
  folder.write("baseline.json.lock", "4194304");  // as of a process that was killed
  EXPECT_TRUE(file_place(path("baseline.json"), 0ms)->update(adding("one")));
  EXPECT_EQ(names().size(), 2U);
}

TEST_F(FilePlaces, TheMessageNamesTheProcessThatWrites) {
  const int held = open(path("baseline.json.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  folder.write("baseline.json.lock", "1234");
  const Status status = file_place(path("baseline.json"), 20ms)->update(adding("one"));
  close(held);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "cannot write " + path("baseline.json") +
                ": another process (process 1234) has been writing for 20 ms and holds " +
                path("baseline.json.lock") + ": wait for its end, or end it, then try again");
  EXPECT_EQ(names(), std::vector<std::string>{"baseline.json.lock"});
}

TEST_F(FilePlaces, ALinkStaysALinkAndBothNamesShareOneLock) {
  fs::create_directory(path("shared"));
  fs::create_symlink("shared/baseline.json", path("baseline.json"));
  ASSERT_TRUE(file_place(path("baseline.json"))->update(adding("one")));
  EXPECT_TRUE(fs::is_symlink(path("baseline.json")));
  EXPECT_TRUE(fs::is_regular_file(path("shared/baseline.json")));
  EXPECT_EQ(words_at(*file_place(path("baseline.json"))), "one");
  const Status outer =
      file_place(path("baseline.json"))->update([this](const auto& stored) -> Result<Texts> {
        EXPECT_FALSE(file_place(path("shared/baseline.json"), 20ms)->update(adding("two")));
        return *stored;
      });
  EXPECT_TRUE(outer);
}

TEST_F(FilePlaces, APipeIsReadOnceAndNeverReplaced) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  const pid_t child = fork();
  if (child == 0) {
    std::ofstream(path("pipe")) << "from a pipe";
    _exit(0);
  }
  const auto stored = file_place(path("pipe"))->read();
  waitpid(child, nullptr, 0);
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ((*stored)->baseline, "from a pipe");
  const Status status = file_place(path("pipe"))->update(adding("one"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "cannot write " + path("pipe") + ": it is no regular file, and a baseline is one");
}

// ---- Databases alone

class SqlitePlaces : public FilePlaces {
 protected:
  static std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::unique_ptr<Place> at(const std::string& name) const {
    auto place = place_at("sqlite:" + path(name));
    EXPECT_TRUE(place);
    return place ? *std::move(place) : nullptr;
  }
};

TEST_F(SqlitePlaces, HoldSeveralBaselinesUnderNames) {
  ASSERT_TRUE(at("all#1.db#shop")->update(adding("shop")));
  ASSERT_TRUE(at("all#1.db#idp")->update(adding("idp")));
  ASSERT_TRUE(sqlite_place(path("all#1.db"), "default")->update(adding("default")));
  EXPECT_EQ(words_at(*at("all#1.db#shop")), "shop");
  EXPECT_EQ(words_at(*at("all#1.db#idp")), "idp");
  EXPECT_EQ(words_at(*at("all#1.db#other")), "");
  ASSERT_TRUE(at("one.db")->update(adding("one")));
  EXPECT_EQ(words_at(*at("one.db#default")), "one");
  EXPECT_EQ(names(), (std::vector<std::string>{"all#1.db", "one.db"}));
}

TEST_F(SqlitePlaces, WhatIsNoDatabaseStaysAsItIs) {
  for (const std::string& text : {std::string("not a database"), std::string(5000, 'x')}) {
    folder.write("notes.txt", text);
    const std::string expected =
        path("notes.txt") + " is no SQLite database, and stays as it is: name another file";
    const auto read = at("notes.txt")->read();
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, expected);
    const Status written = at("notes.txt")->update(adding("one"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, expected);
    EXPECT_EQ(content(path("notes.txt")), text);
    EXPECT_EQ(names(), std::vector<std::string>{"notes.txt"});
  }
}

TEST_F(SqlitePlaces, ReadingMakesNoDatabase) {
  EXPECT_EQ(words_at(*at("none.db")), "");
  EXPECT_TRUE(names().empty());
}

TEST_F(SqlitePlaces, ANameThatSaysTooLittleIsAMistake) {
  for (const char* name : {"sqlite:", "sqlite:#shop", "sqlite:a.db#"}) {
    const auto place = place_at(name);
    ASSERT_FALSE(place) << name;
    EXPECT_EQ(place.error().message, "'" + std::string(name) +
                                         "' names no baseline: expected sqlite:PATH or "
                                         "sqlite:PATH#NAME, such as sqlite:baselines.db#shop");
  }
}

}  // namespace
}  // namespace switchgate::store
