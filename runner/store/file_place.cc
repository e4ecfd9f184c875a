// A baseline as two files: baseline.json for review, baseline.history.json beside it.
//
// Two files cannot be replaced at once, so the new history waits under a name of its own until the
// new baseline, which names it by its SHA-256, is there:
//
//   1. baseline.history.json.next  is written
//   2. baseline.json               is replaced      <- from here on the new pair is valid
//   3. baseline.history.json       is replaced by .next
//
// Wherever that is interrupted, one of the two histories is the one that baseline.json names. A
// reader takes that one; the next writer finishes step 3 first.

#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "checks/base/sha256.h"
#include "runner/store/file_lock.h"
#include "runner/store/files.h"
#include "runner/store/place.h"

namespace switchgate::store {
namespace {

namespace fs = std::filesystem;

// Where writing to `path` ends: a link stays one, what it names is replaced.
std::string followed(const std::string& path) {
  constexpr int kMostLinks = 40;
  fs::path place = path;
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(place, error); ++i) {
    const fs::path target = fs::read_symlink(place, error);
    place = target.is_absolute() ? target : place.parent_path() / target;
  }
  return place.string();
}

std::string history_beside(const std::string& path) {
  return (path.ends_with(".json") ? path.substr(0, path.size() - 5) : path) + ".history.json";
}

bool belongs(const std::string& baseline, const std::string& history) {
  return baseline.find(sha256_hex(history)) != std::string::npos;
}

// Nothing when there is no such file.
Result<std::optional<std::string>> read_if_there(const std::string& path) {
  std::error_code ignored;
  Result<std::string> text = read_file(path);
  if (text) {
    return std::optional(*std::move(text));
  }
  return fs::exists(path, ignored) ? Result<std::optional<std::string>>(text.error())
                                   : std::optional<std::string>();
}

class FilePlace final : public Place {
 public:
  FilePlace(const std::string& path, std::chrono::milliseconds patience)
      : path_(path), history_(history_beside(path)), patience_(patience) {}

  Result<std::optional<Texts>> read() const override {
    std::error_code ignored;
    if (!fs::exists(path_, ignored)) {
      return std::optional<Texts>();
    }
    const Result<Found> found = find();
    if (!found) {
      return found.error();
    }
    return std::optional(found->texts);
  }

  Status may_write() const override {
    std::error_code ignored;
    if (fs::exists(path_, ignored) && !fs::is_regular_file(path_, ignored)) {
      return Error{"cannot write " + path_ + ": it is no regular file, and a baseline is one", {}};
    }
    const fs::path parent = fs::path(followed(path_)).parent_path();
    const std::string folder = parent.empty() ? "." : parent.string();
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
      return Error{"cannot write " + path_ + ": its folder " + folder +
                       " is not there or may not be written to",
                   {}};
    }
    return Ok{};
  }

  Status update(const Edit& edit) override {
    if (Status possible = may_write(); !possible) {
      return possible;
    }
    const std::string path = followed(path_);
    const Result<FileLock> lock = FileLock::take(path + ".lock", patience_);
    if (!lock) {
      return Error{"cannot write " + path_ + ": " + lock.error().message, {}};
    }
    std::error_code ignored;
    std::optional<Texts> stored;
    if (fs::exists(path_, ignored)) {
      Result<Found> found = find();
      if (!found) {
        return found.error();
      }
      if (found->waiting) {
        if (Status finished = move_into_place(); !finished) {
          return finished;
        }
      }
      stored = std::move(found->texts);
    }
    const Result<Texts> next = edit(stored);
    return next ? replace(path, *next) : Status(next.error());
  }

  std::string history_name() const override { return history_; }
  std::vector<std::string> files() const override { return {path_, history_}; }

 private:
  struct Found {
    Texts texts;
    bool waiting = false;  // its history waits for step 3
  };

  std::string next_history() const { return followed(history_) + ".next"; }

  // The baseline with the history that it names. A history that is none of it comes along only
  // when the baseline stayed the same while both places were looked at, the waiting one first: a
  // writer at work moves from there to here.
  Result<Found> find() const {
    constexpr int kMostTries = 100;
    Result<std::string> baseline = read_file(path_);
    std::error_code ignored;
    for (int i = 0; baseline && i < kMostTries; ++i) {
      if (!fs::is_regular_file(path_, ignored)) {
        return Found{{*std::move(baseline), std::nullopt}, false};  // a pipe: only once
      }
      const auto waiting = read_if_there(next_history());
      const auto in_place = read_if_there(history_);
      if (in_place && *in_place && belongs(*baseline, **in_place)) {
        return Found{{*std::move(baseline), *in_place}, false};
      }
      if (waiting && *waiting && belongs(*baseline, **waiting)) {
        return Found{{*std::move(baseline), *waiting}, true};
      }
      Result<std::string> again = read_file(path_);
      if (again && *again == *baseline) {
        if (!in_place) {
          return in_place.error();
        }
        return Found{{*std::move(baseline), *in_place}, false};
      }
      baseline = std::move(again);
    }
    return baseline
               ? Error{path_ + " changes all the time: try again when its writers have ended", {}}
               : baseline.error();
  }

  Status move_into_place() const { return rename_durably(next_history(), followed(history_)); }

  Status replace(const std::string& path, const Texts& texts) const {
    if (texts.history) {
      if (Status written = write_durably(next_history(), *texts.history); !written) {
        return written;
      }
    }
    const std::string next = path + ".next";
    if (Status written = write_durably(next, texts.baseline); !written) {
      return written;
    }
    std::error_code ignored;
    if (Status renamed = rename_durably(next, path); !renamed) {
      fs::remove(next, ignored);
      return renamed;
    }
    if (!texts.history) {
      fs::remove(history_, ignored);  // it belongs to nothing any more
      return Ok{};
    }
    // Where this fails, all is stored nevertheless: the history is read from where it waits.
    const Status moved = move_into_place();
    static_cast<void>(moved);
    return Ok{};
  }

  std::string path_;
  std::string history_;
  std::chrono::milliseconds patience_;
};

}  // namespace

std::unique_ptr<Place> file_place(const std::string& path, std::chrono::milliseconds patience) {
  return std::make_unique<FilePlace>(path, patience);
}

}  // namespace switchgate::store
