// Reads CSV, byte by byte: a cell is plain or quoted, a record ends where its line does.

#include "checks/csv/reader.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::csv {
namespace {

constexpr std::size_t kMostMistakes = 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  Reader(const SourceFiles& files, int file, tree::Problems& problems, const ReadLimits& limits)
      : text_(files[static_cast<std::size_t>(file)].text),
        file_(file),
        problems_(problems),
        limits_(limits) {
    if (text_.starts_with(kByteOrderMark)) {
      at_ = line_start_ = kByteOrderMark.size();
    }
  }

  std::optional<Table> read() {
    Table table;
    if (!check_bytes()) {
      return std::nullopt;
    }
    skip_empty_lines();
    if (at_end()) {
      tell({file_, 0, 0}, "it is empty: its first line names the columns");
      return std::nullopt;
    }
    table.header = read_record();
    check_header(table.header);
    for (skip_empty_lines(); !at_end() && mistakes_ < kMostMistakes; skip_empty_lines()) {
      if (table.rows.size() == limits_.rows) {
        tell(here(), "it has more than " + std::to_string(limits_.rows) + " rows" +
                         raise_hint(&Limits::rows));
        break;
      }
      table.rows.push_back(read_record());
      check_length(table.rows.back(), table.header.size());
    }
    if (mistakes_ >= kMostMistakes) {
      problems_.add({file_, 0, 0},
                    "it was not read any further after " + std::to_string(mistakes_) + " mistakes");
    }
    return mistakes_ == 0 ? std::optional(std::move(table)) : std::nullopt;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  bool at_line_end() const {
    return at_end() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
  }
  SourcePos here() const { return {file_, line_, static_cast<int>(at_ - line_start_) + 1}; }

  void tell(SourcePos pos, std::string message) {
    broken_ = true;  // one mistake a record: the rest of it follows from the first
    if (mistakes_++ < kMostMistakes) {
      problems_.add(pos, std::move(message));
    }
  }

  // What is no text at all, told once for the file.
  bool check_bytes() {
    const std::size_t nul = text_.find('\0');
    const std::size_t wrong = std::min(find_invalid_utf8(text_).value_or(text_.size()), nul);
    if (wrong >= text_.size()) {
      return true;
    }
    const std::string_view before = text_.substr(0, wrong);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
    tell({file_, line, static_cast<int>(wrong - start) + 1},
         nul == wrong ? "a NUL byte stands here: save it as UTF-8"
                      : "what stands here is not UTF-8: save it as UTF-8");
    return false;
  }

  void skip_line_end() {
    if (at_end()) {
      return;
    }
    at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
    line_start_ = at_;
  }

  void skip_empty_lines() {
    while (!at_end() && at_line_end()) {
      skip_line_end();
    }
  }

  void skip_line() {
    while (!at_line_end()) {
      ++at_;
    }
  }

  Record read_record() {
    Record record;
    broken_ = false;
    for (bool more = true; more && !broken_;) {
      if (record.size() == limits_.columns) {
        tell(here(), "a row has more than " + std::to_string(limits_.columns) + " cells" +
                         raise_hint(&Limits::columns));
        break;
      }
      record.push_back(read_cell());
      more = !broken_ && !at_end() && text_[at_] == ',';
      at_ += more ? 1 : 0;
    }
    skip_line();
    skip_line_end();
    return record;
  }

  Cell read_cell() {
    Cell cell{{}, here()};
    if (!at_end() && text_[at_] == '"') {
      read_quoted(cell);
    } else {
      read_plain(cell);
    }
    return cell;
  }

  void read_plain(Cell& cell) {
    const std::size_t begin = at_;
    for (; !at_line_end() && text_[at_] != ','; ++at_) {
      if (text_[at_] == '"' || text_[at_] == '\r') {
        tell(here(), text_[at_] == '"'
                         ? "a quote stands inside of a cell: put the whole cell into quotes and "
                           "write \"\" for this one"
                         : "a carriage return stands inside of a cell: end lines with LF or CRLF, "
                           "or put the cell into quotes");
        return;
      }
    }
    cell.text = text_.substr(begin, at_ - begin);
  }

  void read_quoted(Cell& cell) {
    ++at_;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '\n') {
        ++line_;
        line_start_ = at_;
      }
      if (c != '"') {
        cell.text += c;
      } else if (!at_end() && text_[at_] == '"') {
        cell.text += c;
        ++at_;
      } else if (at_line_end() || text_[at_] == ',') {
        return;
      } else {
        tell(here(),
             "a quoted cell ends before this: expected a comma or the end of the line; "
             "write \"\" for a quote in it");
        return;
      }
    }
    tell(cell.pos, "this quote is never closed");
  }

  void check_header(const Record& header) {
    if (broken_) {
      return;
    }
    std::unordered_map<std::string_view, SourcePos> seen;
    for (const Cell& cell : header) {
      const auto [first, fresh] = seen.emplace(cell.text, cell.pos);
      if (cell.text.empty()) {
        tell(cell.pos, "a column without a name: the first line names every column");
      } else if (!fresh) {
        tell(cell.pos, "the column '" + excerpt(cell.text, 60) + "' stands here twice, first at " +
                           std::to_string(first->second.line) + ':' +
                           std::to_string(first->second.column));
      }
    }
  }

  void check_length(const Record& row, std::size_t columns) {
    if (!broken_ && row.size() != columns) {
      tell(row.front().pos, "expected " + std::to_string(columns) +
                                (columns == 1 ? " cell" : " cells") +
                                ", as the first line has, got " + std::to_string(row.size()));
    }
  }

  std::string_view text_;
  int file_;
  tree::Problems& problems_;
  ReadLimits limits_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
  bool broken_ = false;  // a mistake stands in the record that is read
  std::size_t mistakes_ = 0;
};

}  // namespace

std::optional<Table> read(const SourceFiles& files, int file, tree::Problems& problems,
                          const ReadLimits& limits) {
  return Reader(files, file, problems, limits).read();
}

}  // namespace switchgate::csv
