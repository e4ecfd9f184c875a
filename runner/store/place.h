// Where a baseline lives: two texts that belong together and are replaced together. What the texts
// mean is not known here; that the first names the second by its SHA-256 is.

#ifndef SWITCHGATE_RUNNER_STORE_PLACE_H_
#define SWITCHGATE_RUNNER_STORE_PLACE_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/result.h"

namespace switchgate::store {

struct Texts {
  std::string baseline;
  std::optional<std::string> history;
};

class Place {
 public:
  Place() = default;
  virtual ~Place() = default;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  // What is stored there; nothing when there is nothing yet. Waits for no writer, and writes
  // nothing.
  virtual Result<std::optional<Texts>> read() const = 0;

  // What can be told before a long run about whether it could be written to afterwards.
  virtual Status may_write() const = 0;

  // Replaces both texts at once by what `edit` makes of those that are stored at that moment.
  // When it fails, or `edit` does, or the process is killed, everything stays as it was. Only one
  // process at a time does so: others wait, and fail when that takes too long.
  using Edit = std::function<Result<Texts>(const std::optional<Texts>& stored)>;
  virtual Status update(const Edit& edit) = 0;

  // How messages call the place of the history.
  virtual std::string history_name() const = 0;
  // The files that nothing else may be written over.
  virtual std::vector<std::string> files() const = 0;
};

// How long a writer waits for others.
inline constexpr std::chrono::seconds kPatience{10};

// A file, beside which `<name>.history.json` stands.
std::unique_ptr<Place> file_place(const std::string& path,
                                  std::chrono::milliseconds patience = kPatience);

// The place that people name so: "sqlite:PATH#NAME" or "postgresql://USER@HOST/DATABASE#NAME"
// (without
// "#NAME" it is "default"), else the path of a file.
Result<std::unique_ptr<Place>> place_at(const std::string& name);

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_PLACE_H_
