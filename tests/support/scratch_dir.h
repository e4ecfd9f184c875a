// A directory for one test, removed with everything in it.

#ifndef SWITCHGATE_TESTS_SUPPORT_SCRATCH_DIR_H_
#define SWITCHGATE_TESTS_SUPPORT_SCRATCH_DIR_H_

#include <string>
#include <string_view>

namespace switchgate::testing {

class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;

  const std::string& path() const { return path_; }
  // Writes `text` to the file `name` in it; gives its path.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::string path_;
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_SCRATCH_DIR_H_
