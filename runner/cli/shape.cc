// `switchgate shape`: the shape of JSON files, or what changed between two sets
// of them, so that an author sees what a comparison would see.

#include "checks/shape/shape.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/baseline/canonical.h"
#include "checks/baseline/shape_json.h"
#include "checks/shape/json_schema.h"
#include "checks/shape/picture.h"
#include "runner/cli/change_text.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/json_file.h"
#include "runner/cli/picture_diff.h"

namespace switchgate::cli {
namespace {

// All files are tried, so that every unusable one is told.
Result<shape::Shape> join_files(const std::vector<std::string>& files, std::ostream& err) {
  shape::Shape joined;
  bool usable = true;
  for (const std::string& file : files) {
    const Result<json::Document> document = read_json_file(file);
    if (!document) {
      err << "switchgate shape: " << document.error().message << '\n';
      usable = false;
      continue;
    }
    for (const std::string& pointer : document->duplicate_keys) {
      err << "switchgate shape: warning: '" << excerpt(file) << "' has the member "
          << excerpt(pointer) << " more than once; the last one counts\n";
    }
    shape::absorb(joined, shape::infer(document->root));
  }
  if (!usable) return Error{"not all files can be used", {}};
  return joined;
}

json::Value answer_of(const std::vector<shape::Change>& changes) {
  json::Object object;
  object.append_new("breaking", count(changes, Level::kError) > 0);
  object.append_new("changes", to_json(changes));
  return object;
}

std::string with_samples(std::string_view side, const shape::Shape& shape) {
  return std::string(side) + " (" + counted(shape.n(), "sample") + ")";
}

int diff_files(const ShapeOptions& options, std::ostream& out, std::ostream& err) {
  const Result<shape::Shape> before = join_files(options.files, err);
  const Result<shape::Shape> after = join_files(options.new_files, err);
  if (!before || !after) return kUsage;
  shape::DiffOptions words;
  words.before = "old";
  words.after = "new";
  std::vector<shape::Change> changes = shape::diff(*before, *after, words);
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.level > b.level; });
  if (options.as_json) {
    out << json::to_text(answer_of(changes), 2) << '\n';
  } else {
    const std::string picture =
        picture_diff(shape::pictures(*before, *after), with_samples("old", *before),
                     with_samples("new", *after), reporters::Paint(options.colour));
    out << picture << (picture.empty() ? "" : "\n");
    print_changes(changes, "", out);
    print_sums(changes, out);
    if (changes.empty()) out << "The shapes are the same.\n";
  }
  return count(changes, Level::kError) > 0 ? kClosed : kOpen;
}

}  // namespace

int shape(const ShapeOptions& options, std::ostream& out, std::ostream& err) {
  if (options.files.empty()) {
    err << "switchgate shape: expected at least one JSON file, found none ('-' "
           "is standard "
           "input)\n";
    return kUsage;
  }
  if (options.diff && options.new_files.empty()) {
    err << "switchgate shape: expected the new files behind '--', found none: "
           "switchgate shape diff OLD... -- NEW...\n";
    return kUsage;
  }
  if (options.diff && options.as_schema) {
    err << "switchgate shape: --format json-schema is of one shape; a diff is text or json\n";
    return kUsage;
  }
  if (options.diff) return diff_files(options, out, err);
  const Result<shape::Shape> joined = join_files(options.files, err);
  if (!joined) return kUsage;
  if (options.as_json) {
    out << baseline::to_canonical_text(baseline::shape_to_json(*joined));
  } else if (options.as_schema) {
    out << json::to_text(shape::to_json_schema(*joined), 2) << '\n';
  } else {
    out << shape::to_text(shape::picture(*joined));
  }
  return kOpen;
}

}  // namespace switchgate::cli
