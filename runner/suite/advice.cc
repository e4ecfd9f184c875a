// Looks at the trees as they were written, with all files of a suite together: what one
// declares another may use.

#include "runner/suite/advice.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "checks/base/secret_names.h"
#include "checks/base/text.h"
#include "checks/kinds/kinds.h"
#include "checks/yaml/parser.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Kind;
using tree::Node;

constexpr std::string_view kUnusedVariable = "unused-variable";
constexpr std::string_view kUnusedSecret = "unused-secret";
constexpr std::string_view kUnusedFlow = "unused-flow";
constexpr std::string_view kUnusedCapture = "unused-capture";
constexpr std::string_view kUnusedLive = "unused-live";
constexpr std::string_view kPlainSecret = "plain-secret";
constexpr std::string_view kOnlySuccess = "only-success";
constexpr std::string_view kUnverifiedTls = "unverified-tls";
constexpr std::string_view kComparesNothing = "compares-nothing";

constexpr std::array<AdviceRow, 9> kAdvice = {{
    {kUnusedVariable, "a variable that no ${...} names"},
    {kUnusedSecret, "a secret that no ${...} names"},
    {kUnusedFlow, "a flow that no `uses` names"},
    {kUnusedCapture, "a capture that no ${...} names"},
    {kUnusedLive, "a target `live` that nothing is compared with"},
    {kPlainSecret, "a password or token written into the file"},
    {kOnlySuccess, "a check that any 2xx answer passes"},
    {kUnverifiedTls, "`verify: false`, which trusts anybody"},
    {kComparesNothing, "a `compare` in which all is switched off"},
}};

// What the texts of a suite refer to.
struct Uses {
  std::set<std::string, std::less<>> names;
  std::set<std::string, std::less<>> flows;
  bool live = false;
};

void add_references(std::string_view text, Uses& uses) {
  if (text.find("${") == std::string_view::npos) {
    return;
  }
  const auto pieces = parse_template(text, {});
  if (!pieces) {
    return;
  }
  for (const Piece& piece : *pieces) {
    if (const auto* reference = std::get_if<Reference>(&piece)) {
      uses.names.insert(reference->name);
    }
  }
}

bool names_live(const Entry& entry) {
  const bool names_a_target = entry.key == "target" || kinds::find_kind(entry.key) != nullptr;
  return names_a_target && entry.value.text == "live";
}

void collect(const Node& node, Uses& uses) {
  if (node.kind == Kind::kString) {
    add_references(node.text, uses);
  }
  for (const Node& item : node.items) {
    collect(item, uses);
  }
  for (const Entry& entry : node.entries) {
    add_references(entry.key, uses);
    collect(entry.value, uses);
    uses.live = uses.live || entry.key == "compare" || names_live(entry);
    if (entry.key == "uses") {
      uses.flows.insert(entry.value.text);
      for (const Node& item : entry.value.items) {
        uses.flows.insert(item.text);
      }
    }
  }
}

std::string_view line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

class Advisor {
 public:
  Advisor(const SourceFiles& files, tree::Problems& problems)
      : files_(files), problems_(problems) {}

  void look_at(const std::vector<Node>& roots) {
    for (const Node& root : roots) {
      collect(root, uses_);
    }
    for (const Node& root : roots) {
      look_at_declarations(root);
      look_into(root, false);
      for (const Entry& entry : root.entries) {
        if (entry.key == "checks") {
          std::for_each(entry.value.items.begin(), entry.value.items.end(),
                        [&](const Node& check) { look_at_check(check); });
        }
      }
    }
  }

 private:
  void tell(std::string_view name, SourcePos pos, const std::string& message) {
    if (!is_allowed(name, pos)) {
      problems_.add_warning(pos, message + " [" + std::string(name) + ']');
    }
  }

