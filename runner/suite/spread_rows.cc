// One check a row: the check is read once, and each row only fills in what depends on it.

#include <utility>

#include "checks/base/text.h"
#include "runner/suite/parts.h"
#include "runner/suite/rows.h"

namespace switchgate {
namespace {

class Spreading {
 public:
  Spreading(const Check& pattern, const Rows& rows, const tree::Node* vars, const Names& names,
            Context& context)
      : pattern_(pattern),
        rows_(rows),
        vars_(vars),
        names_(names),
        context_(context),
        scope_(context.scope) {}

  std::vector<Check> checks() {
    std::vector<Check> out;
    out.reserve(rows_.rows.size());
    for (const Row& row : rows_.rows) {
      out.push_back(check_of(row));
      if (failed_) {
        break;  // the same mistake stands in every row
      }
    }
    return out;
  }

 private:
  Check check_of(const Row& row) {
    Check check = pattern_;
    check.row = row.label;
    check.id += row.label;
    check.name += row.label;
    check.vars.clear();
    for (std::size_t i = 0; i < rows_.columns.size(); ++i) {
      scope_.set(rows_.columns[i], row.values[i], true);
      check.vars.push_back({rows_.columns[i], row.values[i], true});
    }
    if (vars_ != nullptr) {
      fill_own_vars(*vars_, scope_, check);
    }
    for (std::vector<Step>* steps : {&check.steps, &check.cleanup}) {
      for (Step& step : *steps) {
        compile(step, steps == &check.cleanup ? Level::kWarning : check.level, row);
      }
    }
    return check;
  }

  // Expectations that the pattern had to leave open; those that use no column are compiled
  // already, and shared.
  void compile(Step& step, Level level, const Row& row) {
    if (step.compiled) {
      return;
    }
    tree::Problems problems;
    if (!compile_for_row(step, level, {names_, scope_}, problems) && !problems.empty()) {
      failed_ = true;
      for (const Error& error : problems.errors()) {
        context_.problems.add(
            error.pos, "in the row " + row.label +
                           (row.pos.line > 0 ? " (" + to_string(row.pos, context_.files) + ')'
                                             : std::string()) +
                           ": " + error.message);
      }
    }
  }

  const Check& pattern_;
  const Rows& rows_;
  const tree::Node* vars_;
  const Names& names_;
  Context& context_;
  Scope scope_;  // the suite's, with the row's and the check's own values over it
  bool failed_ = false;
};

}  // namespace

std::vector<Check> spread(const Check& pattern, const Rows& rows, const tree::Node* vars,
                          const Names& names, Context& context) {
  return Spreading(pattern, rows, vars, names, context).checks();
}

}  // namespace switchgate
