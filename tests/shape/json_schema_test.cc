// Shapes as JSON Schemas, held against Python's jsonschema.

#include "checks/shape/json_schema.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/shape/random_json.h"
#include "tests/shape/samples.h"
#include "tests/support/golden.h"
#include "tests/support/tools.h"

namespace switchgate::shape {
namespace {

// Reads [{"schema": …, "valid": [...], "invalid": [...]}, …].
constexpr const char* kValidate = R"(
import json, sys, jsonschema
for at, case in enumerate(json.load(open(sys.argv[1]))):
    jsonschema.Draft202012Validator.check_schema(case['schema'])
    validator = jsonschema.Draft202012Validator(case['schema'])
    for sample in case['valid']:
        for error in validator.iter_errors(sample):
            print(at, 'should be valid:', json.dumps(sample)[:300], error.message[:300])
    for sample in case['invalid']:
        if validator.is_valid(sample):
            print(at, 'should be invalid:', json.dumps(sample)[:300])
)";

class JsonSchema : public testing::Test {
 protected:
  void SetUp() override {
    if (support::run_tool({"/usr/bin/python3", "-c", "import jsonschema"}).exit_code != 0) {
      GTEST_SKIP() << "Python's jsonschema is not installed (Debian: python3-jsonschema)";
    }
  }

  void add(json::Array valid, json::Array invalid) {
    Shape shape;
    for (const json::Value& sample : valid) absorb(shape, infer(sample));
    json::Object row;
    row.append_new("schema", to_json_schema(shape));
    row.append_new("valid", std::move(valid));
    row.append_new("invalid", std::move(invalid));
    cases_.emplace_back(std::move(row));
  }

  std::string complaints() const {
    const support::TemporaryFile file(json::to_text(json::Value(cases_)));
    const auto ran = support::run_tool({"/usr/bin/python3", "-c", kValidate, file.path()});
    return ran.exit_code == 0 ? ran.output : "exit status, " + ran.output;
  }

  json::Array cases_;
};

TEST_F(JsonSchema, HoldsForEveryRandomSampleOfItsShape) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    RandomJson random(seed);
    json::Array samples;
    for (int i = 1 + random.below(5); i > 0; --i) samples.push_back(random.value());
    add(std::move(samples), {});
  }
  EXPECT_EQ(complaints(), "");
}

TEST_F(JsonSchema, HoldsForMapsAndVariants) {
  add({parse(R"({"m": {"17": 1, "18": 2, "19": 3}})"), parse(R"({"m": {}})")},
      {parse(R"({"m": {"20": "x"}})"), parse("{}")});
  add({parse(R"([{"type": "card", "number": "x"}, {"type": "bank", "iban": "y"}])")},
      {parse(R"([{"type": "card"}])"), parse(R"([{"type": "cash"}])")});
  add({parse(R"([{"type": "card", "number": "x"}, {"type": "bank", "iban": "y"}, null])")}, {});
  EXPECT_EQ(complaints(), "");
}

TEST_F(JsonSchema, RefusesWhatBreaksReaders) {
  add({parse(R"({"id": 1, "name": "x", "tags": ["a"]})"), parse(R"({"id": 2, "name": null})")},
      {parse(R"({"name": "x"})"), parse(R"({"id": null, "name": "x"})"),
       parse(R"({"id": 1.5, "name": "x"})"), parse(R"({"id": 1, "name": 1})"),
       parse(R"({"id": 1, "name": "x", "tags": [1]})"), parse("[]"), parse("null")});
  EXPECT_EQ(complaints(), "");
}

TEST(JsonSchemaText, NamesTypesFormatsAndRequiredMembers) {
  const Shape shape =
      shape_of({R"({"id": "550e8400-e29b-41d4-a716-446655440000", "at": "2026-11-22", "n": 1.5,
           "prices": {"2026-11-20": 1, "2026-11-21": 2, "2026-11-22": 3},
           "pay": {"type": "card", "number": "x"}, "list": [], "none": null})",
                R"({"id": "550e8400-e29b-41d4-a716-446655440000", "at": "", "n": null,
           "prices": {}, "pay": {"type": "bank", "iban": "y"}, "list": []})"});
  EXPECT_TRUE(
      support::matches_golden("shape/schema.json", json::to_text(to_json_schema(shape), 2) + '\n'));
}

}  // namespace
}  // namespace switchgate::shape
