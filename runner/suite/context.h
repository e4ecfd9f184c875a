// What the readers of a suite's parts share while one file is read.

#ifndef SWITCHGATE_RUNNER_SUITE_CONTEXT_H_
#define SWITCHGATE_RUNNER_SUITE_CONTEXT_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "checks/tree/fields.h"
#include "checks/tree/problems.h"
#include "runner/suite/check_ids.h"
#include "runner/suite/flows.h"
#include "runner/suite/given_vars.h"
#include "runner/suite/interpolate.h"
#include "runner/suite/load.h"

namespace switchgate {

// The names that a text may use, in layers: a check's over its suite's.
struct Names {
  const Names* outer = nullptr;
  std::set<std::string, std::less<>> fixed;     // vars and secrets: the same for the whole check
  std::set<std::string, std::less<>> captured;  // known only once the run is there
  bool any = false;              // the names could not be read: a mistake told elsewhere
  const Scope* known = nullptr;  // the values of `fixed`, as far as they are known

  bool defines(std::string_view name) const {
    return any || fixed.contains(name) || captured.contains(name) ||
           (outer != nullptr && outer->defines(name));
  }
  // Captures hide a variable of the same name.
  bool waits_for_run(std::string_view name) const {
    return captured.contains(name) || (outer != nullptr && outer->waits_for_run(name));
  }
  std::vector<std::string_view> all() const;
  // The values known so far, of the innermost layer that has any.
  const Scope* values() const {
    return known != nullptr || outer == nullptr ? known : outer->values();
  }
};

struct Context {
  const LoadOptions& options;
  SourceFiles& files;  // grows by the files that the suite names
  tree::Problems& problems;
  Masker& masker;
  Suite& suite;
  Scope& scope;  // of the suite; what a lint cannot know is missing in it
  Names names;   // of the suite
  Flows flows = {};
  CheckIds ids = {};  // of its checks, as far as they are read
  std::map<std::string, std::shared_ptr<const std::string>> bodies = {};  // read so far, by path
  std::vector<std::string> secret_files = {};                             // read so far
  const GivenVars* given = nullptr;                       // what stands in the place of its vars
  std::set<std::string, std::less<>> asked_targets = {};  // named by requests and questions

  // Of the file that holds `pos`: what paths named there are relative to.
  std::string directory_of(const SourcePos& pos) const;
};

// What a part of a check may refer to, with the values known so far.
struct Surroundings {
  const Names& names;
  const Scope& scope;
};

// Tells malformed ${…}, undefined variables, unset environment variables and known
// values that a filter does not take; keeps the environment's values that are used.
// True when nothing was told.
bool check_references(const Text& text, const Names& names, Context& context);
bool check_references(const tree::Node& node, const Names& names, Context& context);

// Does no text in it hold "${", so that filling in changes nothing?
bool is_literal(const tree::Node& node);

// Can the text be filled in while loading, because it waits for no capture?
bool known_at_load(const tree::Node& node, const Names& names);

// The text filled in while loading; nothing when that is not possible yet.
std::optional<std::string> expand_now(const Text& text, const Names& names, const Scope& scope);

// A scalar field as Text, with its references checked.
std::optional<Text> take_text(tree::Fields& fields, std::string_view key, const Names& names,
                              Context& context);

// A mapping of names to texts (headers, cookies, query). `repeat` lets a list
// give a name several times.
std::vector<NamedText> take_named_texts(tree::Fields& fields, std::string_view key, bool repeat,
                                        const Names& names, Context& context);

// As take_named_texts, for what becomes header lines: names must be tokens,
// each once, and values must hold no line end.
std::vector<NamedText> take_headers(tree::Fields& fields, std::string_view key, const Names& names,
                                    Context& context);

// A duration above zero.
std::optional<Micros> take_positive_duration(tree::Fields& fields, std::string_view key,
                                             Context& context);

// `'what' expects …, got …` at the node.
void tell_expected(const tree::Node& node, std::string_view what, std::string_view expected,
                   tree::Problems& problems);
void tell_expected(const tree::Node& node, std::string_view what, std::string_view expected,
                   Context& context);

// "line 3, column 5", or with the file's name when it is not `from`'s.
std::string describe_place(const SourcePos& pos, const SourcePos& from, const SourceFiles& files);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_CONTEXT_H_
