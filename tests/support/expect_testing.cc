// Compiles and judges for the tests of expectations.

#include "tests/support/expect_testing.h"

#include <gtest/gtest.h>

#include "checks/yaml/parser.h"

namespace switchgate::expect_testing {

tree::Node parse_yaml(const std::string& text) {
  const SourceFiles files = {{"case.yaml", "case.yaml", text}};
  tree::Problems problems;
  auto node = yaml::parse(files, 0, problems);
  EXPECT_TRUE(node.has_value()) << problems.to_text(files);
  return node.value_or(tree::Node{});
}

HttpResponse answer_with(std::string body) {
  HttpResponse answer;
  answer.status = 200;
  answer.reason = "OK";
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = std::move(body);
  return answer;
}

std::vector<Finding> findings_of(const tree::Node& expect, const HttpResponse& answer,
                                 const Masker& masker) {
  tree::Problems problems;
  expect::Expectations compiled;
  expect::compile(expect, Level::kError, problems, compiled);
  for (const Error& error : problems.errors()) {
    ADD_FAILURE() << error.message;
  }
  const Instant now = *parse_date_time("2026-11-22T10:00:00Z");
  std::vector<Finding> findings = expect::judge(compiled, answer, now, masker).findings;
  expect::fold_into_status(findings);
  return findings;
}

std::vector<Finding> findings_of(const std::string& expect, const HttpResponse& answer,
                                 const Masker& masker) {
  return findings_of(parse_yaml(expect), answer, masker);
}

std::vector<std::string> lines_of(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    lines.push_back((finding.undecided                  ? "undecided "
                     : finding.level == Level::kWarning ? "warning "
                                                        : "") +
                    ('[' + finding.rule + "] " + finding.message));
  }
  return lines;
}

std::vector<std::string> mistakes_of(const tree::Node& expect, expect::Stage stage) {
  tree::Problems problems;
  expect::Expectations compiled;
  expect::compile(expect, Level::kError, problems, compiled, stage);
  std::vector<std::string> messages;
  for (const Error& error : problems.errors()) {
    messages.push_back(error.message);
  }
  return messages;
}

std::vector<std::string> mistakes_of(const std::string& expect, expect::Stage stage) {
  return mistakes_of(parse_yaml(expect), stage);
}

}  // namespace switchgate::expect_testing
