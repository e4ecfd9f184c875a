// What one side answered to the same request, sample by sample.

#ifndef SWITCHGATE_RUNNER_EXEC_SAMPLES_H_
#define SWITCHGATE_RUNNER_EXEC_SAMPLES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/model/exchange.h"
#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "checks/shape/response_diff.h"
#include "checks/shape/shape.h"

namespace switchgate::exec {

// The JSONPaths of a comparison, compiled once for both sides.
struct ComparePaths {
  std::vector<json::Path> ignore;
  std::vector<json::Path> ordered;
  std::vector<std::string> maps = {};              // places, as shape::DiffOptions has them
  static ComparePaths of(const Compare& compare);  // the loader refused invalid ones
  static ComparePaths of(const ValueSettings& values);
};

// What is read of an answer's body.
struct BodyWants {
  bool shape = false;
  bool values = false;
};

// "https://shop.example.com", where the request goes.
std::string origin_of(const HttpRequest& request);

struct Samples {
  std::size_t n = 0;
  int status = 0;                           // of the first
  std::optional<std::string> content_type;  // of the first
  std::set<int> statuses;                   // of all
  std::set<std::optional<std::string>> content_types;
  std::vector<std::vector<Header>> headers;
  shape::Locations locations;
  shape::Shape shape;                // of those that were JSON
  std::string not_json;              // why the first that was not could not be read
  std::optional<json::Value> first;  // for the order of arrays
  bool steady = true;                // later values equal the first one
  std::optional<json::Value> whole;  // the first one with all that the shape ignores, for values

  // Joins an answer; its body is read and dropped.
  void take(const HttpResponse& response, const ComparePaths& paths, BodyWants wants,
            const Masker& masker);
  // Joins the answers of others to those seen before.
  void join(Samples others);
};

// Was any value ever seen that a reader could use: a string, a number, a boolean?
bool has_leaf(const shape::Shape& shape);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SAMPLES_H_
