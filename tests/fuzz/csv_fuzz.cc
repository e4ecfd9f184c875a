// Fuzzes the CSV reader: no input may crash it, it is never silent about one that it
// refuses, every row is as long as the header, and what it says can be shown.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "checks/base/text.h"
#include "checks/csv/reader.h"

namespace {

using namespace switchgate;

// Quoted, so that reading it again must give the same cells.
std::string written(const csv::Record& record) {
  std::string line;
  for (const csv::Cell& cell : record) {
    line += (line.empty() ? "\"" : ",\"") + replace_all(cell.text, "\"", "\"\"") + '"';
  }
  return line + '\n';
}

bool same_texts(const csv::Record& a, const csv::Record& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const csv::Cell& x, const csv::Cell& y) { return x.text == y.text; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceFiles files = {
      {"fuzz.csv", "", std::string(reinterpret_cast<const char*>(data), size)}};
  tree::Problems problems;
  const auto table = csv::read(files, 0, problems, {1'000, 100});
  if (table.has_value() != problems.empty()) {
    std::abort();
  }
  const std::string told = problems.to_text(files);
  if (find_invalid_utf8(told) || told.find('\x1b') != std::string::npos) {
    std::abort();
  }
  if (!table) {
    return 0;
  }
  std::string text = written(table->header);
  for (const csv::Record& row : table->rows) {
    if (row.size() != table->header.size()) {
      std::abort();
    }
    text += written(row);
  }
  const SourceFiles again = {{"again.csv", "", text}};
  const auto same = csv::read(again, 0, problems, {1'000, 100});
  if (!same || !same_texts(same->header, table->header) ||
      same->rows.size() != table->rows.size() ||
      !std::equal(same->rows.begin(), same->rows.end(), table->rows.begin(), same_texts)) {
    std::abort();
  }
  return 0;
}
