// CSV (RFC 4180) to a table whose every cell knows its place, for data that people
// keep in spreadsheets.

#ifndef SWITCHGATE_CHECKS_CSV_READER_H_
#define SWITCHGATE_CHECKS_CSV_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/limits.h"
#include "checks/base/source_pos.h"
#include "checks/tree/problems.h"

namespace switchgate::csv {

struct ReadLimits {
  std::size_t rows = limits_in_force().rows;  // without the header
  std::size_t columns = limits_in_force().columns;
};

struct Cell {
  std::string text;  // without its quotes; blanks belong to it
  SourcePos pos;     // of its first byte, the quote when it has one
};

using Record = std::vector<Cell>;

struct Table {
  Record header;             // names, each once and none empty
  std::vector<Record> rows;  // each as long as the header; may be none
};

// The first record is the header. Cells are separated by commas and records end with LF
// or CRLF; a cell in quotes may hold either, and "" for a quote. A byte order mark and
// empty lines are skipped. `file` is the index that positions get, and
// `files[file].text` is what is read. Mistakes are told, the first twenty of them;
// nothing on a mistake.
std::optional<Table> read(const SourceFiles& files, int file, tree::Problems& problems,
                          const ReadLimits& limits = {});

}  // namespace switchgate::csv

#endif  // SWITCHGATE_CHECKS_CSV_READER_H_
