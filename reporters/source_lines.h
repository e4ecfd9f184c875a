// What formats say of a line of a suite: GitHub's hash of it, and columns as SARIF counts
// them. From the file's text in a run of this process; as it was stored in a run read back.

#ifndef SWITCHGATE_REPORTERS_SOURCE_LINES_H_
#define SWITCHGATE_REPORTERS_SOURCE_LINES_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

class SourceLines {
 public:
  // Keeps a reference to the report.
  explicit SourceLines(const RunReport& report) : report_(report) {}

  // Nothing for a line that is not there or not known.
  std::optional<std::string> hash(const SourcePos& pos);
  // The column in UTF-16 units; ours are bytes. Nothing for an unknown one.
  std::optional<int> utf16_column(const SourcePos& pos);

 private:
  // What a file's text gives, worked out once.
  struct Text {
    std::vector<std::string> hashes;
    std::vector<std::string_view> lines;
  };
  const Text* text_of(int file);
  const KnownLine* known(const SourcePos& pos) const;

  const RunReport& report_;
  std::map<int, Text> texts_;
};

// The lines at which a finding of the report stands, with what SourceLines knows of them: by
// file and line, of files in the repository only.
std::vector<KnownLine> lines_of_findings(const RunReport& report);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_SOURCE_LINES_H_
