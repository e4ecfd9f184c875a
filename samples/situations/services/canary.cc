// Two builds of a shop at one address: a router sends those who ask for it to the canary.

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

bool asks_for_canary(const httplib::Request& request) {
  return request.get_header_value("X-Canary") == "always" ||
         request.get_header_value("Cookie").find("canary=always") != std::string::npos;
}

Json product(int id, bool with_currency) {
  Json product = {{"id", id}, {"name", "Lamp " + std::to_string(id)}, {"price", 19.5 + id}};
  if (with_currency) {
    product["currency"] = "EUR";
  }
  return product;
}

}  // namespace

void route_canary(httplib::Server& server, const std::string& release) {
  server.Get("/products", [release](const auto& request, auto& response) {
    const bool canary = release != "router-ignores" && asks_for_canary(request);
    response.set_header("X-Version", canary ? "2.0.0" : "1.9.4");
    Json items = Json::array();
    for (int id = 1; id <= 5; ++id) {
      items.push_back(product(id, !canary || release != "currency-lost"));
    }
    answer(response, 200, Json{{"items", std::move(items)}}.dump());
  });
}

}  // namespace situations
