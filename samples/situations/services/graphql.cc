// A GraphQL endpoint: documents are read, fields resolved and selected, as far as this shop
// needs it (no fragments, aliases or directives).

#include <cctype>
#include <map>
#include <memory>
#include <mutex>

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

struct Field {
  std::string name;
  Json arguments = Json::object();
  std::vector<Field> selected;
};

// Reads one operation: `query Name($n: Int) { products(first: $n) { id } }`.
class Document {
 public:
  Document(const std::string& text, Json variables)
      : text_(text), variables_(std::move(variables)) {}

  std::vector<Field> read() {
    const std::string kind = word();
    is_mutation_ = kind == "mutation";
    word();  // its name
    if (skip('(')) {
      at_ = text_.find(')', at_) + 1;  // variables have the types that they have
    }
    return selection();
  }
  bool is_mutation() const { return is_mutation_; }

 private:
  void blanks() {
    while (at_ < text_.size() &&
           (std::isspace(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == ',')) {
      ++at_;
    }
  }
  bool skip(char c) {
    blanks();
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    return there;
  }
  std::string word() {
    blanks();
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }
  Json value() {
    if (skip('$')) {
      return variables_.value(word(), Json());
    }
    const std::string number = word();
    return Json::parse(number, nullptr, false);
  }
  std::vector<Field> selection() {
    std::vector<Field> fields;
    if (!skip('{')) {
      return fields;
    }
    while (!skip('}') && at_ < text_.size()) {
      Field field;
      field.name = word();
      if (field.name.empty()) {
        break;
      }
      if (skip('(')) {
        while (!skip(')') && at_ < text_.size()) {
          const std::string name = word();
          skip(':');
          field.arguments[name] = value();
        }
      }
      field.selected = selection();
      fields.push_back(std::move(field));
    }
    return fields;
  }

  const std::string& text_;
  const Json variables_;
  std::size_t at_ = 0;
  bool is_mutation_ = false;
};

class Shop {
 public:
  explicit Shop(std::string release) : release_(std::move(release)) {}

  Json execute(const Json& request) {
    const std::lock_guard lock(mutex_);
    const std::string text = request.value("query", "");
    Document document(text, request.value("variables", Json::object()));
    Json data = Json::object();
    Json errors = Json::array();
    for (const Field& field : document.read()) {
      data[field.name] = select(resolve(field, errors), field, field.name, errors);
    }
    Json result = {{"data", std::move(data)}};
    if (!errors.empty()) {
      result["errors"] = std::move(errors);
    }
    return result;
  }

 private:
  Json product(int id) const {
    Json product = {{"id", id}, {"name", "Lamp " + std::to_string(id)}};
    if (release_ != "price-removed") {
      product["price"] = 19.5 + id;
    }
    product["stock"] = release_ == "stock-fails" ? Json() : Json(id * 3);
    return product;
  }
  Json basket(int id) const {
    const auto found = baskets_.find(id);
    return found == baskets_.end() ? Json() : Json{{"id", id}, {"items", found->second}};
  }

  Json resolve(const Field& field, Json& errors) {
    const int id = field.arguments.value("id", 0);
    if (field.name == "products") {
      Json products = Json::array();
      for (int i = 1; i <= field.arguments.value("first", 10); ++i) {
        products.push_back(product(i));
      }
      return products;
    }
    if (field.name == "product" && id >= 1 && id <= 10) {
      return product(id);
    }
    if (field.name == "createBasket") {
      baskets_[++last_] = Json::array();
      return basket(last_);
    }
    if (field.name == "addToBasket" && baskets_.count(id) != 0) {
      const Json item = {{"product", field.arguments.value("product", 0)}};
      Json added = basket(id);
      added["items"].push_back(item);
      if (release_ != "basket-forgets") {
        baskets_[id].push_back(item);
      }
      return added;
    }
    if (field.name == "basket") {
      return basket(id);
    }
    if (field.name == "removeBasket") {
      return baskets_.erase(id) != 0;
    }
    errors.push_back({{"message", "There is no such " + field.name}, {"path", {field.name}}});
    return {};
  }

  // What the document asks for of `value`.
  static Json select(const Json& value, const Field& field, const std::string& path, Json& errors) {
    if (value.is_array()) {
      Json all = Json::array();
      for (const Json& element : value) {
        all.push_back(select(element, field, path, errors));
      }
      return all;
    }
    if (!value.is_object()) {
      return value;
    }
    Json some = Json::object();
    for (const Field& child : field.selected) {
      if (!value.contains(child.name)) {
        tell("Cannot query field \"" + child.name + "\" of \"" + path + "\"", child.name, errors);
        continue;
      }
      if (value[child.name].is_null()) {
        tell("The " + child.name + " cannot be told", child.name, errors);
      }
      some[child.name] = select(value[child.name], child, path + '.' + child.name, errors);
    }
    return some;
  }
  static void tell(const std::string& message, const std::string& name, Json& errors) {
    errors.push_back({{"message", message}, {"path", {name}}});
  }

  const std::string release_;
  std::mutex mutex_;
  std::map<int, Json> baskets_;
  int last_ = 0;
};

}  // namespace

void route_graphql(httplib::Server& server, const std::string& release) {
  const auto shop = std::make_shared<Shop>(release);
  server.Post("/graphql", [shop](const auto& request, auto& response) {
    const Json asked = Json::parse(request.body, nullptr, false);
    const bool sound = asked.is_object() && asked.contains("query");
    answer(response, sound ? 200 : 400,
           sound ? shop->execute(asked).dump() : R"({"errors": [{"message": "no query"}]})");
  });
}

}  // namespace situations
