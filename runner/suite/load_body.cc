// A request's body: at most one of `json:`, `xml:`, `text:`, `form:`, `multipart:`,
// `body_file:` and `graphql:`.

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/graphql.h"
#include "runner/suite/parts.h"
#include "runner/suite/project_file.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

constexpr std::array<std::string_view, 7> kKinds = {"json",      "xml",       "text",   "form",
                                                    "multipart", "body_file", "graphql"};

// "key:" with nothing behind it would send a null that nobody wrote.
void tell_empty_values(const Node& node, std::string_view name, Context& context) {
  if (!node.written) {
    tell_expected(node, name, "a value", context);
  }
  for (const Node& item : node.items) {
    tell_empty_values(item, name, context);
  }
  for (const tree::Entry& entry : node.entries) {
    tell_empty_values(entry.value, entry.key, context);
  }
}

std::string printable_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// The file that a text names, with its bytes; nothing when a mistake was told, or when a
// lint cannot know the name.
std::optional<FileContent> take_file(Fields& fields, std::string_view key,
                                     const Surroundings& around, Context& context) {
  const auto text = take_text(fields, key, around.names, context);
  const auto name = text ? expand_now(*text, around.names, around.scope) : std::nullopt;
  if (!name) {
    if (text && context.options.need_secrets) {
      context.problems.add(text->pos, '\'' + std::string(key) +
                                          "' names a file that must be known before the run: "
                                          "what an answer says never chooses a file");
    }
    return std::nullopt;
  }
  auto bytes = read_project_file(*name, text->pos, context);
  if (!bytes) {
    context.problems.add(text->pos, '\'' + std::string(key) + "' " + bytes.error().message);
    return std::nullopt;
  }
  const std::filesystem::path path = std::filesystem::path(context.directory_of(text->pos)) / *name;
  return FileContent{printable_name(*name), path.lexically_normal().generic_string(),
                     *std::move(bytes)};
}

// `name: value`, or `name: {file, type, filename}` or `{text, type}`.
Part read_part(const std::string& name, const Node& node, const Surroundings& around,
               Context& context) {
  Part part;
  part.name = name;
  if (node.is_scalar()) {
    if (node.kind == tree::Kind::kNull) {
      tell_expected(node, name, "a text, or a mapping such as {file: photo.png}", context);
      return part;
    }
    part.text = Text{node.text, node.pos};
    check_references(part.text, around.names, context);
    return part;
  }
  Fields fields(node, "the part '" + excerpt(name, 60) + '\'', context.problems);
  part.file = take_file(fields, "file", around, context);
  if (auto text = take_text(fields, "text", around.names, context)) {
    part.text = *std::move(text);
  }
  part.content_type = fields.string("type").value_or("");
  const auto filename = fields.string("filename");
  if (part.file && filename) {
    part.file->name = *filename;
  }
  fields.finish();
  if (node.kind == tree::Kind::kMap && fields.has("file") == fields.has("text")) {
    context.problems.add(node.pos, fields.what() + " expects either 'file' or 'text'");
  }
  if (filename && !fields.has("file")) {
    context.problems.add(fields.pos("filename"), "'filename' belongs to a 'file'");
  }
  if (part.content_type.find_first_of("\r\n") != std::string::npos) {
    tell_expected(*fields.take("type"), "type", "a media type such as image/png", context);
  }
  return part;
}

MultipartBody read_multipart(const Node& map, const Surroundings& around, Context& context) {
  MultipartBody body;
  for (const tree::Entry& entry : map.entries) {
    if (entry.value.kind == tree::Kind::kList) {
      for (const Node& item : entry.value.items) {
        body.parts.push_back(read_part(entry.key, item, around, context));
      }
    } else {
      body.parts.push_back(read_part(entry.key, entry.value, around, context));
    }
  }
  if (body.parts.empty()) {
    context.problems.add(map.pos,
                         "'multipart' is empty: give at least one part, such as "
                         "{photo: {file: photo.png}}");
  }
  return body;
}

