// An OpenAPI 3 document as a draft: what can be asked without inventing a value.

#include <array>

#include "checks/base/secret_names.h"
#include "checks/base/text.h"
#include "runner/init/draft.h"
#include "runner/init/hide.h"
#include "runner/init/request_parts.h"

namespace switchgate::init {
namespace {

using tree::Node;

constexpr std::array<std::string_view, 3> kSafeMethods = {"get", "head", "options"};
constexpr int kMostReferences = 20;

const Node* child(const Node* node, std::string_view key) {
  return node != nullptr && node->kind == tree::Kind::kMap ? node->find(key) : nullptr;
}

std::string text_of(const Node* node) {
  return node != nullptr && node->is_scalar() && node->kind != tree::Kind::kNull ? node->text
                                                                                 : std::string();
}

class Reader {
 public:
  explicit Reader(const Node& document) : document_(document) {}

  Result<Draft> read() {
    const std::string version = text_of(child(&document_, "openapi"));
    if (!version.starts_with("3.")) {
      return Error{version.empty()
                       ? "this is no OpenAPI document: it has no 'openapi: 3.x'"
                       : "OpenAPI " + excerpt(version, 20) + " is not read; 3.0 and 3.1 are",
                   {}};
    }
    draft_.name = "api";
    take_server();
    const Node* paths = child(&document_, "paths");
    if (paths != nullptr && paths->kind == tree::Kind::kMap) {
      for (const tree::Entry& entry : paths->entries) {
        take_path(entry.key, *resolved(&entry.value));
      }
    }
    if (draft_.checks.empty()) {
      return Error{
          "the document has no GET, HEAD or OPTIONS operation whose parameters all have "
          "an example or a default",
          {}};
    }
    return std::move(draft_);
  }

 private:
  // Follows "$ref: '#/components/…'"; the node itself when it is none or leads nowhere.
  const Node* resolved(const Node* node) const {
    for (int steps = 0; steps < kMostReferences; ++steps) {
      const std::string reference = text_of(child(node, "$ref"));
      if (!reference.starts_with("#/")) {
        break;
      }
      const Node* at = &document_;
      for (const std::string_view part : split(std::string_view(reference).substr(2), '/')) {
        at = child(at, replace_all(replace_all(std::string(part), "~1", "/"), "~0", "~"));
      }
      if (at == nullptr) {
        break;
      }
      node = at;
    }
    return node;
  }

  void take_server() {
    const Node* servers = child(&document_, "servers");
    if (servers == nullptr || servers->items.empty()) {
      return;
    }
    const std::string url = text_of(child(&servers->items.front(), "url"));
    const Result<UrlParts> parts = url_parts(url);
    if (parts && url.find('{') == std::string::npos && parts->query.empty()) {
      draft_.origin = parts->origin;
      base_ = parts->path == "/" ? "" : parts->path;
      while (base_.ends_with('/')) {
        base_.pop_back();
      }
    }
  }

  void take_path(const std::string& path, const Node& item) {
    for (const std::string_view method : kSafeMethods) {
      if (const Node* operation = child(&item, method)) {
        take_operation(path, std::string(method), item, *operation);
      }
    }
  }

  void take_operation(const std::string& path, const std::string& method, const Node& item,
                      const Node& operation) {
    DraftCheck check;
    check.method.clear();
    for (const char c : method) {
      check.method += static_cast<char>(c - 'a' + 'A');
    }
    const std::string id = text_of(child(&operation, "operationId"));
    check.name = id.empty() ? method + ' ' + path : id;
    check.path = base_ + path;
    std::string missing;
    for (const Node* owner : {&item, &operation}) {
      const Node* parameters = child(owner, "parameters");
      if (parameters == nullptr) {
        continue;
      }
      for (const Node& parameter : parameters->items) {
        take_parameter(*resolved(&parameter), check, missing);
      }
    }
    if (missing.empty() && check.path.find('{') != std::string::npos) {
      missing = "a value for its path";
    }
    const Result<UrlParts> url = url_parts("http://x" + check.path);
    if (!missing.empty() || !url || !path.starts_with('/')) {
      draft_.notes.push_back(check.name + " was left out: it needs " +
                             (missing.empty() ? "a path that can be asked" : missing));
      return;
    }
    check.path = hide_in_path(url->path, draft_);
    for (const auto& [mark, secret] : path_secrets_) {
      check.path = replace_all(check.path, mark, secret);
    }
    take_answer(operation, check);
    draft_.checks.push_back(std::move(check));
  }

  // Required ones, and none that would need an invented value.
  void take_parameter(const Node& parameter, DraftCheck& check, std::string& missing) {
    const std::string name = text_of(child(&parameter, "name"));
    const std::string in = text_of(child(&parameter, "in"));
    const bool required = in == "path" || text_of(child(&parameter, "required")) == "true";
    if (!required || name.empty()) {
      return;
    }
    std::string value = value_of(parameter);
    value = hide_value(name, may_name_secret(name) ? "x" : value, draft_);
    if (value.empty()) {
      missing += (missing.empty() ? "an example of '" : ", '") + excerpt(name, 60) + '\'';
    } else if (in == "path") {
      check.path = replace_all(check.path, '{' + name + '}', path_part(value));
    } else if (in == "query") {
      check.query.emplace_back(name, value);
    } else if (in == "header") {
      add_header(name, value, draft_, check);
    } else if (in == "cookie") {
      add_header("Cookie", name + '=' + value, draft_, check);
    }
  }

  // A reference to a secret waits behind a mark: a URL with braces in it could not be read.
  std::string path_part(const std::string& value) {
    if (!value.starts_with("${")) {
      return percent_encode(value);
    }
    std::string mark = "switchgate-secret-" + std::to_string(path_secrets_.size()) + '-';
    path_secrets_.emplace_back(mark, value);
    return mark;
  }

  std::string value_of(const Node& parameter) const {
    const Node* schema = resolved(child(&parameter, "schema"));
    const Node* examples = child(&parameter, "examples");
    const Node* first = examples != nullptr && !examples->entries.empty()
                            ? child(resolved(&examples->entries.front().value), "value")
                            : nullptr;
    const Node* listed = child(schema, "enum");
    const Node* choice =
        listed != nullptr && !listed->items.empty() ? &listed->items.front() : nullptr;
    for (const Node* node : {child(&parameter, "example"), first, child(schema, "example"),
                             child(schema, "default"), choice}) {
      if (std::string text = text_of(node); !text.empty()) {
        return text;
      }
    }
    return {};
  }

  void take_answer(const Node& operation, DraftCheck& check) const {
    const Node* responses = child(&operation, "responses");
    if (responses == nullptr || responses->kind != tree::Kind::kMap) {
      return;
    }
    for (const tree::Entry& entry : responses->entries) {
      if (entry.key.size() != 3 || entry.key.front() != '2') {
        continue;
      }
      if (entry.key != "2XX" && entry.key.find_first_not_of("0123456789") == std::string::npos) {
        check.status = std::stoi(entry.key);
      }
      const Node* content = child(resolved(&entry.value), "content");
      if (content != nullptr && content->entries.size() == 1 && check.method != "HEAD" &&
          content->entries.front().key.find('*') == std::string::npos) {
        check.media_type = content->entries.front().key;
      }
      return;
    }
  }

  const Node& document_;
  Draft draft_;
  std::vector<Field> path_secrets_;  // what stands for each, and its reference
  std::string base_;
};

}  // namespace

Result<Draft> from_openapi(const Node& document) { return Reader(document).read(); }

}  // namespace switchgate::init
