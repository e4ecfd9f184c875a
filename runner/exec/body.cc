#include "runner/exec/body.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/tree/node.h"

namespace switchgate::exec {
namespace {

using Encoded = Result<EncodedBody>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Encoded with_type(Result<std::string> bytes, std::string content_type) {
  if (!bytes) {
    return bytes.error();
  }
  return EncodedBody{*std::move(bytes), std::move(content_type)};
}

Result<std::string> encode_json(const tree::Node& node, const Scope& scope) {
  const Result<tree::Node> filled = expand(node, scope);
  if (!filled) {
    return filled.error();
  }
  return json::to_text(tree::to_json(*filled));
}

// A name as WHATWG's multipart/form-data encoding writes it between quotes.
std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c == '"' ? "%22" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  }
  return out + '"';
}

struct FilledPart {
  std::string head;  // header lines
  std::string text;
  const std::string* bytes = nullptr;  // of a file, instead of the text

  const std::string& content() const { return bytes != nullptr ? *bytes : text; }
};

Result<FilledPart> fill_in(const Part& part, const Scope& scope) {
  FilledPart filled;
  filled.head = "Content-Disposition: form-data; name=" + quoted(part.name);
  std::string type = part.content_type;
  if (part.file) {
    filled.bytes = part.file->bytes.get();
    filled.head += "; filename=" + quoted(part.file->name);
    type = type.empty() ? "application/octet-stream" : type;
  } else {
    Result<std::string> text = expand(part.text, scope);
    if (!text) {
      return text.error();
    }
    filled.text = *std::move(text);
  }
  filled.head += type.empty() ? "\r\n" : "\r\nContent-Type: " + type + "\r\n";
  return filled;
}

// The first of a row of boundaries that no part contains (RFC 2046 section 5.1.1).
std::string boundary_for(const std::vector<FilledPart>& parts) {
  for (int number = 0;; ++number) {
    std::string boundary = "switchgate-part-" + std::to_string(number);
    if (std::none_of(parts.begin(), parts.end(), [&](const FilledPart& part) {
          return part.content().find(boundary) != std::string::npos;
        })) {
      return boundary;
    }
  }
}

Encoded encode_multipart(const MultipartBody& body, const Scope& scope) {
  std::vector<FilledPart> parts;
  for (const Part& part : body.parts) {
    Result<FilledPart> filled = fill_in(part, scope);
    if (!filled) {
      return filled.error();
    }
    parts.push_back(*std::move(filled));
  }
  const std::string boundary = boundary_for(parts);
  EncodedBody out{{}, "multipart/form-data; boundary=" + boundary};
  for (const FilledPart& part : parts) {
    out.bytes += "--" + boundary + "\r\n" + part.head + "\r\n" + part.content() + "\r\n";
  }
  out.bytes += "--" + boundary + "--\r\n";
  return out;
}

Encoded encode_graphql(const GraphqlBody& body, const Scope& scope) {
  const Result<Pairs> parameters = graphql_parameters(body, scope);
  if (!parameters) {
    return parameters.error();
  }
  std::string bytes = "{";
  for (const auto& [name, value] : *parameters) {
    bytes += (bytes.size() == 1 ? "\"" : ",\"") + name + "\":";
    bytes += name == "variables" ? value : json::to_text(json::Value(value));
  }
  return EncodedBody{bytes + '}', "application/json"};
}

}  // namespace

Result<std::string> encode_fields(const std::vector<NamedText>& fields, const Scope& scope) {
  std::string out;
  for (const NamedText& field : fields) {
    const Result<std::string> value = expand(field.value, scope);
    if (!value) {
      return value.error();
    }
    out += out.empty() ? "" : "&";
    out += percent_encode(field.name) + '=' + percent_encode(*value);
  }
  return out;
}

Result<Pairs> graphql_parameters(const GraphqlBody& body, const Scope& scope) {
  Result<std::string> document = expand(body.document, scope);
  if (!document) {
    return document.error();
  }
  Pairs pairs = {{"query", *std::move(document)}};
  if (!body.operation.empty()) {
    pairs.emplace_back("operationName", body.operation);
  }
  if (body.variables) {
    Result<std::string> variables = encode_json(*body.variables, scope);
    if (!variables) {
      return variables.error();
    }
    pairs.emplace_back("variables", *std::move(variables));
  }
  return pairs;
}

Encoded encode_body(const Body& body, const Scope& scope) {
  if (const auto* json = std::get_if<JsonBody>(&body)) {
    return with_type(encode_json(json->value, scope), "application/json");
  }
  if (const auto* text = std::get_if<TextBody>(&body)) {
    return with_type(expand(text->text, scope), std::string(text->content_type));
  }
  if (const auto* form = std::get_if<FormBody>(&body)) {
    return with_type(encode_fields(form->fields, scope), "application/x-www-form-urlencoded");
  }
  if (const auto* file = std::get_if<FileBody>(&body)) {
    return EncodedBody{*file->file.bytes, "application/octet-stream"};
  }
  if (const auto* multipart = std::get_if<MultipartBody>(&body)) {
    return encode_multipart(*multipart, scope);
  }
  if (const auto* graphql = std::get_if<GraphqlBody>(&body)) {
    return encode_graphql(*graphql, scope);
  }
  return EncodedBody{};
}

}  // namespace switchgate::exec
