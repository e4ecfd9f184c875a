// A place in a file that a user wrote. Positions are small because a suite of
// 10,000 checks has a hundred thousand of them: the file is an index into the
// table of SourceFiles that was filled while loading.

#ifndef SWITCHGATE_CHECKS_BASE_SOURCE_POS_H_
#define SWITCHGATE_CHECKS_BASE_SOURCE_POS_H_

#include <string>
#include <vector>

namespace switchgate {

struct SourcePos {
  int file = -1;   // index into SourceFiles; -1: nowhere
  int line = 0;    // 1-based; 0: the file as a whole
  int column = 0;  // 1-based, in bytes; 0: the line as a whole

  bool known() const { return file >= 0; }
  friend bool operator==(const SourcePos&, const SourcePos&) = default;
};

// One file as it was read.
struct SourceFile {
  std::string path;       // as the user named it; what messages show
  std::string repo_path;  // relative to the repository's root, '/'-separated; empty: outside of it
  std::string text;
};

using SourceFiles = std::vector<SourceFile>;

// "smoke.yaml:14:9", without the parts that are not known; empty for nowhere.
std::string to_string(const SourcePos& pos, const SourceFiles& files);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_SOURCE_POS_H_
