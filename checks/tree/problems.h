// The mistakes of a suite, collected so that all are told at once.

#ifndef SWITCHGATE_CHECKS_TREE_PROBLEMS_H_
#define SWITCHGATE_CHECKS_TREE_PROBLEMS_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/base/result.h"
#include "checks/base/source_pos.h"

namespace switchgate::tree {

class Problems {
 public:
  // `message`: what was expected and what was found, one sentence.
  // What was told already is told once.
  void add(SourcePos pos, std::string message);
  bool has(const SourcePos& pos, std::string_view message) const;
  bool empty() const { return errors_.empty(); }
  std::size_t size() const { return errors_.size(); }
  const std::vector<Error>& errors() const { return errors_; }

  // What a person should know although it stops nothing; empty() and size() do
  // not count it.
  void add_warning(SourcePos pos, std::string message) {
    warnings_.push_back({std::move(message), pos});
  }
  const std::vector<Error>& warnings() const { return warnings_; }

  // What must not be seen of the lines that to_text() shows goes through `hide`.
  void hide_with(std::function<std::string(std::string_view)> hide) { hide_ = std::move(hide); }

  // In order of place, each as "file:line:column: message", then the source
  // line and a caret below the column; equal ones once. Warnings are not among
  // them.
  std::string to_text(const SourceFiles& files) const;

  // The same of the warnings, each as "file:line:column: warning: message".
  std::string warnings_to_text(const SourceFiles& files) const;

 private:
  std::vector<Error> errors_;
  std::vector<Error> warnings_;
  std::function<std::string(std::string_view)> hide_;
};

}  // namespace switchgate::tree

#endif  // SWITCHGATE_CHECKS_TREE_PROBLEMS_H_
