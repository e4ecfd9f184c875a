// A catalog whose old price field goes: the contract phase of expand and contract.

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

void route_catalog(httplib::Server& server, const std::string& release) {
  server.Get("/products", [release](const auto&, auto& response) {
    const bool contracted = release != "good";
    Json items = Json::array();
    for (int id = 1; id <= 4; ++id) {
      Json item = {{"id", id}, {"name", "Desk " + std::to_string(id)}};
      item["price"] = {{"amount", release == "wrong-price" ? 119 + id : 100 + id},
                       {"currency", "EUR"}};
      if (!contracted) {
        item["legacy_price"] = std::to_string(100 + id) + " EUR";
      }
      if (release != "too-much") {
        item["weight_grams"] = 9000 + id;
      }
      items.push_back(std::move(item));
    }
    answer(response, 200, Json{{"items", std::move(items)}}.dump());
  });
  server.Get("/imprint", [release](const auto&, auto& response) {
    if (release == "good") {  // what the new releases forget, and OPS-9 will bring back
      response.set_header("Cache-Control", "public, max-age=3600");
    }
    answer(response, 200, R"({"company": "Example Ltd"})");
  });
}

}  // namespace situations
