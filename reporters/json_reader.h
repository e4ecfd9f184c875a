// Reads a stored run back: what `render` and `merge` work on.

#ifndef SWITCHGATE_REPORTERS_JSON_READER_H_
#define SWITCHGATE_REPORTERS_JSON_READER_H_

#include <string_view>

#include "checks/base/result.h"
#include "checks/model/run_report.h"

namespace switchgate::reporters {

// The run that render_json() wrote as `text`: every format renders it as it rendered the
// original. Only the texts of the suites' files are not in it, and of an absolute path only
// the last part. Names that are not known are ignored; a missing member, a wrong type or
// another version is an error that names the place by its JSON Pointer.
Result<RunReport> read_report(std::string_view text);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_JSON_READER_H_
