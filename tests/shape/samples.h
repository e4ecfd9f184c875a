// Shapes from JSON texts, for tests.

#ifndef SWITCHGATE_TESTS_SHAPE_SAMPLES_H_
#define SWITCHGATE_TESTS_SHAPE_SAMPLES_H_

#include <initializer_list>
#include <string_view>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

inline json::Value parse(std::string_view text) {
  const Result<json::Document> document = json::read(text);
  EXPECT_TRUE(document.ok()) << text;
  return document.ok() ? document->root : json::Value();
}

inline Shape shape_of(std::initializer_list<std::string_view> samples) {
  Shape shape;
  for (const std::string_view sample : samples) absorb(shape, infer(parse(sample)));
  return shape;
}

}  // namespace switchgate::shape

#endif  // SWITCHGATE_TESTS_SHAPE_SAMPLES_H_