// The document's operations are told apart from the text as written: a value that is filled
// in may not decide whether the request is safe.
void check_operation(const GraphqlBody& body, SourcePos pos, Request& request, Context& context) {
  const bool fixed = body.document.text.find("${") == std::string::npos;
  std::vector<GraphqlOperation> operations = graphql_operations(body.document.text);
  if (fixed && operations.empty()) {
    context.problems.add(pos,
                         "'graphql' holds no operation: write a document such as "
                         "'query { products { id } }'");
    return;
  }
  if (!body.operation.empty() && fixed) {
    std::vector<std::string_view> names;
    names.reserve(operations.size());
    for (const GraphqlOperation& operation : operations) {
      names.push_back(operation.name);
    }
    if (std::find(names.begin(), names.end(), body.operation) == names.end()) {
      const auto near = nearest_name(body.operation, names);
      context.problems.add(pos, "the GraphQL document has no operation '" +
                                    excerpt(body.operation, 60) + '\'' +
                                    (near ? "; did you mean '" + *near + "'?" : ""));
    }
    std::erase_if(operations, [&](const GraphqlOperation& operation) {
      return operation.name != body.operation;
    });
  } else if (fixed && operations.size() > 1) {
    context.problems.add(pos, "the GraphQL document has " + std::to_string(operations.size()) +
                                  " operations: name the one to run with 'operation'");
  }
  request.declared_safe = request.declared_safe || (fixed && only_queries(operations));
}

std::optional<GraphqlBody> read_graphql(Fields& fields, const Surroundings& around,
                                        Request& request, Context& context) {
  const Node* node = fields.take("graphql");
  if (node == nullptr) {
    return std::nullopt;
  }
  GraphqlBody body;
  if (node->kind == tree::Kind::kString) {
    body.document = take_text(fields, "graphql", around.names, context).value_or(Text{});
  } else {
    Fields inner(*node, "graphql", context.problems);
    const auto document = take_text(inner, "query", around.names, context);
    body.operation = inner.string("operation").value_or("");
    if (const Node* variables = inner.map("variables")) {
      tell_empty_values(*variables, "variables", context);
      check_references(*variables, around.names, context);
      body.variables = *variables;
    }
    inner.finish();
    if (node->kind == tree::Kind::kMap && !inner.has("query")) {
      context.problems.add(node->pos, "'graphql' needs 'query', the document to run");
    }
    if (!document) {
      return std::nullopt;
    }
    body.document = *document;
  }
  check_operation(body, node->pos, request, context);
  return body;
}

void tell_second_body(Fields& fields, Context& context) {
  std::string_view first;
  for (const std::string_view kind : kKinds) {
    if (fields.has(kind) && !first.empty()) {
      context.problems.add(fields.pos(kind), "a request has one body: '" + std::string(first) +
                                                 "' or '" + std::string(kind) + "', not both");
    } else if (fields.has(kind)) {
      first = kind;
    }
  }
}

}  // namespace

void read_body(Fields& fields, const Surroundings& around, Context& context, Request& request) {
  tell_second_body(fields, context);
  if (const Node* json = fields.take("json")) {
    tell_empty_values(*json, "json", context);
    check_references(*json, around.names, context);
    request.body = JsonBody{*json};
  }
  if (auto text = take_text(fields, "text", around.names, context)) {
    request.body = TextBody{*std::move(text)};
  }
  if (auto text = take_text(fields, "xml", around.names, context)) {
    request.body = TextBody{*std::move(text), "application/xml"};
  }
  auto form = take_named_texts(fields, "form", true, around.names, context);
  if (fields.has("form")) {
    request.body = FormBody{std::move(form)};
  }
  if (auto file = take_file(fields, "body_file", around, context)) {
    request.body = FileBody{*std::move(file)};
  }
  if (const Node* map = fields.map("multipart")) {
    request.body = read_multipart(*map, around, context);
  }
  if (auto graphql = read_graphql(fields, around, request, context)) {
    request.body = *std::move(graphql);
  }
}

}  // namespace switchgate
