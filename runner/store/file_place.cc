// A baseline as two files: baseline.json for review, baseline.history.json beside it.

#include <filesystem>

#include "runner/store/files.h"
#include "runner/store/place.h"

namespace switchgate::store {
namespace {

class FilePlace final : public Place {
 public:
  explicit FilePlace(const std::string& path)
      : path_(path),
        history_((path.ends_with(".json") ? path.substr(0, path.size() - 5) : path) +
                 ".history.json") {}

  Result<std::optional<Texts>> read() const override {
    std::error_code ignored;
    if (!std::filesystem::exists(path_, ignored)) {
      return std::optional<Texts>();
    }
    Result<std::string> baseline = read_file(path_);
    if (!baseline) {
      return baseline.error();
    }
    Texts texts{*std::move(baseline), std::nullopt};
    if (std::filesystem::exists(history_, ignored)) {
      Result<std::string> history = read_file(history_);
      if (!history) {
        return history.error();
      }
      texts.history = *std::move(history);
    }
    return std::optional(std::move(texts));
  }

  Status update(const Edit& edit) override {
    const Result<std::optional<Texts>> stored = read();
    if (!stored) {
      return stored.error();
    }
    const Result<Texts> next = edit(*stored);
    if (!next) {
      return next.error();
    }
    if (next->history) {
      if (const Status status = write_atomically(history_, *next->history); !status) {
        return status;
      }
    }
    return write_atomically(path_, next->baseline);
  }

  std::string history_name() const override { return history_; }
  std::vector<std::string> files() const override { return {path_, history_}; }

 private:
  std::string path_;
  std::string history_;
};

}  // namespace

std::unique_ptr<Place> place_at(const std::string& name) {
  return std::make_unique<FilePlace>(name);
}

}  // namespace switchgate::store
