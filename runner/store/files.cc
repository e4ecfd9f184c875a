#include "runner/store/files.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace switchgate::store {
namespace {

namespace fs = std::filesystem;

std::string why(int error) { return std::generic_category().message(error); }

Error cannot(std::string_view what, const std::string& path, int error) {
  return {"cannot " + std::string(what) + " " + path + ": " + why(error), {}};
}

Result<std::string> read_descriptor(int descriptor, const std::string& path,
                                    std::size_t max_bytes) {
  std::string bytes;
  std::string chunk(65'536, '\0');
  for (;;) {
    const ssize_t got = ::read(descriptor, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return cannot("read", path, errno);
    }
    if (got == 0) {
      return bytes;
    }
    bytes.append(chunk, 0, static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) {
      return Error{
          "cannot read " + path + ": it is larger than " + std::to_string(max_bytes) + " bytes",
          {}};
    }
  }
}

// All of `bytes`, or the error number.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) {
      return errno;
    }
    bytes.remove_prefix(put > 0 ? static_cast<std::size_t>(put) : 0);
  }
  return 0;
}

// Whether something other than a regular file stands at `path`: a device, a pipe or a
// link (`/dev/stdout`, a shell's `>(command)`). It is written to, never replaced: as root
// `--report json=/dev/null` would otherwise leave the machine with a file of that name.
bool is_special(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
}

// `path` opened to be written from its beginning, or -1. A pipe that nobody reads is an
// error at once rather than a wait.
int open_special(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0644);
  if (descriptor >= 0) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  }
  return descriptor;
}

Status finish_special(int descriptor, const std::string& path, std::string_view bytes) {
  int error = write_all(descriptor, bytes);
  if (::close(descriptor) != 0 && error == 0) {
    error = errno;
  }
  return error == 0 ? Status(Ok{}) : Status(cannot("write", path, error));
}

// Gives the written file its final name; ends with the descriptor closed either way.
Status put_in_place(int descriptor, const std::string& temporary, const std::string& path,
                    int error) {
  if (::close(descriptor) != 0 && error == 0) {
    error = errno;
  }
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    ::unlink(temporary.c_str());
    return cannot("write", path, error);
  }
  return Ok{};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  if (path == "-") {
    return read_descriptor(STDIN_FILENO, "standard input", max_bytes);
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return cannot("read", path, errno);
  }
  struct stat info {};
  Result<std::string> bytes = ::fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode)
                                  ? cannot("read", path, EISDIR)
                                  : read_descriptor(descriptor, path, max_bytes);
  ::close(descriptor);
  return bytes;
}

PendingFile::PendingFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
    if (!temporary_.empty()) {
      ::unlink(temporary_.c_str());
    }
  }
}

Result<PendingFile> PendingFile::claim(std::string path) {
  std::error_code ignored;
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty()) {
    fs::create_directories(parent, ignored);
  }
  if (fs::is_directory(path, ignored)) {
    return cannot("write", path, EISDIR);
  }
  if (is_special(path)) {
    const int descriptor = open_special(path);
    if (descriptor < 0) {
      return cannot("write", path, errno);
    }
    return PendingFile(std::move(path), {}, descriptor);
  }
  std::string temporary = path + ".part-XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return cannot("write", path, errno);
  }
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    const int error = errno;
    ::close(descriptor);
    ::unlink(temporary.c_str());
    return cannot("replace", path, error);
  }
  ::fchmod(descriptor, 0644);
  return PendingFile(std::move(path), std::move(temporary), descriptor);
}

Status PendingFile::commit(std::string_view bytes) {
  if (temporary_.empty()) {
    return finish_special(std::exchange(descriptor_, -1), path_, bytes);
  }
  const int error = write_all(descriptor_, bytes);
  return put_in_place(std::exchange(descriptor_, -1), temporary_, path_, error);
}

AppendedFile::AppendedFile(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

AppendedFile::AppendedFile(AppendedFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

AppendedFile& AppendedFile::operator=(AppendedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

AppendedFile::~AppendedFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<AppendedFile> AppendedFile::open(std::string path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return cannot("write", path, errno);
  }
  return AppendedFile(std::move(path), descriptor);
}

Status AppendedFile::append(std::string_view bytes) const {
  const int error = write_all(descriptor_, bytes);
  return error == 0 ? Status(Ok{}) : Status(cannot("write", path_, error));
}

std::size_t AppendedFile::size() const {
  struct stat info {};
  return ::fstat(descriptor_, &info) == 0 && S_ISREG(info.st_mode)
             ? static_cast<std::size_t>(info.st_size)
             : 0;
}

Status write_atomically(const std::string& path, std::string_view bytes) {
  if (is_special(path)) {
    const int special = open_special(path);
    return special < 0 ? Status(cannot("write", path, errno))
                       : finish_special(special, path, bytes);
  }
  // Unlike claim(), the old file stays until the new one is whole.
  std::string temporary = path + ".part-XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return cannot("write", path, errno);
  }
  ::fchmod(descriptor, 0644);
  int error = write_all(descriptor, bytes);
  if (error == 0 && ::fsync(descriptor) != 0) {
    error = errno;
  }
  return put_in_place(descriptor, temporary, path, error);
}

Status write_durably(const std::string& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return cannot("write", path, errno);
  }
  int error = write_all(descriptor, bytes);
  if (error == 0 && ::fsync(descriptor) != 0) {
    error = errno;
  }
  if (::close(descriptor) != 0 && error == 0) {
    error = errno;
  }
  if (error != 0) {
    ::unlink(path.c_str());
    return cannot("write", path, error);
  }
  return Ok{};
}

Status rename_durably(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    return cannot("write", to, errno);
  }
  const fs::path parent = fs::path(to).parent_path();
  const int folder =
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);  // not every file system can; then the order of its writes is its own
    ::close(folder);
  }
  return Ok{};
}

}  // namespace switchgate::store
