// Values from outside that stand in the place of a suite's `vars`: files of
// --vars-file, and --var over them.

#ifndef SWITCHGATE_RUNNER_SUITE_GIVEN_VARS_H_
#define SWITCHGATE_RUNNER_SUITE_GIVEN_VARS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/json/value.h"
#include "checks/model/suite.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

class GivenVars {
 public:
  // `vars` as "k=v"; what has no name is told by check_declared().
  void add_flags(const std::vector<std::string>& vars);
  // The mapping of one file; what was added before is replaced name by name.
  void add_file(const tree::Node& root, tree::Problems& problems);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  // The value given for a variable that is declared as `kind` at `declared`: text takes
  // that type, a typed value must have it. Nothing when it does not fit, which is told.
  std::optional<json::Value> value(std::string_view name, tree::Kind kind, SourcePos declared,
                                   const SourceFiles& files, tree::Problems& problems) const;

  // Tells every flag without a name, and every name that no suite declares with the
  // nearest that one does.
  void check_declared(const std::vector<Suite>& suites, tree::Problems& problems) const;

 private:
  struct Given {
    tree::Node value;
    SourcePos name_pos;    // in a file; unknown for a flag
    bool is_text = false;  // of a flag: its type is the declaration's
  };
  const Given* find(std::string_view name) const;

  std::map<std::string, Given, std::less<>> from_files_;
  std::map<std::string, Given, std::less<>> from_flags_;
  std::vector<std::string> nameless_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_GIVEN_VARS_H_
