// One writer at a time: a lock beside a file, held by the kernel for the process that took it, so
// that nobody has to clean up after one that was killed.

#ifndef SWITCHGATE_RUNNER_STORE_FILE_LOCK_H_
#define SWITCHGATE_RUNNER_STORE_FILE_LOCK_H_

#include <chrono>
#include <string>

#include "checks/base/result.h"

namespace switchgate::store {

class FileLock {
 public:
  // Waits at most `patience` for another process to end its writing; the error names it.
  static Result<FileLock> take(const std::string& path, std::chrono::milliseconds patience);
  FileLock(FileLock&&) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();  // lets go, and removes the file

 private:
  FileLock(std::string path, int descriptor);
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_FILE_LOCK_H_
