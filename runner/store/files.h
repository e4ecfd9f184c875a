// Moves bytes between files and memory; says in words why it could not.

#ifndef SWITCHGATE_RUNNER_STORE_FILES_H_
#define SWITCHGATE_RUNNER_STORE_FILES_H_

#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate::store {

// The whole regular file; "-" is standard input. At most `max_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = 256'000'000);

// A file that will be replaced as a whole at the end of a run. Claiming it removes
// what stands there, so that yesterday's report is never taken for today's, and
// proves that the place can be written. A device, a pipe or a link is opened and written
// to instead: it is nobody's to replace.
class PendingFile {
 public:
  static Result<PendingFile> claim(std::string path);
  PendingFile(PendingFile&&) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  ~PendingFile();  // without commit() nothing is left

  // All of `bytes` under the final name at once, or nothing.
  Status commit(std::string_view bytes);
  const std::string& path() const { return path_; }

 private:
  PendingFile(std::string path, std::string temporary, int descriptor);
  std::string path_;
  std::string temporary_;  // empty: written straight to `path_`
  int descriptor_ = -1;
};

// A file that others write to as well: ours goes behind what stands there.
class AppendedFile {
 public:
  static Result<AppendedFile> open(std::string path);  // made when it is not there
  AppendedFile(AppendedFile&&) noexcept;
  AppendedFile& operator=(AppendedFile&&) noexcept;
  ~AppendedFile();

  Status append(std::string_view bytes) const;
  std::size_t size() const;  // 0 of what is no regular file
  const std::string& path() const { return path_; }

 private:
  AppendedFile(std::string path, int descriptor);
  std::string path_;
  int descriptor_ = -1;
};

// Replaces `path` at once by a file that holds `bytes`; writes straight to a device, a
// pipe or a link.
Status write_atomically(const std::string& path, std::string_view bytes);

// All of `bytes` in `path`, on the disk. An interruption leaves a part of it, an error nothing.
Status write_durably(const std::string& path, std::string_view bytes);
// `from` is called `to` from now on, also after a power failure; what `to` was is gone.
Status rename_durably(const std::string& from, const std::string& to);

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_FILES_H_
