#include "reporters/source_lines.h"

#include <algorithm>
#include <set>

#include "checks/base/text.h"
#include "reporters/facts.h"
#include "reporters/line_hash.h"

namespace switchgate::reporters {
namespace {

bool before(const KnownLine& a, const SourcePos& b) {
  return a.file != b.file ? a.file < b.file : a.line < b.line;
}

int utf16_units_before(std::string_view line, int column) {
  const std::string_view part = line.substr(0, static_cast<std::size_t>(column - 1));
  // A code point of four bytes is two units, any other is one.
  const auto wide = std::count_if(part.begin(), part.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
  return static_cast<int>(count_code_points(part)) + static_cast<int>(wide);
}

// The lines and columns that findings name, in order.
using Places = std::map<std::pair<int, int>, std::set<int>>;

Places places_of_findings(const RunReport& report) {
  Places places;
  const auto add = [&](const std::vector<Finding>& findings, const SourcePos& check) {
    for (const Finding& finding : findings) {
      const SourcePos pos = place_of(finding, check, report);
      if (in_repository(pos, report.files)) {
        places[{pos.file, std::max(pos.line, 1)}].insert(pos.column);
      }
    }
  };
  add(report.findings, {});
  for (const CheckResult& check : report.checks) {
    add(check.findings, check.pos);
  }
  return places;
}

}  // namespace

const SourceLines::Text* SourceLines::text_of(int file) {
  const std::string& text = report_.files[static_cast<std::size_t>(file)].text;
  if (text.empty()) {
    return nullptr;
  }
  const auto [at, is_new] = texts_.try_emplace(file);
  if (is_new) {
    at->second = {line_hashes(text), split(text, '\n')};
  }
  return &at->second;
}

const KnownLine* SourceLines::known(const SourcePos& pos) const {
  const auto at = std::lower_bound(report_.lines.begin(), report_.lines.end(), pos, before);
  return at != report_.lines.end() && at->file == pos.file && at->line == pos.line ? &*at : nullptr;
}

std::optional<std::string> SourceLines::hash(const SourcePos& pos) {
  if (file_of(pos, report_.files) == nullptr || pos.line <= 0) {
    return std::nullopt;
  }
  if (const Text* text = text_of(pos.file)) {
    const auto line = static_cast<std::size_t>(pos.line);
    return line <= text->hashes.size() ? std::optional(text->hashes[line - 1]) : std::nullopt;
  }
  const KnownLine* line = known(pos);
  return line == nullptr ? std::nullopt : std::optional(line->hash);
}

std::optional<int> SourceLines::utf16_column(const SourcePos& pos) {
  if (file_of(pos, report_.files) == nullptr || pos.line <= 0 || pos.column <= 0) {
    return std::nullopt;
  }
  if (const Text* text = text_of(pos.file)) {
    const auto line = static_cast<std::size_t>(pos.line);
    return line <= text->lines.size()
               ? std::optional(1 + utf16_units_before(text->lines[line - 1], pos.column))
               : std::nullopt;
  }
  const KnownLine* line = known(pos);
  if (line == nullptr) {
    return std::nullopt;
  }
  for (const auto& [bytes, units] : line->columns) {
    if (bytes == pos.column) {
      return units;
    }
  }
  return pos.column;
}

std::vector<KnownLine> lines_of_findings(const RunReport& report) {
  SourceLines lines(report);
  std::vector<KnownLine> out;
  for (const auto& [place, columns] : places_of_findings(report)) {
    const auto hash = lines.hash({place.first, place.second, 0});
    if (!hash) {
      continue;
    }
    KnownLine line{place.first, place.second, *hash, {}};
    for (const int column : columns) {
      const auto units = lines.utf16_column({place.first, place.second, column});
      if (units && *units != column) {
        line.columns.emplace_back(column, *units);
      }
    }
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace switchgate::reporters
