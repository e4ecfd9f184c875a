// A shop behind OAuth2: a token endpoint for client credentials, products in pages, carts.

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProducts = 25;
constexpr int kPage = 10;
constexpr auto kClient = "gate";
constexpr auto kSecret = "client-secret-of-the-sample";

class Shop {
 public:
  explicit Shop(std::string release) : release_(std::move(release)) {}

  void give_token(const httplib::Request& request, httplib::Response& response) {
    const auto basic = httplib::make_basic_authentication_header(kClient, kSecret);
    const bool known = request.get_header_value("Authorization") == basic.second ||
                       (request.get_param_value("client_id") == kClient &&
                        request.get_param_value("client_secret") == kSecret);
    if (!known || request.get_param_value("grant_type") != "client_credentials") {
      return answer(response, known ? 400 : 401,
                    Json{{"error", known ? "unsupported_grant_type" : "invalid_client"}}.dump());
    }
    const std::string scope =
        release_ == "scope-lost" ? "products:read" : request.get_param_value("scope");
    const std::string token = random_token();
    const std::lock_guard lock(mutex_);
    tokens_[token] = scope;
    answer(response, 200,
           Json{{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", 3600}}.dump());
  }

  void list_products(const httplib::Request& request, httplib::Response& response) {
    if (!may(request, response, "products:read")) {
      return;
    }
    const int page =
        request.has_param("page") ? std::atoi(request.get_param_value("page").c_str()) : 1;
    const int shift = release_ == "page-repeats" && page == 2 ? 1 : 0;
    const int first = (page - 1) * kPage + 1 - shift;
    Json items = Json::array();
    for (int id = first; id < first + kPage && id <= kProducts; ++id) {
      items.push_back({{"id", id}, {"name", "Lamp " + std::to_string(id)}, {"price", 9.5 + id}});
    }
    Json result = {{"items", std::move(items)}, {"total", kProducts}};
    if (page * kPage < kProducts) {
      result["next"] = "/products?page=" + std::to_string(page + 1);
    }
    answer(response, 200, result.dump());
  }

  void create_cart(const httplib::Request& request, httplib::Response& response) {
    if (!may(request, response, "carts:write")) {
      return;
    }
    const std::lock_guard lock(mutex_);
    carts_[++last_] = Json::array();
    response.set_header("Location", "/carts/" + std::to_string(last_));
    answer(response, 201, Json{{"id", last_}, {"items", Json::array()}}.dump());
  }

  // PUT, GET and DELETE of "/carts/7".
  void use_cart(const httplib::Request& request, httplib::Response& response) {
    if (!may(request, response, "carts:write")) {
      return;
    }
    const std::lock_guard lock(mutex_);
    const auto cart = carts_.find(std::stoi(request.matches[1].str()));
    if (cart == carts_.end()) {
      return answer(response, 404, R"({"error": "no such cart"})");
    }
    if (request.method == "DELETE") {
      response.status = release_ == "cart-stays" ? 500 : 204;
      if (response.status == 204) {
        carts_.erase(cart);
      }
      return;
    }
    if (request.method == "PUT") {
      cart->second = Json::parse(request.body, nullptr, false);
    }
    answer(response, 200, Json{{"id", cart->first}, {"items", cart->second}}.dump());
  }

 private:
  // Does the request's token allow it? Answers when it does not.
  bool may(const httplib::Request& request, httplib::Response& response, const std::string& scope) {
    const std::lock_guard lock(mutex_);
    const std::string header = request.get_header_value("Authorization");
    const auto token =
        header.rfind("Bearer ", 0) == 0 ? tokens_.find(header.substr(7)) : tokens_.end();
    if (token == tokens_.end()) {
      response.set_header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      answer(response, 401, R"({"error": "invalid_token"})");
      return false;
    }
    const bool allowed = token->second.find(scope) != std::string::npos;
    if (!allowed) {
      answer(response, 403, R"({"error": "insufficient_scope"})");
    }
    return allowed;
  }

  const std::string release_;
  std::mutex mutex_;
  std::map<std::string, std::string> tokens_;  // and their scopes
  std::map<int, Json> carts_;
  int last_ = 0;
};

}  // namespace

void route_oauth_shop(httplib::Server& server, const std::string& release) {
  const auto shop = std::make_shared<Shop>(release);
  server.Post("/oauth/token",
              [shop](const auto& asked, auto& told) { shop->give_token(asked, told); });
  server.Get("/products",
             [shop](const auto& asked, auto& told) { shop->list_products(asked, told); });
  server.Post("/carts", [shop](const auto& asked, auto& told) { shop->create_cart(asked, told); });
  const auto use = [shop](const httplib::Request& asked, httplib::Response& told) {
    shop->use_cart(asked, told);
  };
  server.Get(R"(/carts/(\d{1,9}))", use);
  server.Put(R"(/carts/(\d{1,9}))", use);
  server.Delete(R"(/carts/(\d{1,9}))", use);
}

}  // namespace situations