  bool is_allowed(std::string_view name, SourcePos pos) const {
    const std::string_view text = files_[static_cast<std::size_t>(pos.file)].text;
    for (const int line : {pos.line, pos.line - 1}) {
      const std::string_view comment = line > 0 ? line_of(text, line) : std::string_view();
      const std::size_t at = comment.find("# lint: allow ");
      if (at != std::string_view::npos && comment.find(name, at) != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  void tell_unused(const Entry& entry, std::string_view name, std::string_view noun) {
    tell(name, entry.key_pos,
         "nothing uses the " + std::string(noun) + " '" + excerpt(entry.key, 60) +
             "': remove it, or write ${" + excerpt(entry.key, 60) + "} where it is meant");
  }

  void look_at_declarations(const Node& root) {
    if (const Node* secrets = root.find("secrets")) {
      for (const Node& item : secrets->items) {
        if (!uses_.names.contains(item.text)) {
          tell(kUnusedSecret, item.pos,
               "nothing uses the secret '" + excerpt(item.text, 60) +
                   "', and yet a run needs it: remove it, or write ${" + excerpt(item.text, 60) +
                   "} where it is meant");
        }
      }
    }
    if (const Node* flows = root.find("flows")) {
      for (const Entry& entry : flows->entries) {
        if (!uses_.flows.contains(entry.key)) {
          tell(kUnusedFlow, entry.key_pos,
               "no check uses the flow '" + excerpt(entry.key, 60) +
                   "': remove it, or write `uses: " + excerpt(entry.key, 60) + '`');
        }
      }
    }
    const Node* targets = root.find("targets");
    if (targets == nullptr || uses_.live) {
      return;
    }
    for (const Entry& entry : targets->entries) {
      if (entry.key == "live") {
        tell(kUnusedLive, entry.key_pos,
             "nothing is compared with 'live': write `compare: {shape: true}` on the checks that "
             "matter most");
      }
    }
  }

  // A value that was written into the file where a secret belongs.
  void tell_plain(const Entry& entry) {
    tell(kPlainSecret, entry.value.pos,
         "'" + excerpt(entry.key, 60) +
             "' holds what looks like a secret, in a file that is shared: name an environment "
             "variable under 'secrets' and write ${NAME} here");
  }

  // `sends` within what is sent: there, names tell what is secret.
  void look_into(const Node& node, bool sends) {
    for (const Node& item : node.items) {
      look_into(item, sends);
    }
    for (const Entry& entry : node.entries) {
      look_at_entry(entry, sends);
    }
  }

  void look_at_entry(const Entry& entry, bool sends) {
    const std::string& key = entry.key;
    const Node& value = entry.value;
    if (key == "expect" || key == "warn" || key == "fail_if" || key == "expected") {
      return;  // what is asked of an answer is not sent
    }
    const bool written = value.is_scalar() && value.kind != Kind::kNull &&
                         value.kind != Kind::kBoolean && !value.text.empty() &&
                         value.text.find("${") == std::string::npos;
    const bool secret_by_key = key == "bearer" || key == "password";
    const bool by_value = written && find_secret(value.text).size != 0;
    const bool secret_by_name = sends && may_name_secret(key);
    if (written && (by_value || secret_by_key || secret_by_name)) {
      tell_plain(entry);
    }
    if (key == "vars" || key == "capture") {
      for (const Entry& one : value.entries) {
        if (!uses_.names.contains(one.key)) {
          key == "vars" ? tell_unused(one, kUnusedVariable, "variable")
                        : tell_unused(one, kUnusedCapture, "capture");
        }
      }
    }
    if (key == "verify" && value.kind == Kind::kBoolean && to_lower_ascii(value.text) == "false") {
      tell(kUnverifiedTls, entry.key_pos,
           "'verify: false' trusts whoever answers: give the certificate that signed the target's "
           "with `ca`");
    }
    if (key == "compare" && asks_nothing(value)) {
      tell(kComparesNothing, entry.key_pos,
           "'compare' asks for nothing: set one of shape, values, headers and latency, or remove "
           "it");
    }
    const bool is_sent = key == "headers" || key == "cookies" || key == "form" || key == "json" ||
                         key == "query" || key == "vars" || key == "variables";
    look_into(value, sends || is_sent);
  }

  static bool asks_nothing(const Node& compare) {
    return compare.kind == Kind::kMap &&
           std::all_of(compare.entries.begin(), compare.entries.end(), [](const Entry& entry) {
             return entry.value.kind == Kind::kBoolean &&
                    to_lower_ascii(entry.value.text) == "false";
           });
  }

  void look_at_check(const Node& check) {
    if (check.find("get") == nullptr) {
      return;  // what changes something is often all that a step is for
    }
    for (const char* key : {"warn", "compare", "capture", "paginate", "graphql"}) {
      if (check.find(key) != nullptr) {
        return;
      }
    }
    const Node* expect = check.find("expect");
    const Node* status = expect == nullptr ? nullptr : expect->find("status");
    const bool only_2xx = expect == nullptr || (expect->entries.size() == 1 && status != nullptr &&
                                                (status->text == "2xx" || status->text == "200"));
    if (only_2xx) {
      tell(kOnlySuccess, check.pos,
           "any answer with a 2xx status passes this check, an empty one too: say under 'expect' "
           "what users rely on");
    }
  }

  const SourceFiles& files_;
  tree::Problems& problems_;
  Uses uses_;
};

}  // namespace

std::span<const AdviceRow> advice() { return kAdvice; }

void advise(const Plan& plan, tree::Problems& problems) {
  // What one suite has no use for in a shared file, another may have: advice is what all
  // suites with that file agree on.
  std::map<int, int> sharing;                                  // file -> suites with it
  std::map<std::tuple<int, int, int, std::string>, int> told;  // warning -> suites it is true of
  for (const Suite& suite : plan.suites) {
    std::set<int> files(suite.included.begin(), suite.included.end());
    files.insert(suite.file);
    std::vector<Node> roots;
    roots.reserve(files.size());
    for (const int file : files) {
      ++sharing[file];
      tree::Problems none;
      if (auto root = yaml::parse(plan.files, file, none)) {
        roots.push_back(*std::move(root));
      }
    }
    tree::Problems warnings;
    Advisor(plan.files, warnings).look_at(roots);
    for (const Error& warning : warnings.warnings()) {
      ++told[{warning.pos.file, warning.pos.line, warning.pos.column, warning.message}];
    }
  }
  for (const auto& [warning, times] : told) {
    const auto& [file, line, column, message] = warning;
    if (times >= sharing[file]) {
      problems.add_warning({file, line, column}, message);
    }
  }
}

}  // namespace switchgate
