// The bytes that a request's body becomes.

#include "runner/exec/body.h"

#include "gtest/gtest.h"

namespace switchgate::exec {
namespace {

Text text(std::string value) { return {std::move(value), {}}; }

FileContent file(std::string name, std::string bytes) {
  return {std::move(name), {}, std::make_shared<const std::string>(std::move(bytes))};
}

TEST(Multipart, WritesTextsAndFilesAsAFormDoes) {
  MultipartBody body;
  body.parts.push_back({"note", text("hello ${name}"), {}, {}});
  body.parts.push_back({"photo", {}, file("x\"y.png", "\x89PNG\r\n"), "image/png"});
  body.parts.push_back({"raw", {}, file("raw", "1"), {}});
  Scope scope;
  scope.values["name"] = json::Value("you");
  const Result<EncodedBody> encoded = encode_body(body, scope);
  ASSERT_TRUE(encoded);
  EXPECT_EQ(encoded->content_type, "multipart/form-data; boundary=switchgate-part-0");
  EXPECT_EQ(encoded->bytes,
            "--switchgate-part-0\r\n"
            "Content-Disposition: form-data; name=\"note\"\r\n\r\nhello you\r\n"
            "--switchgate-part-0\r\n"
            "Content-Disposition: form-data; name=\"photo\"; filename=\"x%22y.png\"\r\n"
            "Content-Type: image/png\r\n\r\n\x89PNG\r\n\r\n"
            "--switchgate-part-0\r\n"
            "Content-Disposition: form-data; name=\"raw\"; filename=\"raw\"\r\n"
            "Content-Type: application/octet-stream\r\n\r\n1\r\n"
            "--switchgate-part-0--\r\n");
}

TEST(Multipart, TakesABoundaryThatNoPartContains) {
  MultipartBody body;
  body.parts.push_back({"a", text("switchgate-part-0"), {}, {}});
  body.parts.push_back({"b", {}, file("b", "x switchgate-part-1 y"), {}});
  EXPECT_EQ(encode_body(body, Scope{})->content_type,
            "multipart/form-data; boundary=switchgate-part-2");
}

TEST(Graphql, IsAJsonDocumentWithWhatWasGiven) {
  GraphqlBody body;
  body.document = text("query Q { a(s: \"x\") }");
  EXPECT_EQ(encode_body(body, Scope{})->bytes, R"({"query":"query Q { a(s: \"x\") }"})");
  body.operation = "Q";
  tree::Node variables;
  variables.kind = tree::Kind::kMap;
  tree::Node id;
  id.kind = tree::Kind::kString;
  id.text = "${id}";
  variables.entries.push_back({"id", {}, id});
  body.variables = variables;
  Scope scope;
  scope.values["id"] = json::Value(7);
  const Result<EncodedBody> encoded = encode_body(body, scope);
  EXPECT_EQ(encoded->content_type, "application/json");
  EXPECT_EQ(encoded->bytes,
            R"({"query":"query Q { a(s: \"x\") }","operationName":"Q","variables":{"id":7}})");
}

TEST(Xml, SaysWhatItIs) {
  const Result<EncodedBody> encoded =
      encode_body(TextBody{text("<a/>"), "application/xml"}, Scope{});
  EXPECT_EQ(encoded->content_type, "application/xml");
  EXPECT_EQ(encoded->bytes, "<a/>");
}

}  // namespace
}  // namespace switchgate::exec
