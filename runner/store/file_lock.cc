#include "runner/store/file_lock.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace switchgate::store {
namespace {

Error cannot_lock(const std::string& path, int error) {
  return {"cannot lock " + path + ": " + std::generic_category().message(error), {}};
}

// Does `path` still name the file that is open? Who held it before has removed it.
bool is_still_there(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

// " (process 1234)", as its holder wrote it.
std::string holder(int descriptor) {
  std::array<char, 20> text{};
  const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
  const std::string_view number(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  const bool known =
      !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  return known ? " (process " + std::string(number) + ')' : "";
}

Error still_held(const std::string& path, const std::string& by,
                 std::chrono::milliseconds patience) {
  return {"another process" + by + " has been writing for " + std::to_string(patience.count()) +
              " ms and holds " + path + ": wait for its end, or end it, then try again",
          {}};
}

void sign(int descriptor) {
  const std::string number = std::to_string(::getpid());
  // Only for the message of others: the lock holds without it.
  if (::ftruncate(descriptor, 0) == 0 &&
      ::pwrite(descriptor, number.data(), number.size(), 0) < 0) {
    errno = 0;
  }
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kPause{10};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) {
      return cannot_lock(path, errno);
    }
    const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    const int error = locked ? 0 : errno;
    if (locked && is_still_there(descriptor, path)) {
      sign(descriptor);
      return FileLock(path, descriptor);
    }
    const std::string by = holder(descriptor);
    ::close(descriptor);
    if (error != 0 && error != EWOULDBLOCK && error != EINTR) {
      return cannot_lock(path, error);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return still_held(path, by, patience);
    }
    std::this_thread::sleep_for(error == 0 ? std::chrono::milliseconds(0) : kPause);
  }
}

FileLock::FileLock(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

FileLock::FileLock(FileLock&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) {
    ::unlink(path_.c_str());  // while it is held, so that it is nobody else's
    ::close(descriptor_);
  }
}

}  // namespace switchgate::store
