// The files of a run: the suites that were named, and what they include, each read once.

#ifndef SWITCHGATE_RUNNER_SUITE_INCLUDE_H_
#define SWITCHGATE_RUNNER_SUITE_INCLUDE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

// One file as it was read.
struct Piece {
  int file = -1;                      // index into SourceFiles
  std::optional<tree::Node> root;     // a mapping; nothing when it could not be read as one
  std::vector<std::size_t> includes;  // indices of pieces, in the order of its `include`
  bool included = false;              // by another piece: not a suite of its own
  bool whole = true;                  // false: it, or one that it includes, could not be read
};

class Pieces {
 public:
  // What is read goes into `files`, what is wrong into `problems`.
  Pieces(SourceFiles& files, tree::Problems& problems) : files_(files), problems_(problems) {}

  // Reads the suites, then whatever they include, by way of others too. Call once.
  void read(const std::vector<std::string>& paths);

  const Piece& operator[](std::size_t index) const { return pieces_[index]; }
  // The named files that no other one includes: what is run.
  const std::vector<std::size_t>& suites() const { return suites_; }
  // `suite` and all that it includes: a file stands behind the ones it includes, so
  // `suite` is the last.
  std::vector<std::size_t> parts_of(std::size_t suite) const;
  // Does `over` include `under`, by way of others too?
  bool includes(std::size_t over, std::size_t under) const;
  // Could every file be read?
  bool all_whole() const;

  // Gives the tree away: for a suite that is one file.
  tree::Node take_root(std::size_t index) { return *std::move(pieces_[index].root); }

 private:
  std::optional<std::size_t> read_file(const std::string& path, SourcePos named_at);
  void follow(std::size_t piece);
  bool follow_one(std::size_t piece, const tree::Node& item);  // false: it could not be read
  void add_parts(std::size_t piece, std::vector<std::size_t>& parts) const;
  const std::string& path_of(std::size_t piece) const;
  std::string circle(std::size_t back_to) const;

  SourceFiles& files_;
  tree::Problems& problems_;
  std::vector<Piece> pieces_;
  std::vector<std::size_t> suites_;
  std::map<std::string, std::size_t> by_place_;  // the file without symbolic links -> piece
  std::vector<std::size_t> open_;                // pieces whose includes are being followed
  std::vector<bool> followed_;
  bool any_missing_ = false;
};

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_INCLUDE_H_
